//! The handle of the reviews area.

use crate::Backend;

/// Reviews of calls.
#[derive(Clone, Copy)]
pub struct Reviews<'a>(pub(super) &'a Backend);

impl Backend {
    /// Reviews of calls.
    pub const fn reviews(&self) -> Reviews<'_> {
        Reviews(self)
    }
}
