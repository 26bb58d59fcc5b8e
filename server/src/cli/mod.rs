//! Command line: commands, flags and their help.
#![expect(clippy::doc_markdown, reason = "doc comments here are what --help prints")]

mod api_key;
mod audit;
mod command;
mod data;
mod export;
mod fetch;
mod import;
mod mail;
mod recordings;
mod redact;
mod serve;
mod setup;

pub use api_key::{ApiKeyArgs, ApiKeyCommand};
pub use audit::{
    AuditCommand, AuditExportArgs, AuditKeyArgs, AuditPruneArgs, AuditTenantArgs, AuditVerifyArgs,
};
pub use command::Cli;
pub(crate) use command::Command;
pub use data::DataArgs;
pub use export::{ExportCommand, ExportRunArgs, ExportVerifyArgs, WorkerArgs};
pub use fetch::FetchArgs;
pub use import::ImportArgs;
pub use mail::MailArgs;
pub use recordings::{ImportRecordingsArgs, RemoveRecordingsArgs};
pub use redact::RedactArgs;
pub use serve::ServeArgs;
pub use setup::{ProjectCommand, TenantCommand, TenantSetArgs, UserArgs, UserCommand, UserSetArgs};
