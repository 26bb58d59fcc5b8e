//! One conversation in TalkifAI's structure, for programs written against it.

mod document;
mod export;
mod made;
mod rights;
mod schema;
mod words;

pub use export::ExportedConversation;
pub use rights::Exporter;
pub(crate) use schema::shape;
