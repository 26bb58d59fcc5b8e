//! Review of a call, opened in place.

mod downloads;
mod facts;
mod lines;
mod panel;
mod pinned;
mod recording;
mod transcript;
mod unlock;
mod window;
mod workflow;

pub use panel::ReviewPanel;
pub use pinned::PinnedReview;
pub use recording::DecisionForm;
