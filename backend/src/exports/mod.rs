//! Exports: files of many calls and of one.

mod call_files;
mod csv;
mod stream;

pub(crate) use call_files::conversation_shape;
pub use call_files::{ConversationFile, TranscriptFile};
pub use stream::{CsvExport, CsvStream};
