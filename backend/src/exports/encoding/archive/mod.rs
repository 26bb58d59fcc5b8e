//! ZIP archives: a file for each call, recordings, and the index of recordings.

mod deflate;
mod encoder;
mod index;
mod names;
mod recordings;

pub(in crate::exports) use encoder::ArchiveEncoder;
pub(in crate::exports) use index::RecordingFacts;
pub(in crate::exports) use recordings::RecordingEntry;
