//! Ingest: calls are redacted, sealed, hashed and stored, each once.

mod bounded;
mod details;
mod merge;
mod prepare;
mod project_ingest;
mod push;

pub use project_ingest::{Ingested, IngestedCall, ProjectIngest};
pub use push::{Push, PushError};
