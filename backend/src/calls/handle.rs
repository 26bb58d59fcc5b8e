//! The handle of the calls area.

use crate::Backend;

/// The list of calls and the call feed.
#[derive(Clone, Copy)]
pub struct Calls<'a>(pub(super) &'a Backend);

impl Backend {
    /// The list of calls and the call feed.
    pub const fn calls(&self) -> Calls<'_> {
        Calls(self)
    }
}
