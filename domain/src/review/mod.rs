//! Reviews: annotations, corrections and disputes of lines, notes, tags and follow-up.

mod change;
mod codes;
mod dispute;
mod follow_up;
mod history;
mod refused;

pub use change::{ReviewChange, Verdict};
pub use codes::{DisputeState, ReviewAction, ReviewState};
pub use dispute::Dispute;
pub use follow_up::FollowUp;
pub use history::{FollowUpView, HistoryEvent, Person, ReviewRights};
pub use refused::ReviewRefused;
