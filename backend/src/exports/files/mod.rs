//! Files of background exports: written piece by piece, visible when whole.

mod digest;
mod folder;
mod open_file;
mod place;
mod upload;

pub(super) use folder::{FULL_DISK, unwritable};
pub(super) use open_file::{OpenFile, PublishedFile, SavedFile};
pub use place::ExportPlace;
pub(super) use place::{Digest, FileName};
