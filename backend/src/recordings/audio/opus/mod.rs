//! Opus, which is decoded for the waveform alone: browsers play it.

mod packet;
mod waveform;

pub(super) use packet::{RATE, frames};
pub(super) use waveform::OpusWaveform;
