//! Recordings: where their media is, who may reach it, and what is noted of that.

mod bucket;
mod card;
mod decision;
mod grants;
mod intake;
mod keep;
mod links;
mod media;
mod media_store;
mod policy;
mod push;
mod removal;
mod said;
mod sound;

pub use decision::PlaybackDecision;
pub use intake::Intake;
pub use keep::RecordingFile;
pub(crate) use links::RecordingLink;
pub use media::{Media, MediaRequest};
pub use media_store::MediaStore;
pub use push::PushedRecording;
pub use removal::{RemovalReport, Removed};
pub(crate) use said::left_open;
