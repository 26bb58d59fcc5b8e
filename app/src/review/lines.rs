//! The lines of a transcript: who said what and when, with redactions as labelled marks.

use std::{collections::HashMap, ops::Range};

use earshot_domain::{DisputeState, FunctionCall, HistoryEvent, PlacedFunctionCall, Turn};
use leptos::prelude::*;

use crate::ui::Erased;

/// The shown ones of the turns, with each function call after the last turn that began before it.
pub(super) fn conversation<V: IntoView + 'static>(
    turns: &[Turn],
    shown: &Range<usize>,
    functions: &[PlacedFunctionCall],
    turn: impl Fn(usize, &Turn) -> V,
) -> Vec<AnyView> {
    let mut lines = Vec::with_capacity(shown.len() + functions.len());
    let mut functions = functions.iter().cloned().peekable();
    for (index, one) in turns.iter().enumerate() {
        let seen = shown.contains(&index);
        let begun = one.offset_ms;
        let before = |call: &PlacedFunctionCall| match (call.offset_ms, begun) {
            (Some(called), Some(begun)) => called < begun,
            _ => false,
        };
        while let Some(call) = functions.next_if(|call| before(call)) {
            if seen {
                lines.push(view! { <FunctionLine call/> }.into_view().erased());
            }
        }
        if seen {
            lines.push(turn(index, one).into_view().erased());
        }
    }
    if shown.end == turns.len() {
        lines.extend(functions.map(|call| view! { <FunctionLine call/> }.into_view().erased()));
    }
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

/// One turn of the conversation, with a mark for its annotation state.
pub(super) fn line(
    index: usize,
    turn: &Turn,
    mark: Option<LineMark>,
    playable: bool,
) -> impl IntoView + use<> {
    let number = index + 1;
    let (class, text) = match mark {
        Some(mark) => ("turn-select turn-marked", format!("{}, line {number}", mark.label())),
        None => ("turn-select", format!("Line {number}")),
    };
    view! {
        <li class=format!("turn turn-{}", turn.speaker) data-turn=index.to_string()>
            <span class="turn-who">{turn.speaker.label()}</span>
            {moment(turn.offset_ms, playable)}
            <span class="turn-text" dir="auto">{marked(&turn.text)}</span>
            <button class=class form="line-select" name="turn" value=number.to_string()>{text}</button>
        </li>
    }
}

/// What was done to a line; the greater one asks for more attention.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord)]
pub(super) enum LineMark {
    Annotated,
    Corrected,
    Disputed,
}

impl LineMark {
    const fn of(event: &HistoryEvent) -> Self {
        if matches!(event.state, Some(DisputeState::Open)) {
            Self::Disputed
        } else if event.changes_text() {
            Self::Corrected
        } else {
            Self::Annotated
        }
    }

    const fn label(self) -> &'static str {
        match self {
            Self::Annotated => "Annotated",
            Self::Corrected => "Corrected",
            Self::Disputed => "Disputed",
        }
    }
}

/// Returns the mark of each line with events: the one that asks for the most attention.
pub(super) fn line_marks(history: &[HistoryEvent]) -> HashMap<usize, LineMark> {
    let mut marks = HashMap::new();
    for event in history {
        let Some(turn) = event.turn.and_then(|turn| usize::try_from(turn).ok()) else { continue };
        let mark = LineMark::of(event);
        marks
            .entry(turn)
            .and_modify(|found: &mut LineMark| *found = mark.max(*found))
            .or_insert(mark);
    }
    marks
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
