//! The streamed export: one at a time per person, whole or visibly broken.

mod begin;
mod history;
mod lease;
mod run;

pub use begin::{CsvExport, CsvStream};
