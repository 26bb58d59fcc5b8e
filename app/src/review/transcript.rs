//! Transcript that follows the recording; each line can be selected.

use std::collections::HashMap;

use earshot_domain::{LinePlace, PlacedFunctionCall, TranscriptState, Turn};
use leptos::{ev::MouseEvent, html, prelude::*};
use leptos_router::{NavigateOptions, hooks::use_navigate};

use super::{
    lines::{conversation, line, line_marks, offsets},
    recording::Playback,
    window::{LineParts, LineWindow},
    workflow::Changes,
};
use crate::{
    browser::{clicked_line, clicked_offset, highlight_turn},
    state::PageQuery,
    ui::Erased,
};

/// The turns, or the reason there are none.
#[component]
pub fn TranscriptView(
    changes: Changes,
    functions: Vec<PlacedFunctionCall>,
    playback: Playback,
    playable: bool,
) -> impl IntoView {
    let (transcript, outside) =
        changes.review.with_untracked(|review| (review.transcript.clone(), review.outside.clone()));
    if transcript.state != TranscriptState::Available {
        let state = transcript.state;
        return view! {
            <p class=format!("transcript-state transcript-{state}")>{state.explanation()}</p>
        }
        .erased();
    }
    let offsets = offsets(&transcript.turns, &outside);
    let places: HashMap<usize, LinePlace> =
        outside.iter().map(|outside| (outside.line, outside.place)).collect();
    let list = NodeRef::<html::Ol>::new();
    let window = LineWindow::new(offsets.clone());
    follow(list, window, playback, offsets.clone());
    let select = select_line();
    let on_click = move |event: MouseEvent| {
        if let Some(at) = clicked_offset(&event) {
            playback.seek(at / 1000.0);
        } else if let Some(turn) = clicked_line(&event) {
            event.prevent_default();
            select(turn);
        }
    };
    // Rendered again only when a line or its mark has changed.
    let marked_turns = Memo::new(move |_| {
        changes.review.with(|review| (review.transcript.turns.clone(), line_marks(&review.history)))
    });
    let lines = move || {
        let range = window.range();
        marked_turns.with(|(turns, marks)| {
            let turn = |index: usize, turn: &Turn| {
                let outside = places.get(&index).copied();
                line(index, turn, marks.get(&index).copied(), outside, playable)
            };
            conversation(turns, &offsets, &range, &functions, turn)
        })
    };
    view! {
        <LineParts window/>
        // Scrollable, so it must be reachable by keyboard.
        <ol class="turns" tabindex="0" aria-label="Turns" node_ref=list on:click=on_click>
            {lines}
        </ol>
        <LineSelectForm/>
    }
    .erased()
}

/// Returns a function that selects a line through the URL.
fn select_line() -> impl Fn(u32) {
    let query = expect_context::<PageQuery>();
    let navigate = use_navigate();
    move |turn| {
        let href = query.get_untracked().with_turn(Some(turn)).href();
        navigate(&href, NavigateOptions { scroll: false, ..NavigateOptions::default() });
    }
}

/// Form of the lines' buttons without scripts: it opens the same page with the line selected.
#[component]
fn LineSelectForm() -> impl IntoView {
    let query = expect_context::<PageQuery>();
    let fields = move || {
        let href = query.get().with_turn(None).href();
        let query = href.split_once('?').map(|(_, query)| query.to_owned()).unwrap_or_default();
        let field = |(name, value): (String, String)| {
            view! { <input type="hidden" name=name value=value/> }
        };
        let pairs: Vec<_> = form_urlencoded::parse(query.as_bytes()).into_owned().collect();
        pairs.into_iter().map(field).collect_view()
    };
    view! { <form id="line-select" method="get" action="/calls#line">{fields}</form> }.erased()
}

/// Highlights the turn being spoken during playback.
fn follow(
    list: NodeRef<html::Ol>,
    window: LineWindow,
    playback: Playback,
    offsets: Vec<Option<i64>>,
) {
    let spoken = Memo::new(move |_| {
        #[expect(clippy::cast_possible_truncation, reason = "a call's milliseconds fit")]
        let now = (playback.position.get()? * 1000.0) as i64;
        let started = |at: &Option<i64>| at.is_some_and(|at| at <= now);
        offsets.iter().rposition(started)
    });
    Effect::new(move |_| {
        if let Some(spoken) = spoken.get() {
            window.show(spoken);
        }
    });
    Effect::new(move |_| {
        let spoken = spoken.get().and_then(|index| u32::try_from(index).ok());
        window.range();
        let Some(list) = list.get() else { return };
        // Once the lines of another part are there.
        request_animation_frame(move || highlight_turn(&list, spoken));
    });
    Effect::watch(
        move || window.range(),
        move |_, _, _| {
            if let Some(list) = list.get_untracked() {
                list.set_scroll_top(0);
            }
        },
        false,
    );
}
