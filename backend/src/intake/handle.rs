//! The handle by which the rest of the portal reaches this area.

use crate::Backend;

/// Calls on their way in: imports, pushes and reports.
#[derive(Clone, Copy)]
pub struct Intake<'a>(pub(super) &'a Backend);

impl Backend {
    /// Calls on their way in: imports, pushes and reports.
    pub const fn intake(&self) -> Intake<'_> {
        Intake(self)
    }
}
