//! Exports page, and the page of one background export.

mod actions;
mod files;
mod job_line;
mod job_page;
mod job_text;
mod page;
mod progress;
mod streamed;

pub use job_page::ExportPageView;
pub use page::ExportsPage;
