//! The handle by which the rest of the portal reaches this area.

use crate::Backend;

/// The audit log.
#[derive(Clone, Copy)]
pub struct Audit<'a>(pub(super) &'a Backend);

impl Backend {
    /// The audit log.
    pub const fn audit(&self) -> Audit<'_> {
        Audit(self)
    }
}
