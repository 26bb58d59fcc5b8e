//! Card with consent and compliance, the player or the reason it is missing, and the download.

use earshot_domain::{CallId, RecordingCard};
use leptos::{ev::KeyboardEvent, prelude::*};

use super::{
    decision::DecisionForm,
    download::DownloadRecording,
    playback::{Playback, STEP},
    player::Player,
    problem::recording_problem,
};
use crate::ui::Erased;

/// The **Call recording** card of a call.
#[component]
pub fn RecordingCardView(id: CallId, card: RecordingCard, playback: Playback) -> impl IntoView {
    let blocked = card.play_blocked;
    let decision = (card.consent, card.playback_compliance);
    let unplayable = card.codec.clone().filter(|_| !card.converted);
    let sound = match (blocked, unplayable) {
        (Some(block), _) => view! { <p class="recording-blocked">{block.label()}</p> }.erased(),
        (None, Some(codec)) => {
            let words = unplayable_codec(&codec, card.download_blocked.is_none());
            view! { <p class="recording-blocked">{words}</p> }.erased()
        }
        (None, None) => view! { <Player id playback peaks=card.peaks/> }.erased(),
    };
    view! {
        <section
            class="recording"
            aria-label="Call recording"
            tabindex="0"
            on:keydown=move |event| on_key(&event, playback, blocked.is_none())
        >
            <h2>"Call recording"</h2>
            <dl class="recording-facts">
                <div>
                    <dt>"Consent"</dt>
                    <dd class=format!("flag flag-{}", card.consent)>{card.consent.label()}</dd>
                </div>
                <div>
                    <dt>"Playback compliance"</dt>
                    <dd class=format!("flag flag-{}", card.playback_compliance)>
                        {card.playback_compliance.label()}
                    </dd>
                </div>
            </dl>
            {sound}
            {card.silent.then(|| view! { <p class="recording-note">"No sound was captured."</p> })}
            {card
                .codec
                .filter(|_| card.converted && blocked.is_none())
                .map(|codec| view! { <p class="recording-note faint">{converted_codec(&codec)}</p> })}
            {move || playback.problem.get().map(|problem| recording_problem(problem, playback))}
            <div class="recording-actions">
                <DownloadRecording
                    id
                    playback
                    blocked=card.download_blocked
                    same=card.play_blocked
                />
                {card
                    .may_decide
                    .then(|| {
                        let action = format!("/api/calls/{id}/recording/decision");
                        view! { <DecisionForm action decision/> }
                    })}
            </div>
        </section>
    }
    .erased()
}

fn unplayable_codec(codec: &str, downloadable: bool) -> String {
    let advice = if downloadable { " Download it to listen to it." } else { "" };
    format!("Browsers do not play this recording ({codec}).{advice}")
}

fn converted_codec(codec: &str) -> String {
    format!("Converted from {codec} for playback. The download is the original file.")
}

/// Handles the keys of the focused card: Space plays and pauses, the arrows skip five seconds. A
/// focused control keeps its own keys.
fn on_key(event: &KeyboardEvent, playback: Playback, playable: bool) {
    if event.target() != event.current_target() || !playable {
        return;
    }
    match event.key().as_str() {
        " " => playback.toggle(),
        "ArrowLeft" => playback.skip(-STEP),
        "ArrowRight" => playback.skip(STEP),
        _ => return,
    }
    event.prevent_default();
}
