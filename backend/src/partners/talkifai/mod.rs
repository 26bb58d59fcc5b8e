//! One conversation in TalkifAI's structure, for programs written against it.

mod document;
mod export;
mod made;
mod rights;
mod words;

pub use export::ExportedConversation;
pub use rights::Exporter;

/// What an exported conversation consists of.
pub(crate) fn shape() -> crate::schema::Shape {
    crate::schema::Shape::of::<document::Document<'static>>()
}
