//! Encoding: one encoder per format, over the same conversations and columns.

mod archive;
mod bundle;
mod call_document;
mod encoder;
mod format;
mod json;
mod parquet;
mod pdf_book;
mod subject;
mod table;
#[cfg(test)]
mod tests;
mod xlsx;

pub(super) use encoder::{
    Conversation, Encoder, FileContext, RecordingArchive, RecordingEntry, RecordingFacts,
};
pub(super) use format::{can_resume, encoder_of, texts_of};
pub(super) use json::write_conversation;
pub(super) use subject::Subject;
