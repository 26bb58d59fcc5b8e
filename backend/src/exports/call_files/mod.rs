//! Files of one call: its transcript, and what its other files share.

mod file;
mod transcript;

pub use file::CallFile;
pub(super) use transcript::{
    BODY, Line, NOTE, PausedSheet, Section, Sheet, TITLE, TranscriptDocument, head, lay_out,
    spoken_by, turns, write_pdf, write_txt,
};
