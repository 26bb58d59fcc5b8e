//! Intake: everything by which calls come in.

mod ingest;
pub mod readers;
mod receivers;
mod runs;

pub use ingest::{Ingested, IngestedCall, ProjectIngest, Push, PushError};
pub use receivers::{Delivery, Received, ReceiverSpec, Receivers};
pub use runs::ImportCounts;
