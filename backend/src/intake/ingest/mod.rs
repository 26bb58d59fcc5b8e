//! Ingest: redaction, encryption, hashing and storage of calls, each once.

mod body;
mod bounded;
mod details;
mod merge;
mod prepare;
mod project_ingest;
mod push;
mod pushes;

pub(super) use details::{redacted_details, redacted_outcome};
pub use project_ingest::{Ingested, IngestedCall, ProjectIngest};
pub use push::{Push, PushError};
pub(crate) use pushes::Pushes;
