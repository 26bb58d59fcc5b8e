//! Speed, volume, and what is passed over.

use leptos::prelude::*;

use super::playback::Playback;
use crate::ui::Erased;

/// The speeds a person can pick, 1 being as spoken.
const SPEEDS: [&str; 9] = ["0.5", "0.75", "1", "1.25", "1.5", "1.75", "2", "2.5", "3"];

/// How fast.
#[component]
pub fn Speed(playback: Playback) -> impl IntoView {
    let pick = move |event| {
        if let Ok(speed) = event_target_value(&event).parse() {
            playback.speed.set(speed);
            playback.tune();
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

/// How loud.
#[component]
pub fn Volume(playback: Playback) -> impl IntoView {
    let pick = move |event| {
        if let Ok(volume) = event_target_value(&event).parse() {
            playback.volume.set(volume);
            playback.tune();
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

/// Whether long silences are passed over.
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
