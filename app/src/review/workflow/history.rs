//! The history of a call: what was done, by whom, when and why.

use earshot_domain::{HistoryEvent, ReviewEvent};
use leptos::prelude::*;

use super::change::Changes;
use crate::ui::Erased;

/// Everything that was done with the call, in its source and here, oldest first.
#[component]
pub fn HistoryList(changes: Changes) -> impl IntoView {
    let sourced = changes.review.with_untracked(|review| review.details.review_events.clone());
    let before = sourced.len();
    let sourced = sourced.into_iter().map(sourced_event).collect_view();
    let history = Memo::new(move |_| changes.review.with(|review| review.history.clone()));
    let count = move || before + history.with(Vec::len);
    view! {
        <details class="review-more history" class:history-empty=move || count() == 0>
            <summary>{move || format!("Review history ({})", count())}</summary>
            <ol>
                {sourced}
                {move || history.get().into_iter().map(event_line).collect_view()}
            </ol>
        </details>
    }
    .erased()
}

fn sourced_event(event: ReviewEvent) -> impl IntoView {
    view! {
        <li>
            <time>{event.at.clone()}</time>
            <span dir="auto">{event.words()}" (in the phone system)"</span>
        </li>
    }
}

/// One event as a line.
pub(super) fn event_line(event: HistoryEvent) -> AnyView {
    let words = event.deed();
    let reason = event.reason.map(|reason| view! { <q dir="auto">{reason}</q> });
    view! {
        <li>
            <time datetime=event.at.rfc3339>{format!("{} {}", event.at.day, event.at.time)}</time>
            <span dir="auto"><strong>{event.author}</strong>" "{words}</span>
            {reason}
        </li>
    }
    .erased()
}
