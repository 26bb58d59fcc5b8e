//! Reviews: annotations, corrections and disputes of lines, marks of redaction, notes, tags and
//! follow-up.

mod change;
mod codes;
mod conflict;
mod dispute;
mod follow_up;
mod history;
mod redaction_mark;
mod redaction_report;

pub use change::{ReviewChange, Verdict};
pub use codes::{DisputeState, ReviewAction, ReviewState};
pub use conflict::ReviewConflict;
pub use dispute::Dispute;
pub use follow_up::FollowUp;
pub use history::{FollowUpView, HistoryEvent, Person, ReviewRights};
pub use redaction_mark::{MarkKind, RedactionLabel};
pub use redaction_report::{RedactionCounts, RedactionMark, RedactionReport};
