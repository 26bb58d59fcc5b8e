//! Reviews of calls: every change is an event, and nothing is overwritten.

mod carry_over;
mod change;
mod handle;
mod history;
mod lines;
mod review;
pub use handle::Reviews;
pub(crate) use history::history_events;
