//! The **Call recording** card: what may be done with it, and the player.

mod card;
mod controls;
mod decision;
mod download;
mod playback;
mod player;
mod waveform;

pub use card::RecordingCardView;
pub use playback::Playback;
