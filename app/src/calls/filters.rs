//! Filter form: what is chosen applies at once, what is typed waits for Search; without scripts an
//! ordinary GET form.

use earshot_domain::FieldError;
use leptos::{
    context::Provider,
    ev::{Event, SubmitEvent},
    prelude::*,
};

use super::{
    chips::Chips,
    date_fields::DateFields,
    draft::Draft,
    fields::{AgentField, CallerField, ProjectField, StatusField},
    more_filters::MoreFilters,
    search_field::SearchField,
    sheet::{FILTER_SHEET, FilterSheet},
};
use crate::{
    browser::{close_popover, focus_invalid, is_choice},
    state::ShownList,
    ui::{Erased, FieldErrors, FormErrors, Icon, Symbol},
};

/// All filters, the chips of the applied ones, and Search.
#[component]
pub fn Filters() -> impl IntoView {
    let list = expect_context::<ShownList>();
    let draft = Draft::new(list);
    let errors = Memo::new(move |_| list.page.with(|page| page.errors.clone()));
    Effect::new(move |_| {
        if let (false, Some(form)) = (errors.read().is_empty(), draft.form.get()) {
            focus_invalid(form);
        }
    });
    let search = move |event: SubmitEvent| {
        event.prevent_default();
        close_popover(FILTER_SHEET);
        draft.apply();
    };
    let choose = move |event: Event| {
        if is_choice(&event) {
            draft.apply();
        }
    };
    view! {
        <form
            class="filters"
            method="get"
            action="/calls"
            role="search"
            aria-label="Calls"
            // The form shows the filter of the URL, even where a browser would restore a draft.
            autocomplete="off"
            node_ref=draft.form
            on:submit=search
            on:change=choose
            on:input=move |_| draft.changed.set(true)
        >
            <Provider value=FormErrors(errors.into())>
                <div class="filter-row">
                    <SearchField/>
                    <FilterSheet>
                        <ProjectField/>
                        <DateFields draft/>
                        <StatusField/>
                        <AgentField/>
                        <CallerField/>
                        <MoreFilters/>
                    </FilterSheet>
                    <button class="button button-primary filter-search" type="submit" aria-label="Search">
                        <Icon symbol=Symbol::Search/>
                    </button>
                </div>
            </Provider>
            <Errors errors/>
            <Chips draft/>
        </form>
    }
    .erased()
}

#[component]
fn Errors(errors: Memo<Vec<FieldError>>) -> impl IntoView {
    move || {
        let errors = errors.get();
        (!errors.is_empty()).then(|| {
            view! {
                <div class="notice notice-problem" role="alert">
                    <strong>"This search cannot be run"</strong>
                    <FieldErrors errors/>
                </div>
            }
        })
    }
}
