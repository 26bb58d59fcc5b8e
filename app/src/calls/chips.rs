//! Applied filters as chips; removing one applies at once.

use earshot_domain::{CallFilter, FilterParameter, ListQuery};
use leptos::prelude::*;

use super::{draft::Draft, sheet::clear_href};
use crate::{
    browser::focus_beside,
    state::PageQuery,
    ui::{Erased, Icon, Symbol},
};

/// Describes a whole filter, for the export history.
pub fn filter_text(filter: &CallFilter) -> String {
    filter.describe()
}

/// One chip per applied value, and Clear; the project has a field of its own.
#[component]
pub fn Chips(draft: Draft) -> impl IntoView {
    let query = expect_context::<PageQuery>();
    let values = Memo::new(move |_| {
        let pairs = query.get().filter.pairs().into_iter();
        pairs.filter(|(parameter, _)| *parameter != FilterParameter::ProjectId).collect::<Vec<_>>()
    });
    let any = move || !values.read().is_empty();
    let key = |(parameter, value): &(FilterParameter, String)| (parameter.as_str(), value.clone());
    view! {
        <div class="chips" class:chips-empty=move || !any()>
            <Show when=any>
                <ul aria-label="Applied filters">
                    <For
                        each=move || values.get()
                        key=key
                        children=move |(parameter, value)| view! { <Chip parameter value draft/> }
                    />
                </ul>
                <a class="button button-quiet" href=move || clear_href(&query.get().filter) data-noscroll>
                    "Clear"
                </a>
            </Show>
            <p class="draft-note" role="status">
                {move || {
                    draft.changed.get().then_some("Press Enter or Search to apply what you typed.")
                }}
            </p>
        </div>
    }
    .erased()
}

#[component]
fn Chip(parameter: FilterParameter, value: String, draft: Draft) -> impl IntoView {
    let query = expect_context::<PageQuery>();
    let text = parameter.describe(&value);
    let label = format!("Remove {text}");
    let without = value.clone();
    let href = move || {
        let filter = query.get().filter.without(parameter, &without);
        ListQuery { filter, ..ListQuery::default() }.href()
    };
    let remove = move |event: leptos::ev::MouseEvent| {
        event.prevent_default();
        event.stop_propagation();
        // The button is about to go.
        focus_beside(&event, "li", ".matched");
        draft.remove(parameter, &value);
    };
    view! {
        <li class="chip">
            <span>{text}</span>
            <a href=href role="button" aria-label=label on:click=remove>
                <Icon symbol=Symbol::Close/>
            </a>
        </li>
    }
    .erased()
}
