//! One call's conversation as a file for programs and spreadsheets.

mod export;
mod json;
mod messages;
mod metadata;

pub use export::ConversationFile;
pub use json::conversation_schema;
