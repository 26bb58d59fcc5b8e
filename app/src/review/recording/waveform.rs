//! Waveform: loudness as bars behind the seek bar, the played part in colour.

use leptos::prelude::*;

use super::playback::Playback;
use crate::ui::Erased;

/// The bars, or a plain line if the loudness is unknown.
#[component]
pub fn Waveform(peaks: Vec<u8>, playback: Playback) -> impl IntoView {
    let bars = outline(&peaks);
    let width = peaks.len().max(1);
    // Played through: the share of the bars under the coloured copy.
    let played = move || {
        let length = playback.length.get();
        let share = playback.position.get().unwrap_or_default() / length.max(0.1);
        #[expect(clippy::cast_precision_loss, reason = "400 bars at most")]
        let width = width as f64;
        (share.clamp(0.0, 1.0) * width).to_string()
    };
    view! {
        <svg
            class="waveform"
            viewBox=format!("0 0 {width} 64")
            preserveAspectRatio="none"
            aria-hidden="true"
            focusable="false"
        >
            <clipPath id="played">
                <rect x="0" y="0" height="64" width=played></rect>
            </clipPath>
            <path class="waveform-all" d=bars.clone()></path>
            <path class="waveform-played" d=bars clip-path="url(#played)"></path>
        </svg>
    }
    .erased()
}

/// Returns one SVG path of all bars.
fn outline(peaks: &[u8]) -> String {
    use std::fmt::Write;
    if peaks.is_empty() {
        return "M0 31h1v2h-1z".to_owned();
    }
    let mut path = String::with_capacity(peaks.len() * 20);
    for (n, peak) in peaks.iter().enumerate() {
        let half = (u32::from(*peak) * 30 / 255).max(1);
        // Writing to a string does not fail.
        let _ = write!(path, "M{n} {}h.7v{}h-.7z", 32 - half, half * 2);
    }
    path
}
