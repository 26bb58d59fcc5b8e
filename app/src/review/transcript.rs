//! A transcript as turns, with redactions as labelled marks.

use earshot_domain::{Transcript, TranscriptState, Turn};
use leptos::prelude::*;

use crate::ui::Erased;

/// The turns, or why there are none.
#[component]
pub fn TranscriptView(transcript: Transcript) -> impl IntoView {
    if transcript.state != TranscriptState::Available {
        let state = transcript.state;
        return view! {
            <p class=format!("transcript-state transcript-{state}")>{state.explanation()}</p>
        }
        .erased();
    }
    let turn = |turn: Turn| {
        let time = turn.offset_ms.map(|ms| {
            let seconds = ms / 1000;
            format!("{}:{:02}", seconds / 60, seconds % 60)
        });
        view! {
            <li class=format!("turn turn-{}", turn.speaker)>
                <span class="turn-who">{turn.speaker.label()}</span>
                <span class="turn-time">{time}</span>
                <span class="turn-text" dir="auto">{marked(&turn.text)}</span>
            </li>
        }
    };
    view! {
        // Scrollable, so it must be reachable by keyboard.
        <ol class="turns" tabindex="0" aria-label="Turns">
            {transcript.turns.into_iter().map(turn).collect_view()}
        </ol>
    }
    .erased()
}

/// Text with marks such as `[PHONE]` set apart from what was said.
fn marked(text: &str) -> Vec<AnyView> {
    let mut parts = Vec::new();
    let mut rest = text;
    while let Some(open) = rest.find('[') {
        let Some(length) = rest[open..].find(']') else { break };
        let (mark, after) = rest[open..].split_at(length + 1);
        let inner = &mark[1..length];
        let redaction =
            !inner.is_empty() && inner.bytes().all(|b| b.is_ascii_uppercase() || b == b'_');
        if redaction {
            parts.push(rest[..open].to_owned().erased());
            parts.push(view! { <mark class="redacted">{mark.to_owned()}</mark> }.erased());
        } else {
            parts.push(rest[..=open].to_owned().erased());
            rest = &rest[open + 1..];
            continue;
        }
        rest = after;
    }
    parts.push(rest.to_owned().erased());
    parts
}
