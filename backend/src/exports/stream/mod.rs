//! The streamed export: one at a time per person, complete or visibly broken.

mod begin;
mod chunk;
mod history;
mod lease;
mod run;

pub use begin::StreamedExport;
pub use chunk::FileStream;
