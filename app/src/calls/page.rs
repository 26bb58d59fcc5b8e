//! Calls page, a function of its URL.

use earshot_domain::{CallId, CallsPage, ListQuery};
use leptos::prelude::*;
use leptos_meta::Title;
use leptos_router::hooks::use_location;

use super::{chosen_bar::ChosenBar, filters::Filters, table::CallTable, toolbar::Toolbar};
use crate::{
    api::{ApiError, load, load_calls, load_review},
    export::ExportDialog,
    frame::Frame,
    review::PinnedReview,
    state::{ChangedCall, ChosenCalls, PageQuery, ReviewResource, SkipSilence},
    ui::{Erased, ProblemNotice, Skeleton},
};

/// The Calls page.
#[component]
pub fn CallsPageView() -> impl IntoView {
    let location = use_location();
    let query = Memo::new(move |_| location.search.read().trim_start_matches('?').to_owned());
    // The list does not depend on which call is open, so opening one does not load it again.
    let list = Memo::new(move |_| list_query(&query.read()));
    let opened = Memo::new(move |_| ListQuery::parse(&query.read()).expand);
    let calls = load(move || list.get(), load_calls);
    let review: ReviewResource = load(
        move || opened.get(),
        |id| async move {
            match id {
                Some(id) => Some(load_review(id.to_string()).await),
                None => None,
            }
        },
    );
    provide_context(PageQuery(query));
    provide_context(ChangedCall(RwSignal::new(None)));
    provide_context(SkipSilence(RwSignal::new(false)));
    provide_context(ChosenCalls::new());
    view! {
        <Title text="Calls"/>
        <Transition fallback=|| view! { <Skeleton lines=12/> }>
            {move || Suspend::new(async move {
                match calls.await {
                    Ok(page) => view! { <LoadedPage page review/> }.erased(),
                    Err(ApiError(problem)) => view! { <PageProblem problem/> }.erased(),
                }
            })}
        </Transition>
    }
    .erased()
}

/// Returns the part of the query that selects the list, unparsed: the server reports invalid values.
fn list_query(query: &str) -> String {
    let opens = |name: &str, value: &str| match name {
        "expand" => value.trim().parse::<CallId>().is_ok(),
        name => matches!(name, "export" | "lines" | "t" | "turn"),
    };
    form_urlencoded::Serializer::new(String::new())
        .extend_pairs(
            form_urlencoded::parse(query.as_bytes()).filter(|(name, value)| !opens(name, value)),
        )
        .finish()
}

#[component]
fn LoadedPage(page: CallsPage, review: ReviewResource) -> impl IntoView {
    let page = StoredValue::new(page);
    // Keyed by the query, so that going back in the history also resets the draft.
    let key = page.with_value(|page| page.filter.to_query());
    view! {
        <Frame profile=page.with_value(|page| page.profile.clone())>
            <h1 class="visually-hidden">"Calls"</h1>
            <For
                each=move || [key.clone()]
                key=Clone::clone
                children=move |_| view! { <Filters page/> }
            />
            <Toolbar page/>
            <ChosenBar page/>
            <PinnedReview page review/>
            <CallTable page review/>
            <ExportDialog page/>
        </Frame>
    }
    .erased()
}

#[component]
fn PageProblem(problem: earshot_domain::Problem) -> impl IntoView {
    view! {
        <main class="plain-main">
            <h1>"Calls"</h1>
            <ProblemNotice problem/>
            <p><a class="button" href="/calls" rel="external">"Start again without filters"</a></p>
        </main>
    }
    .erased()
}
