//! Activity: the audit log as people read it.

mod area;
mod event;
mod query;

pub use area::{ActivityArea, ActivityOutcome};
pub use event::{ActivityEvent, ActivityFact, ActivityPage};
pub use query::ActivityQuery;
