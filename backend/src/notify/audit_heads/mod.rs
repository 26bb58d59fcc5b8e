//! Signed heads of audit logs, twice a day: stored, written elsewhere, and announced to webhooks.

mod announcement;
mod place;
mod schedule;

pub use place::HeadPlace;
pub(crate) use schedule::AuditHeads;
