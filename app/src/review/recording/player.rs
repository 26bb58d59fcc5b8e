//! Player: audio element, seek bar over the waveform, buttons.

use earshot_domain::CallId;
use leptos::{ev::SubmitEvent, prelude::*};

use super::{
    controls::{SkipSilenceButton, Speed, Volume},
    playback::{Playback, STEP},
    waveform::Waveform,
};
use crate::{
    browser::withdraw_controls,
    ui::{Erased, Icon, Symbol},
};

/// Player of a call's recording; without scripts the browser's own player opens instead.
#[component]
pub fn Player(id: CallId, playback: Playback, peaks: Vec<u8>) -> impl IntoView {
    let silences = !peaks.is_empty();
    on_cleanup(withdraw_controls);
    let started = move || playback.position.get().is_some();
    let play = move |event: SubmitEvent| {
        event.prevent_default();
        playback.toggle();
    };
    view! {
        <audio
            node_ref=playback.audio
            preload="none"
            on:timeupdate=move |_| playback.on_time_update()
            on:play=move |_| playback.playing.set(true)
            on:pause=move |_| playback.playing.set(false)
            on:error=move |_| playback.on_error()
            on:durationchange=move |_| playback.on_duration_change()
        ></audio>
        <div class="player" class:player-started=move || playback.is_loaded()>
            <SeekBar playback peaks/>
            <div class="player-buttons">
                <button
                    type="button"
                    class="button"
                    disabled=move || !started()
                    on:click=move |_| playback.skip(-STEP)
                >
                    <span aria-hidden="true">"−5 s"</span>
                    <span class="visually-hidden">"Back 5 seconds"</span>
                </button>
                <form
                    method="post"
                    action=format!("/api/calls/{id}/recording/grants")
                    on:submit=play
                >
                    <input type="hidden" name="action" value="play"/>
                    <button class="button button-primary player-play" type="submit">
                        {move || {
                            let symbol =
                                if playback.playing.get() { Symbol::Pause } else { Symbol::Play };
                            view! { <Icon symbol/> }
                        }}
                        {move || if playback.playing.get() { "Pause" } else { "Play" }}
                    </button>
                </form>
                <button
                    type="button"
                    class="button"
                    disabled=move || !started()
                    on:click=move |_| playback.skip(STEP)
                >
                    <span aria-hidden="true">"+5 s"</span>
                    <span class="visually-hidden">"Forward 5 seconds"</span>
                </button>
                <Speed playback/>
                <Volume playback/>
                {silences.then(|| view! { <SkipSilenceButton playback/> })}
            </div>
        </div>
    }
    .erased()
}

/// A slider over the waveform, with the time.
#[component]
fn SeekBar(playback: Playback, peaks: Vec<u8>) -> impl IntoView {
    let position = move || playback.position.get().unwrap_or_default();
    let words = move || format!("{} of {}", clock(position()), clock(playback.length.get()));
    let seek = move |event| {
        if let Ok(to) = event_target_value(&event).parse() {
            playback.seek(to);
        }
    };
    view! {
        <div class="seek">
            <Waveform peaks playback/>
            <input
                type="range"
                min="0"
                step="0.1"
                aria-label="Position"
                max=move || playback.length.get().to_string()
                prop:value=move || position().to_string()
                aria-valuetext=words
                on:change=seek
            />
            <output class="seek-time">{words}</output>
        </div>
    }
    .erased()
}

/// Formats seconds as `1:05`.
fn clock(seconds: f64) -> String {
    #[expect(clippy::cast_possible_truncation, clippy::cast_sign_loss, reason = "cut at zero")]
    let whole = seconds.max(0.0) as u64;
    format!("{}:{:02}", whole / 60, whole % 60)
}
