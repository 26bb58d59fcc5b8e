//! The handle by which the rest of the portal reaches this area.

use crate::Backend;

/// The list of calls and the feed.
#[derive(Clone, Copy)]
pub struct Calls<'a>(pub(super) &'a Backend);

impl Backend {
    /// The list of calls and the feed.
    pub const fn calls(&self) -> Calls<'_> {
        Calls(self)
    }
}
