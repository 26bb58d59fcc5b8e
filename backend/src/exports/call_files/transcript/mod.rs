//! One call's transcript as a file (seed 000): redacted, for Client Admin, audited.

mod brand;
mod document;
mod download;
mod leave;
mod pdf;
mod sheet;
mod txt;

pub use download::TranscriptFile;
pub(crate) use leave::CallFileDetail;
