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
use crate::{
    browser::is_card_key,
    ui::{Erased, Icon, Symbol},
};

/// The **Call recording** card of a call.
#[component]
pub fn RecordingCardView(id: CallId, card: RecordingCard, playback: Playback) -> impl IntoView {
    let playable = card.is_playable();
    let decision = (card.consent, card.playback_compliance);
    let notes = notes(&card);
    let sound = match unplayable(&card) {
        Some(words) => view! { <NoPlayer words/> }.erased(),
        None => view! { <Player id playback peaks=card.peaks/> }.erased(),
    };
    view! {
        <section
            class="recording"
            aria-label="Call recording"
            tabindex="0"
            on:keydown=move |event| on_key(&event, playback, playable)
            on:keyup=move |event| release(&event, playable)
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
            {notes
                .into_iter()
                .map(|note| view! { <p class="recording-note">{note}</p> })
                .collect_view()}
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

/// Why there is no player.
fn unplayable(card: &RecordingCard) -> Option<String> {
    if let Some(block) = card.play_blocked {
        return Some(block.label().to_owned());
    }
    let codec = card.codec.as_ref().filter(|_| !card.converted)?;
    let advice = if card.download_blocked.is_none() { " Download it to listen to it." } else { "" };
    Some(format!("Browsers do not play this recording ({codec}).{advice}"))
}

/// What a listener should know of the sound.
fn notes(card: &RecordingCard) -> Vec<String> {
    let mut notes = Vec::new();
    if card.silent {
        notes.push("No sound was captured.".to_owned());
    }
    if card.is_playable() && card.peaks.is_empty() {
        notes.push("No waveform is available for this recording.".to_owned());
    }
    if let (true, true, Some(codec)) = (card.is_playable(), card.converted, &card.codec) {
        let converted = format!("Converted from {codec} for playback.");
        notes.push(match card.download_blocked {
            None => format!("{converted} The download is the original file."),
            Some(_) => converted,
        });
    }
    notes
}

/// The reason, and the button that it disables.
#[component]
fn NoPlayer(words: String) -> impl IntoView {
    view! {
        <p class="recording-blocked" id="play-blocked">{words}</p>
        <button
            class="button player-play"
            type="button"
            disabled
            aria-describedby="play-blocked"
        >
            <Icon symbol=Symbol::Play/>
            "Play"
        </button>
    }
    .erased()
}

/// Handles the keys of the card, whichever of its controls is focused: Space plays and pauses, the
/// arrows skip five seconds. A form within the card keeps its own keys.
fn on_key(event: &KeyboardEvent, playback: Playback, playable: bool) {
    if !playable || !is_card_key(event) {
        return;
    }
    match event.key().as_str() {
        " " if event.repeat() => {}
        " " => playback.toggle(),
        "ArrowLeft" => playback.skip(-STEP),
        "ArrowRight" => playback.skip(STEP),
        _ => return,
    }
    event.prevent_default();
}

/// Some browsers press a focused button when Space is released.
fn release(event: &KeyboardEvent, playable: bool) {
    if playable && event.key() == " " && is_card_key(event) {
        event.prevent_default();
    }
}

#[cfg(test)]
mod tests {
    use earshot_domain::{Consent, MediaState, PlaybackCompliance, RecordingBlock};

    use super::*;

    fn card() -> RecordingCard {
        RecordingCard {
            media: MediaState::Available,
            consent: Consent::Granted,
            playback_compliance: PlaybackCompliance::Permitted,
            silent: false,
            peaks: vec![9],
            converted: false,
            codec: None,
            duration_ms: Some(1000),
            play_blocked: None,
            download_blocked: None,
            may_decide: false,
        }
    }

    #[test]
    fn a_listener_is_told_what_the_player_does_not_show() {
        assert_eq!(notes(&card()), Vec::<String>::new());
        let silent = RecordingCard { silent: true, peaks: vec![0], ..card() };
        assert_eq!(notes(&silent), ["No sound was captured."]);
        let plain = RecordingCard { peaks: vec![], ..card() };
        assert_eq!(notes(&plain), ["No waveform is available for this recording."]);
        let converted = RecordingCard { converted: true, codec: Some("G".to_owned()), ..card() };
        assert_eq!(
            notes(&converted),
            ["Converted from G for playback. The download is the original file."]
        );
        let kept = RecordingCard { download_blocked: Some(RecordingBlock::Role), ..converted };
        assert_eq!(notes(&kept), ["Converted from G for playback."]);
        assert!(kept.is_playable());
    }

    #[test]
    fn a_recording_without_a_player_says_why() {
        assert_eq!(unplayable(&card()), None);
        let named = RecordingCard { codec: Some("AMR".to_owned()), peaks: vec![], ..card() };
        assert_eq!(
            unplayable(&named).unwrap(),
            "Browsers do not play this recording (AMR). Download it to listen to it."
        );
        assert_eq!(notes(&named), Vec::<String>::new());
        assert!(!named.is_playable());
        let kept = RecordingCard { download_blocked: Some(RecordingBlock::Role), ..named };
        assert_eq!(unplayable(&kept).unwrap(), "Browsers do not play this recording (AMR).");
        let blocked = RecordingCard { play_blocked: Some(RecordingBlock::Removed), ..kept };
        assert_eq!(unplayable(&blocked).unwrap(), RecordingBlock::Removed.label());
        assert_eq!(notes(&blocked), Vec::<String>::new());
    }
}
