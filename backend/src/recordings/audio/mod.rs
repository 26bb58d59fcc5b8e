//! Audio of recordings: recognised, measured, and made playable where browsers do not play it.

mod analysis;
mod bytes;
mod content_type;
mod examine;
mod gsm;
mod gsm_files;
mod gsm_frame;
mod loudness;
mod mp4;
mod ogg;
mod opus;
mod pcm;
#[cfg(test)]
mod tests;
mod wav_format;
mod wav_sizes;
mod webm;

pub(super) use analysis::{Audio, analyse};
pub(super) use content_type::ending;
pub(super) use examine::{Examined, Sound, examine};
