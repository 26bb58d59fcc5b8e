//! One call opened in place.

mod downloads;
mod facts;
mod panel;
mod pinned;
mod recording;
mod transcript;

pub use panel::ReviewPanel;
pub use pinned::PinnedReview;
