//! Reviews: annotations, corrections and disputes of lines, notes, tags and follow-up.

mod change;
mod codes;
mod conflict;
mod dispute;
mod follow_up;
mod history;

pub use change::{ReviewChange, Verdict};
pub use codes::{DisputeState, ReviewAction, ReviewState};
pub use conflict::ReviewConflict;
pub use dispute::Dispute;
pub use follow_up::FollowUp;
pub use history::{FollowUpView, HistoryEvent, Person, ReviewRights};
