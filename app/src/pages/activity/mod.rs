//! Activity: who did what, when, on what, and how it ended.

mod event;
mod filters;
mod more;
mod page;

pub use page::ActivityPageView;
