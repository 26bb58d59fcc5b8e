//! Intake of calls: file formats, receivers, pushes and imports.

mod derive_again;
mod handle;
mod import_runs;
mod ingest;
mod merging;
pub mod readers;
mod receivers;
mod redaction_progress;
mod redaction_update;
mod source_text;

pub use handle::Intake;
pub use import_runs::ImportCounts;
pub(crate) use ingest::Pushes;
pub use ingest::{
    Ignored, Ingested, IngestedCall, OnConflict, ProjectIngest, Push, PushError, UnknownOnConflict,
};
pub use receivers::{Delivery, Received, ReceiverSpec, Receivers, ReportBody};
pub use redaction_progress::RedactionProgress;
pub(crate) use redaction_update::RedactionUpdate;
pub(crate) use source_text::without_text;
