//! Files of one call: its transcript and its conversation.

mod conversation;
mod transcript;

pub use conversation::ConversationFile;
pub use conversation::conversation_schema;
pub use transcript::TranscriptFile;
pub(super) use transcript::{
    BODY, Line, NOTE, PausedSheet, Section, Sheet, TITLE, TranscriptDocument, head, lay_out, turn,
    write_pdf, write_txt,
};
