//! One call's conversation as a file for programs and spreadsheets.

mod export;
mod json;
mod messages;
mod metadata;

pub use json::conversation_schema;
