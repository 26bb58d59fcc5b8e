//! Filter form: a draft that Search applies; without scripts an ordinary GET form.

use earshot_domain::{CallFilter, CallsPage, FieldError, ListQuery};
use leptos::{ev::SubmitEvent, prelude::*};
use leptos_router::hooks::use_navigate;

use super::{
    chips::Chips,
    date_fields::DateFields,
    fields::{AgentField, CallerField, ProjectField, StatusField},
    filter_form::FilterForm,
    more_filters::MoreFilters,
};
use crate::{
    browser::form_pairs,
    ui::{Erased, FieldErrors, Icon, Symbol},
};

/// All filters, the chips of the applied ones, Search and Clear.
#[component]
pub fn Filters(page: StoredValue<CallsPage>) -> impl IntoView {
    let form: FilterForm = NodeRef::new();
    let changed = RwSignal::new(false);
    let navigate = use_navigate();
    let search = move |event: SubmitEvent| {
        let Some(element) = form.get() else { return };
        event.prevent_default();
        let pairs = form_pairs(&element);
        let filter = CallFilter::parse(pairs.iter().map(|(name, value)| (&**name, &**value)));
        // Invalid values are sent as they are, so that the server reports them.
        let href = if filter.errors.is_empty() {
            ListQuery { filter: filter.filter, ..ListQuery::default() }.href()
        } else {
            let pairs = pairs.iter().filter(|(_, value)| !value.trim().is_empty());
            let query =
                form_urlencoded::Serializer::new(String::new()).extend_pairs(pairs).finish();
            format!("/calls?{query}")
        };
        changed.set(false);
        navigate(&href, leptos_router::NavigateOptions { scroll: false, ..Default::default() });
    };
    let errors = page.with_value(|page| page.errors.clone());
    view! {
        <form
            class="filters"
            method="get"
            action="/calls"
            role="search"
            aria-label="Calls"
            // The form shows the filter of the URL, even where a browser would restore a draft.
            autocomplete="off"
            node_ref=form
            on:submit=search
            on:input=move |_| changed.set(true)
        >
            <div class="filter-row">
                <ProjectField page/>
                <DateFields page form changed/>
                <StatusField page/>
                <AgentField page/>
                <CallerField page/>
                <MoreFilters page/>
                <div class="filter-actions">
                    <button class="button button-primary" type="submit">
                        <Icon symbol=Symbol::Search/>
                        "Search"
                    </button>
                    <a class="button button-quiet" href=move || clear_href(page)>"Clear"</a>
                </div>
            </div>
            <Errors errors/>
            <Chips page form changed/>
        </form>
    }
    .erased()
}

fn clear_href(page: StoredValue<CallsPage>) -> String {
    let project = page.with_value(|page| page.filter.project.clone());
    let filter = CallFilter { project, ..CallFilter::default() };
    ListQuery { filter, ..ListQuery::default() }.href()
}

#[component]
fn Errors(errors: Vec<FieldError>) -> impl IntoView {
    (!errors.is_empty()).then(|| {
        view! {
            <div class="notice notice-problem" role="alert">
                <strong>"This search cannot be run"</strong>
                <FieldErrors errors/>
            </div>
        }
    })
}
