//! Card with consent and compliance, the player or the reason it is missing, and the download.

use earshot_domain::{CallId, Problem, ProblemCode, RecordingCard};
use leptos::{ev::KeyboardEvent, prelude::*};

use super::{
    decision::DecisionForm,
    download::DownloadRecording,
    playback::{Playback, STEP},
    player::Player,
    session_ended::SessionEnded,
};
use crate::ui::{Erased, ProblemNotice};

/// The **Call recording** card of a call.
#[component]
pub fn RecordingCardView(id: CallId, card: RecordingCard, playback: Playback) -> impl IntoView {
    let blocked = card.play_blocked;
    let decision = (card.consent, card.playback_compliance);
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
            {match blocked {
                Some(block) => {
                    view! { <p class="recording-blocked">{block.label()}</p> }.erased()
                }
                None => view! { <Player id playback peaks=card.peaks/> }.erased(),
            }}
            {move || playback.problem.get().map(|problem| refused(problem, playback))}
            <div class="recording-actions">
                <DownloadRecording id blocked=card.download_blocked same=card.play_blocked/>
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

/// Renders the problem of the playback; an ended session gets a link back to this call.
fn refused(problem: Problem, playback: Playback) -> AnyView {
    if problem.code == ProblemCode::NotSignedIn {
        return view! { <SessionEnded playback/> }.erased();
    }
    view! { <ProblemNotice problem/> }.erased()
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
