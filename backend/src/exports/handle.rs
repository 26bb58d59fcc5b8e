//! The handle by which the rest of the portal reaches this area.

use crate::Backend;

/// Exports of many calls and files of one.
#[derive(Clone, Copy)]
pub struct Exports<'a>(pub(super) &'a Backend);

impl Backend {
    /// Exports of many calls and files of one.
    pub const fn exports(&self) -> Exports<'_> {
        Exports(self)
    }
}
