//! **Load more**: a link to the next page, which a script appends instead.

use earshot_domain::{ActivityEvent, ActivityQuery};
use leptos::{ev::MouseEvent, prelude::*, task::spawn_local};

use super::event::ActivityLine;
use crate::{
    api::{ApiError, load_activity},
    ui::{Erased, ProblemNotice},
};

/// The events behind the first ones of a page, as they are asked for.
#[component]
pub fn MoreEvents(
    /// The filters, which are kept.
    query: ActivityQuery,
    /// Number of the last event shown, if there are more.
    next: Option<i64>,
) -> impl IntoView {
    let events: RwSignal<Vec<ActivityEvent>> = RwSignal::new(Vec::new());
    let next = RwSignal::new(next);
    let loading = RwSignal::new(false);
    let problem = RwSignal::new(None);
    let query = StoredValue::new(query);
    let load = move |click: MouseEvent| {
        click.prevent_default();
        let Some(before) = next.get_untracked().filter(|_| !loading.get_untracked()) else {
            return;
        };
        loading.set(true);
        let wanted = query.with_value(|query| query.href("", Some(before)));
        spawn_local(async move {
            match load_activity(wanted.trim_start_matches('?').to_owned()).await {
                Ok(page) => {
                    events.update(|events| events.extend(page.events));
                    next.set(page.next);
                    problem.set(None);
                }
                Err(ApiError(refused)) => problem.set(Some(refused)),
            }
            loading.set(false);
        });
    };
    let href = move || query.with_value(|query| query.href("/activity", next.get()));
    view! {
        <ol class="entries activity-events" aria-label="More events">
            <For
                each=move || events.get()
                key=|event| event.seq
                children=|event| view! { <ActivityLine event/> }
            />
        </ol>
        {move || problem.get().map(|problem| view! { <ProblemNotice problem/> })}
        <nav class="pager" aria-label="Pages of activity">
            <Show when=move || next.get().is_some()>
                <a
                    class="button"
                    href=href
                    rel="external"
                    on:click=load
                    aria-busy=move || loading.get().to_string()
                >
                    "Load more"
                </a>
            </Show>
        </nav>
    }
    .erased()
}
