//! Reviews of calls: every change is an event, and nothing is overwritten.

mod carry_over;
mod change;
mod handle;
mod history;
mod lines;
mod marked_call;
mod redaction_marks;
mod redaction_report;
mod review;
pub use handle::Reviews;
pub(crate) use history::history_events;
pub(crate) use redaction_report::BATCH as MARKS_IN_A_BATCH;
