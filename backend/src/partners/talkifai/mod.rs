//! Export of one conversation in TalkifAI's structure, for programs written against it.

mod build;
mod codes;
mod document;
mod export;
mod extra_keys;
mod rights;
mod schema;

pub use export::ExportedConversation;
pub use rights::Exporter;
pub use schema::exported_conversation_schema;
