//! A transcript as turns, with redactions as labelled marks.

use earshot_domain::{FunctionCall, PlacedFunctionCall, Transcript, TranscriptState, Turn};
use leptos::{ev::MouseEvent, html, prelude::*};

use super::recording::Playback;
use crate::{
    browser::{clicked_moment, mark_turn},
    ui::Erased,
};

/// The turns, or why there are none.
#[component]
pub fn TranscriptView(
    transcript: Transcript,
    functions: Vec<PlacedFunctionCall>,
    playback: Playback,
    playable: bool,
) -> impl IntoView {
    if transcript.state != TranscriptState::Available {
        let state = transcript.state;
        return view! {
            <p class=format!("transcript-state transcript-{state}")>{state.explanation()}</p>
        }
        .erased();
    }
    let turn = move |index: usize, turn: Turn| {
        view! {
            <li class=format!("turn turn-{}", turn.speaker) data-turn=index.to_string()>
                <span class="turn-who">{turn.speaker.label()}</span>
                {moment(turn.offset_ms, playable)}
                <span class="turn-text" dir="auto">{marked(&turn.text)}</span>
            </li>
        }
    };
    let offsets: Vec<Option<i64>> = transcript.turns.iter().map(|turn| turn.offset_ms).collect();
    let lines = conversation(transcript.turns, functions, turn);
    let list = NodeRef::<html::Ol>::new();
    follow(list, playback, offsets);
    let go = move |event: MouseEvent| {
        if let Some(at) = clicked_moment(&event) {
            playback.go_to(at / 1000.0);
        }
    };
    view! {
        // Scrollable, so it must be reachable by keyboard.
        <ol class="turns" tabindex="0" aria-label="Turns" node_ref=list on:click=go>
            {lines}
        </ol>
    }
    .erased()
}

/// Turns, with each function call after the last turn that began before it.
fn conversation<V: IntoView + 'static>(
    turns: Vec<Turn>,
    functions: Vec<PlacedFunctionCall>,
    turn: impl Fn(usize, Turn) -> V,
) -> Vec<AnyView> {
    let mut lines = Vec::with_capacity(turns.len() + functions.len());
    let mut functions = functions.into_iter().peekable();
    for (index, one) in turns.into_iter().enumerate() {
        let begun = one.offset_ms;
        let before = |call: &PlacedFunctionCall| match (call.offset_ms, begun) {
            (Some(called), Some(begun)) => called < begun,
            _ => false,
        };
        while let Some(call) = functions.next_if(|call| before(call)) {
            lines.push(view! { <FunctionLine call/> }.into_view().erased());
        }
        lines.push(turn(index, one).into_view().erased());
    }
    lines.extend(functions.map(|call| view! { <FunctionLine call/> }.into_view().erased()));
    lines
}

/// A function the receptionist called, with parameters and result on demand.
#[component]
fn FunctionLine(call: PlacedFunctionCall) -> impl IntoView {
    let FunctionCall { function, parameters, result, .. } = call.call;
    let result = result.map(|result| view! { <p>"Result"</p><pre>{written(&result)}</pre> });
    view! {
        <li class="turn turn-function">
            <details>
                <summary>"Function "<code>{function}</code></summary>
                <p>"Parameters"</p>
                <pre>{written(&parameters)}</pre>
                {result}
            </details>
        </li>
    }
    .erased()
}

fn written(value: &serde_json::Value) -> String {
    serde_json::to_string_pretty(value).unwrap_or_default()
}

/// When a turn began; where there is something to play, a button that leads there.
fn moment(offset_ms: Option<i64>, playable: bool) -> AnyView {
    let Some(offset) = offset_ms else { return view! { <span></span> }.erased() };
    let seconds = offset / 1000;
    let words = format!("{}:{:02}", seconds / 60, seconds % 60);
    if playable {
        view! {
            <button type="button" class="turn-time" data-at=offset.to_string()>{words}</button>
        }
        .erased()
    } else {
        view! { <span class="turn-time">{words}</span> }.erased()
    }
}

/// Marks the turn that is being spoken, as the recording goes on.
fn follow(list: NodeRef<html::Ol>, playback: Playback, offsets: Vec<Option<i64>>) {
    let spoken = Memo::new(move |_| {
        #[expect(clippy::cast_possible_truncation, reason = "a call's milliseconds fit")]
        let now = (playback.position.get()? * 1000.0) as i64;
        let begun = |at: &Option<i64>| at.is_some_and(|at| at <= now);
        offsets.iter().rposition(begun).and_then(|index| u32::try_from(index).ok())
    });
    Effect::new(move |_| {
        let spoken = spoken.get();
        if let Some(list) = list.get() {
            mark_turn(&list, spoken);
        }
    });
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
