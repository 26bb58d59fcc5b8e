//! The handle of the custody area.

use crate::Backend;

/// Unlocks of personal data, and which raw text is kept.
#[derive(Clone, Copy)]
pub struct Custody<'a>(pub(super) &'a Backend);

impl Backend {
    /// Unlocks of personal data, and which raw text is kept.
    pub const fn custody(&self) -> Custody<'_> {
        Custody(self)
    }
}
