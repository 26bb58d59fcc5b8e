//! Privacy: redaction, masking, encryption at rest and the audit log.

pub(crate) mod audit;
mod cipher;
pub(crate) mod encryption;
mod handle;
pub(crate) mod masking;
pub(crate) mod numbers;
pub(crate) mod raw_text;
pub mod redaction;
pub(crate) mod redaction_marks;
pub(crate) mod source_names;
pub use audit::{
    AuditBundle, AuditFault, AuditFinding, AuditHead, MIN_RETENTION_DAYS, PrunedAudit,
    VerifiedAudit,
};
pub use handle::Audit;
