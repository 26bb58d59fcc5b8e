//! The handle of the recordings area.

use crate::Backend;

/// Recordings: media, grants, decisions and removal.
#[derive(Clone, Copy)]
pub struct Recordings<'a>(pub(super) &'a Backend);

impl Backend {
    /// Recordings: media, grants, decisions and removal.
    pub const fn recordings(&self) -> Recordings<'_> {
        Recordings(self)
    }
}
