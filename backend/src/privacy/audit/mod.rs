//! The audit log: events in a chain and a Merkle tree, signed heads, verification and pruning.

mod bundle;
mod finding;
mod heads;
mod keys;
mod leaf;
mod note;
mod prune;
mod reading;
mod record;
#[cfg(test)]
mod tests;
mod tiles;
mod tree;
mod verifier;
mod verify;

pub use bundle::AuditBundle;
pub use finding::{AuditFault, AuditFinding};
pub use heads::AuditHead;
pub use prune::{MIN_RETENTION_DAYS, PrunedAudit};
pub(crate) use record::Author;
pub use verify::VerifiedAudit;
