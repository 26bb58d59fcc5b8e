//! One call's transcript as a file: redacted, for Client Admin, audited
//! (docs/compatibility.md#aidial-transcript-file).

mod brand;
mod document;
mod download;
mod pdf;
mod sections;
mod sheet;
mod txt;

pub(in crate::exports) use document::{Line, Section, TranscriptDocument, spoken_by, turns};
pub(in crate::exports) use pdf::{BODY, NOTE, TITLE, head, lay_out, write as write_pdf};
pub(in crate::exports) use sheet::{PausedSheet, Sheet};
pub(in crate::exports) use txt::write as write_txt;
