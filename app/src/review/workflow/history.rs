//! Review history of a call.

use earshot_domain::{HistoryEvent, ReviewEvent};
use leptos::prelude::*;

use super::change::Changes;
use crate::ui::Erased;

/// Events of the source and of the portal, oldest first.
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
            <span dir="auto">{event.sentence()}" (in the phone system)"</span>
        </li>
    }
}

/// Renders an event.
pub(super) fn event_line(event: HistoryEvent) -> AnyView {
    let action = event.action_text();
    let reason = event.reason.map(|reason| view! { <q dir="auto">{reason}</q> });
    view! {
        <li>
            <time datetime=event.at.rfc3339>{format!("{} {}", event.at.day, event.at.time)}</time>
            <span dir="auto"><strong>{event.author}</strong>" "{action}</span>
            {reason}
        </li>
    }
    .erased()
}
