//! Streamed exports: one at a time per user, complete or visibly incomplete.

mod begin;
mod chunk;
mod history;
mod lease;
mod reading;
mod run;
mod sweep;

pub use begin::StreamedExport;
pub use chunk::FileStream;
pub(super) use history::export_record;
