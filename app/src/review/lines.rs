//! Lines of a transcript: turns and function calls, with highlighted redactions.

use std::{collections::HashMap, ops::Range};

use earshot_domain::{
    DisputeState, FunctionCall, HistoryEvent, LinePlace, OutsideLine, PlacedFunctionCall, Turn,
};
use leptos::prelude::*;

use crate::ui::Erased;

/// Renders the turns in the window, with each function call after the last turn that began before it.
pub(super) fn conversation<V: IntoView + 'static>(
    turns: &[Turn],
    offsets: &[Option<i64>],
    range: &Range<usize>,
    functions: &[PlacedFunctionCall],
    turn: impl Fn(usize, &Turn) -> V,
) -> Vec<AnyView> {
    let mut lines = Vec::with_capacity(range.len() + functions.len());
    let mut functions = functions.iter().cloned().peekable();
    for (index, current) in turns.iter().enumerate() {
        let visible = range.contains(&index);
        let started = offsets.get(index).copied().flatten();
        let before = |call: &PlacedFunctionCall| match (call.offset_ms, started) {
            (Some(called), Some(started)) => called < started,
            _ => false,
        };
        while let Some(call) = functions.next_if(|call| before(call)) {
            if visible {
                lines.push(view! { <FunctionLine call/> }.into_view().erased());
            }
        }
        if visible {
            lines.push(turn(index, current).into_view().erased());
        }
    }
    if range.end == turns.len() {
        lines.extend(functions.map(|call| view! { <FunctionLine call/> }.into_view().erased()));
    }
    lines
}

/// A function call of the receptionist, with collapsed parameters and result.
#[component]
fn FunctionLine(call: PlacedFunctionCall) -> impl IntoView {
    let FunctionCall { function, parameters, result, .. } = call.call;
    let result = result.map(|result| view! { <p>"Result"</p><pre>{pretty_json(&result)}</pre> });
    view! {
        <li class="turn turn-function">
            <details>
                <summary>"Function "<code>{function}</code></summary>
                <p>"Parameters"</p>
                <pre>{pretty_json(&parameters)}</pre>
                {result}
            </details>
        </li>
    }
    .erased()
}

fn pretty_json(value: &serde_json::Value) -> String {
    serde_json::to_string_pretty(value).unwrap_or_default()
}

/// The offsets of the turns, without those outside of the call, which no recording reaches.
pub(super) fn offsets(turns: &[Turn], outside: &[OutsideLine]) -> Vec<Option<i64>> {
    let mut offsets: Vec<Option<i64>> = turns.iter().map(|turn| turn.offset_ms).collect();
    for line in outside {
        if let Some(offset) = offsets.get_mut(line.line) {
            *offset = None;
        }
    }
    offsets
}

/// Renders the offset of a turn; with a recording, as a button that seeks to it.
fn offset(offset_ms: Option<i64>, playable: bool) -> AnyView {
    let Some(offset) = offset_ms else { return view! { <span></span> }.erased() };
    let seconds = offset / 1000;
    let text = format!("{}:{:02}", seconds / 60, seconds % 60);
    if playable {
        view! {
            <button type="button" class="turn-time" data-at=offset.to_string()>{text}</button>
        }
        .erased()
    } else {
        view! { <span class="turn-time">{text}</span> }.erased()
    }
}

/// One turn of the conversation, with a mark for its annotation state.
pub(super) fn line(
    index: usize,
    turn: &Turn,
    mark: Option<LineMark>,
    outside: Option<LinePlace>,
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
            {offset(turn.offset_ms.filter(|_| outside.is_none()), playable)}
            <span class="turn-text" dir="auto">
                {outside.map(outside_note)}
                {highlighted(&turn.text)}
            </span>
            <button class=class form="line-select" name="turn" value=number.to_string()>{text}</button>
        </li>
    }
}

/// What a line says whose time is outside of the call.
fn outside_note(place: LinePlace) -> impl IntoView + use<> {
    view! { <small class="turn-note" dir="ltr">{place.label()}</small> }
}

/// Annotation state of a line, in the order of the attention it needs.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord)]
pub(super) enum LineMark {
    Annotated,
    Redacted,
    Corrected,
    Disputed,
}

impl LineMark {
    const fn of(event: &HistoryEvent) -> Self {
        if matches!(event.state, Some(DisputeState::Open)) {
            Self::Disputed
        } else if event.changes_text() {
            Self::Corrected
        } else if event.alters_line() {
            Self::Redacted
        } else {
            Self::Annotated
        }
    }

    const fn label(self) -> &'static str {
        match self {
            Self::Annotated => "Annotated",
            Self::Redacted => "Redaction marked",
            Self::Corrected => "Corrected",
            Self::Disputed => "Disputed",
        }
    }
}

/// Returns the mark of each line with events.
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

/// Renders text with highlighted redactions such as `[PHONE]`.
fn highlighted(text: &str) -> Vec<AnyView> {
    let mut parts = Vec::new();
    // An empty text would be rendered as a space.
    let plain = |part: &str| (!part.is_empty()).then(|| part.to_owned().erased());
    let mut rest = text;
    while let Some(open) = rest.find('[') {
        let Some(length) = rest[open..].find(']') else { break };
        let (mark, after) = rest[open..].split_at(length + 1);
        let inner = &mark[1..length];
        let redaction =
            !inner.is_empty() && inner.bytes().all(|b| b.is_ascii_uppercase() || b == b'_');
        if redaction {
            parts.extend(plain(&rest[..open]));
            parts.push(view! { <mark class="redacted">{mark.to_owned()}</mark> }.erased());
        } else {
            parts.extend(plain(&rest[..=open]));
            rest = &rest[open + 1..];
            continue;
        }
        rest = after;
    }
    parts.extend(plain(rest));
    parts
}

#[cfg(test)]
mod tests {
    use earshot_domain::Speaker;

    use super::*;

    #[test]
    fn lines_outside_of_the_call_have_no_place_in_its_recording() {
        let turn = |offset_ms| Turn { speaker: Speaker::Agent, text: String::new(), offset_ms };
        let turns = [Some(0), Some(3_605_000), None, Some(9000)].map(turn);
        let outside = [OutsideLine { line: 1, place: LinePlace::After }];
        assert_eq!(offsets(&turns, &outside), [Some(0), None, None, Some(9000)]);
    }
}
