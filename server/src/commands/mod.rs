//! The commands of the program.

mod api_key;
mod audit;
mod dispatch;
mod export;
mod fetch;
mod import;
mod import_recordings;
mod redact;
mod redact_again;
mod remove_recordings;
mod serve;
mod setup;
mod shutdown;
mod worker;

pub use dispatch::run;
