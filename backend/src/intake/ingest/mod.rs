//! Ingest: redaction, encryption, hashing and storage of calls, each once.

mod batch;
mod body;
mod bounded;
mod details;
mod ignored;
mod merge;
mod merged_call;
mod merged_fields;
mod order;
mod prepare;
mod project_ingest;
mod push;
mod push_answer;
mod pushes;
mod record;
mod transcripts;

pub(super) use details::{redacted_details, redacted_outcome};
pub use ignored::Ignored;
pub use order::{OnConflict, UnknownOnConflict};
pub use project_ingest::{Ingested, IngestedCall, ProjectIngest};
pub use push::{Push, PushError};
pub(crate) use pushes::Pushes;
