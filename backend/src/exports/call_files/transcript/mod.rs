//! One call's transcript as a file: redacted, for Client Admin, audited
//! (docs/compatibility.md#aidial-transcript-file).

mod authorize;
mod brand;
mod document;
mod download;
mod pdf;
mod sheet;
mod txt;

pub(crate) use authorize::CallFileDetail;
pub use download::TranscriptFile;
