//! What the portal does, without HTTP or HTML: use cases, policy, storage and files.
//!
//! A [`Backend`] is the door. A request becomes a [`Viewer`] once; every tenant-facing query takes
//! a scope that only a viewer can make.
#![warn(missing_docs)]

mod access;
mod api_keys;
mod audit;
mod backend;
mod call_feed;
mod calls;
mod clock;
mod conversation;
mod conversation_texts;
mod cursor;
mod demo;
pub mod described;
mod display_time;
mod error;
mod export;
mod file_name;
mod https;
mod ids;
pub mod import;
mod imports;
mod ingest;
mod keys;
mod local_time;
mod masking;
mod passwords;
mod pbx_api;
mod pdf;
mod rates;
mod receivers;
mod recordings;
pub mod redaction;
mod reviews;
mod search;
mod seed;
mod sessions;
mod settings;
mod store;
mod talkifai;
mod tenants;
mod transcript_file;
mod webhooks;

pub use access::Viewer;
pub use api_keys::{Credential, KeyHolder, KeyRate};
pub use backend::{Backend, Limits};
pub use clock::Clock;
pub use conversation::ConversationFile;
pub use demo::{API_KEYS as DEMO_API_KEYS, PASSWORD as DEMO_PASSWORD, TENANTS as DEMO_TENANTS};
pub use display_time::DisplayFormat;
pub use error::Error;
pub use export::{CsvExport, CsvStream};
pub use https::use_ring;
pub use imports::ImportCounts;
pub use ingest::{Ingested, IngestedCall, ProjectIngest, Push, PushError};
pub use jiff::tz::TimeZone;
pub use keys::MasterKey;
pub use pbx_api::{PbxContexts, PbxError, PbxFile, PbxStream, PbxSummary, PbxTokens};
pub use pdf::PdfFonts;
pub use rates::Rate;
pub use receivers::{Delivery, Received, ReceiverSpec, Receivers};
pub use recordings::{
    Intake, Media, MediaRequest, MediaStore, PlaybackDecision, PushedRecording, RecordingFile,
    RemovalReport, Removed,
};
pub use sessions::{Credentials, SessionToken};
pub use store::{AuditEntry, Db};
pub use talkifai::{ExportedConversation, Exporter};
pub use tenants::{NewUserSpec, ProjectListing, RecordingSettings, TenantListing, UserListing};
pub use transcript_file::TranscriptFile;
pub use webhooks::Dispatcher;
