//! Recordings: storage of their media, access to it, and its audit.

mod audio;
pub(crate) mod bucket;
mod card;
mod consent;
mod decision;
mod export;
mod file_names;
mod grants;
mod handle;
mod import;
mod links;
mod media;
mod media_store;
mod policy;
mod push;
mod removal;
mod store_media;
mod token;
mod watch;

pub(crate) use consent::left_open;
pub use decision::PlaybackDecision;
pub(crate) use export::ExportedRecording;
pub use file_names::Unmatched;
pub use handle::Recordings;
pub use import::{ImportedFile, RecordingImport};
pub(crate) use links::RecordingLink;
pub use media::{Media, MediaRequest};
pub use media_store::MediaStore;
pub use push::PushedRecording;
pub use removal::{RemovalReport, Removed};
pub use store_media::RecordingFile;
