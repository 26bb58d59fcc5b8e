//! Privacy: redaction, masking, encryption at rest and the audit log.

pub(crate) mod audit;
pub(crate) mod encryption;
mod handle;
pub(crate) mod masking;
pub mod redaction;
pub use handle::Audit;
