//! The handle by which the rest of the portal reaches this area.

use super::files::ExportPlace;
use crate::{Backend, Error};

/// Exports of many calls and files of one.
#[derive(Clone, Copy)]
pub struct Exports<'a>(pub(super) &'a Backend);

impl Backend {
    /// Exports of many calls and files of one.
    pub const fn exports(&self) -> Exports<'_> {
        Exports(self)
    }
}

impl Exports<'_> {
    /// The place of the files.
    pub(super) fn place(self) -> Result<ExportPlace, Error> {
        self.0
            .exports
            .clone()
            .ok_or_else(|| Error::internal("there is no place for exported files"))
    }
}
