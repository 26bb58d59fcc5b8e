//! ZIP archives: a file for each call, recordings, and the index of recordings.

mod deflate;
mod encoder;
mod entries;
mod index;
mod namer;
mod names;
mod recordings;

pub(super) use encoder::ArchiveEncoder;
pub(super) use entries::Entries;
pub(super) use names::NamedCall;
