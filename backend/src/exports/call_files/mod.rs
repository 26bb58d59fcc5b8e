//! Files of one call: its transcript, and what its other files share.

mod transcript;

pub(super) use transcript::CallFileDetail;
pub use transcript::TranscriptFile;
pub(super) use transcript::{
    BODY, Line, NOTE, PausedSheet, Section, Sheet, TITLE, TranscriptDocument, head, lay_out,
    spoken_by, turns, write_pdf, write_txt,
};
