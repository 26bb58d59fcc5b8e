//! One call's conversation as a file for programs and spreadsheets.

mod export;
mod json;
mod messages;

pub use export::ConversationFile;
pub(crate) use json::shape;
