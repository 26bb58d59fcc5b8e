//! One call's transcript as a file: redacted, for Client Admin, audited
//! (docs/compatibility.md#aidial-transcript-file).

mod brand;
mod document;
mod download;
mod leave;
mod pdf;
mod sheet;
mod txt;

pub use download::TranscriptFile;
pub(crate) use leave::CallFileDetail;
