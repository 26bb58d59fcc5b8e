//! Areas of the document: operations that belong together.

use super::operation::Operation;

/// One area, which is a tag in the document.
pub(super) struct Area {
    /// Name of the tag.
    pub(super) name: &'static str,
    /// Description of the tag, in Markdown.
    pub(super) description: &'static str,
    /// Builds the operations of the area.
    pub(super) operations: fn() -> Vec<Operation>,
}
