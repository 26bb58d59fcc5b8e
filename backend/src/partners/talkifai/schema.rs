//! The schema of an exported conversation.

use super::document::Document;
use crate::schema::Shape;

/// The schema of an exported conversation.
pub(crate) fn shape() -> Shape {
    Shape::of::<Document<'static>>()
}
