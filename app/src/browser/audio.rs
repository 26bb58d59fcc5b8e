//! An audio element, driven by the page's own controls.

use leptos::{html, prelude::*};
use wasm_bindgen_futures::JsFuture;

/// The element that plays.
pub type Audio = NodeRef<html::Audio>;

/// Gives the element something to play, from a place in seconds.
pub fn load_audio(audio: Audio, address: &str, from: f64) {
    let Some(element) = audio.get_untracked() else { return };
    element.set_src(address);
    element.set_current_time(from);
}

/// Plays; `false` when the browser would not.
pub async fn play_audio(audio: Audio) -> bool {
    let Some(Ok(playing)) = audio.get_untracked().map(|element| element.play()) else {
        return false;
    };
    JsFuture::from(playing).await.is_ok()
}

/// Pauses.
pub fn pause_audio(audio: Audio) {
    if let Some(element) = audio.get_untracked() {
        drop(element.pause());
    }
}

/// Goes to a place in seconds.
pub fn seek_audio(audio: Audio, to: f64) {
    if let Some(element) = audio.get_untracked() {
        element.set_current_time(to);
    }
}

/// Sets speed (1 is as spoken) and volume (0 to 1).
pub fn tune_audio(audio: Audio, speed: f64, volume: f64) {
    if let Some(element) = audio.get_untracked() {
        element.set_playback_rate(speed);
        element.set_volume(volume);
    }
}

/// Where the element is, in seconds.
pub fn audio_position(audio: Audio) -> f64 {
    audio.get_untracked().map_or(0.0, |element| element.current_time())
}

/// The element's length in seconds, once it knows it.
pub fn audio_length(audio: Audio) -> Option<f64> {
    audio.get_untracked().map(|element| element.duration()).filter(|length| length.is_finite())
}
