//! Internal notes, which can be added but not changed.

use earshot_domain::{HistoryEvent, ReviewAction};
use leptos::prelude::*;

use super::change::{ChangeForm, Changes};
use crate::ui::{Erased, TextAreaField};

/// Notes of the source and of the portal, and a field for a new one.
#[component]
pub fn Notes(changes: Changes) -> impl IntoView {
    let sourced = changes.review.with_untracked(|review| review.details.notes.clone());
    let sourced = sourced.into_iter().map(|text| {
        view! { <li class="note"><p class="note-by">"From the phone system"</p><p dir="auto">{text}</p></li> }
    });
    let notes = Memo::new(move |_| {
        let is_note = |event: &&HistoryEvent| event.action == ReviewAction::Note;
        changes.review.with(|review| review.history.iter().filter(is_note).cloned().collect())
    });
    let note = |event: HistoryEvent| {
        view! {
            <li class="note">
                <p class="note-by">
                    <strong>{event.author}</strong>
                    <time datetime=event.at.rfc3339>
                        {format!("{} {}", event.at.day, event.at.time)}
                    </time>
                </p>
                <p dir="auto">{event.text}</p>
            </li>
        }
    };
    let field = view! {
            <ChangeForm changes action=ReviewAction::Note class="stacked-form">
                <TextAreaField
                    label="Note for colleagues"
                    name="text"
                    rows=2
                    max_length=4000
                    required=true
                />
                <button class="button" type="submit">"Add note"</button>
                <p class="faint">
                    "Notes cannot be edited. Personal details such as phone numbers are removed."
                </p>
            </ChangeForm>
    };
    view! {
        <section class="notes" aria-label="Internal notes">
            <h3>"Internal notes"</h3>
            <ol>
                {sourced.collect_view()}
                {move || {
                    let notes: Vec<HistoryEvent> = notes.get();
                    notes.into_iter().map(note).collect_view()
                }}
            </ol>
            {field}
        </section>
    }
    .erased()
}
