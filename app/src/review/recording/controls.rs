//! Controls of speed, volume and silence skipping.

use leptos::prelude::*;

use super::playback::Playback;
use crate::ui::Erased;

/// Playback speeds; 1 is normal.
const SPEEDS: [&str; 9] = ["0.5", "0.75", "1", "1.25", "1.5", "1.75", "2", "2.5", "3"];

/// Selects the playback speed.
#[component]
pub fn Speed(playback: Playback) -> impl IntoView {
    let pick = move |event| {
        if let Ok(speed) = event_target_value(&event).parse() {
            playback.speed.set(speed);
            playback.apply_settings();
        }
    };
    let option = |speed: &'static str| {
        view! { <option value=speed selected=speed == "1">{format!("{speed}×")}</option> }
    };
    view! {
        <label class="player-speed">
            <span class="visually-hidden">"Speed"</span>
            <select on:change=pick>{SPEEDS.map(option).collect_view()}</select>
        </label>
    }
    .erased()
}

/// Sets the volume.
#[component]
pub fn Volume(playback: Playback) -> impl IntoView {
    let pick = move |event| {
        if let Ok(volume) = event_target_value(&event).parse() {
            playback.volume.set(volume);
            playback.apply_settings();
        }
    };
    view! {
        <label class="player-volume">
            <span>"Volume"</span>
            <input type="range" min="0" max="1" step="0.05" value="1" on:input=pick/>
        </label>
    }
    .erased()
}

/// Toggles skipping of long silences.
#[component]
pub fn SkipSilenceButton(playback: Playback) -> impl IntoView {
    let on = playback.skips_silence;
    view! {
        <button
            type="button"
            class="button player-toggle"
            aria-pressed=move || on.get().to_string()
            on:click=move |_| on.update(|on| *on = !*on)
        >
            "Skip silence"
        </button>
    }
    .erased()
}
