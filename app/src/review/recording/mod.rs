//! **Call recording** card.

mod card;
mod controls;
mod decision;
mod download;
mod playback;
mod player;
mod problem;
mod session_ended;
mod silence;
mod waveform;

pub use card::RecordingCardView;
pub use decision::DecisionForm;
pub use playback::Playback;
