//! Exports of many calls: one streamed at a time per person, whole or visibly broken.

mod begin;
mod csv;
mod history;
mod lease;
mod run;

pub use begin::{CsvExport, CsvStream};
pub(crate) use csv::{Cell, one_line, table};
