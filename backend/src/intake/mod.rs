//! Intake of calls: file formats, receivers, pushes and imports.

mod handle;
mod import_runs;
mod ingest;
pub mod readers;
mod receivers;

pub use handle::Intake;
pub use import_runs::ImportCounts;
pub(crate) use ingest::Pushes;
pub use ingest::{Ingested, IngestedCall, ProjectIngest, Push, PushError};
pub use receivers::{Delivery, Received, ReceiverSpec, Receivers, ReportBody};
