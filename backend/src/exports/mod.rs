//! Exports: files of many calls and of one.

mod call_files;
mod columns;
mod csv;
mod encoding;
mod format;
mod handle;
mod stream;
mod writer;

pub use call_files::conversation_schema;
pub use call_files::{ConversationFile, TranscriptFile};
pub use handle::Exports;
pub use stream::{FileStream, StreamedExport};
