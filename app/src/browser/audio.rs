//! Control of an audio element.

use leptos::{html, prelude::*};
use wasm_bindgen_futures::JsFuture;

/// The audio element.
pub type Audio = NodeRef<html::Audio>;

/// Loads a URL and seeks to a position in seconds.
pub fn load_audio(audio: Audio, address: &str, from: f64) {
    let Some(element) = audio.get_untracked() else { return };
    element.set_src(address);
    element.set_current_time(from);
}

/// Starts playback; `false` if the browser refuses.
pub async fn play_audio(audio: Audio) -> bool {
    let Some(Ok(playing)) = audio.get_untracked().map(|element| element.play()) else {
        return false;
    };
    JsFuture::from(playing).await.is_ok()
}

/// Pauses playback.
pub fn pause_audio(audio: Audio) {
    if let Some(element) = audio.get_untracked() {
        drop(element.pause());
    }
}

/// Seeks to a position in seconds.
pub fn seek_audio(audio: Audio, to: f64) {
    if let Some(element) = audio.get_untracked() {
        element.set_current_time(to);
    }
}

/// Sets playback rate (1 is normal speed) and volume (0 to 1).
pub fn set_audio_rate_and_volume(audio: Audio, speed: f64, volume: f64) {
    if let Some(element) = audio.get_untracked() {
        element.set_playback_rate(speed);
        element.set_volume(volume);
    }
}

/// Returns the position in seconds.
pub fn audio_position(audio: Audio) -> f64 {
    audio.get_untracked().map_or(0.0, |element| element.current_time())
}

/// Returns the duration in seconds, once it is known.
pub fn audio_length(audio: Audio) -> Option<f64> {
    audio.get_untracked().map(|element| element.duration()).filter(|length| length.is_finite())
}
