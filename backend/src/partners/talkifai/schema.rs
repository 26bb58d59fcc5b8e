//! The schema of an exported conversation.

use super::document::Document;
use crate::schema::TypeSchema;

/// The schema of an exported conversation.
pub fn exported_conversation_schema() -> TypeSchema {
    TypeSchema::of::<Document<'static>>()
}
