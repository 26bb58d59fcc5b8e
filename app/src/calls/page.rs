//! Calls page, a function of its URL.

use earshot_domain::{CallId, ListQuery, Problem};
use leptos::{prelude::*, reactive::computed::ScopedFuture};
use leptos_router::hooks::use_location;

use super::{
    chosen_bar::ChosenBar, filters::Filters, linked_call::show_linked_call, place::keep_place,
    table::CallTable, title::PageTitle, toolbar::Toolbar,
};
use crate::{
    api::{ApiError, load, load_calls, load_review},
    export::{ExportDialog, Run},
    review::PinnedReview,
    state::{
        ChangedCall, ChosenCalls, ListResource, PageQuery, ReviewResource, ShownList, SkipSilence,
    },
    ui::{Erased, ProblemNotice, Skeleton},
};

/// The Calls page.
#[component]
pub fn CallsPageView() -> impl IntoView {
    let query = page_query();
    // The list does not depend on which call is open, so opening one does not load it again.
    let list = Memo::new(move |_| list_query(&query.read()));
    let opened = Memo::new(move |_| ListQuery::parse(&query.read()).expand);
    let calls: ListResource = load(move || list.get(), load_calls);
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
    provide_context(Run::new());
    view! {
        <PageTitle review/>
        <Transition fallback=|| view! { <Skeleton lines=12/> }>
            {move || Suspend::new(async move {
                // The first page alone: later ones are shown by what is on the page by then.
                let first = ScopedFuture::new_untracked(async move { calls.await });
                match first.await {
                    Ok(page) => {
                        let list = ShownList::new(page, calls, list);
                        view! { <CallsView list review/> }.erased()
                    }
                    Err(ApiError(problem)) => view! { <PageProblem problem/> }.erased(),
                }
            })}
        </Transition>
    }
    .erased()
}

/// The query of the URL. While another page is being loaded this one is still shown, as it was.
fn page_query() -> Memo<String> {
    let location = use_location();
    Memo::new(move |shown: Option<&String>| match shown {
        Some(shown) if *location.pathname.read() != "/calls" => shown.clone(),
        _ => location.search.read().trim_start_matches('?').to_owned(),
    })
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
fn CallsView(list: ShownList, review: ReviewResource) -> impl IntoView {
    provide_context(list);
    show_linked_call(list, review);
    keep_place(list);
    view! {
        <h1 class="visually-hidden">"Calls"</h1>
        <Filters/>
        <Toolbar/>
        <ChosenBar/>
        <ListProblem/>
        <div
            class="list"
            class:list-outdated=move || list.loading.get() || list.problem.with(Option::is_some)
            aria-busy=move || list.loading.get().then_some("true")
        >
            <PinnedReview review/>
            <CallTable review/>
        </div>
        <ExportDialog/>
    }
    .erased()
}

/// Why the list is not the one that the URL selects.
#[component]
fn ListProblem() -> impl IntoView {
    let list = expect_context::<ShownList>();
    move || {
        list.problem.get().map(|problem| {
            view! {
                <div class="list-problem">
                    <ProblemNotice problem/>
                    <button class="button" type="button" on:click=move |_| list.reload()>
                        "Try again"
                    </button>
                </div>
            }
        })
    }
}

#[component]
fn PageProblem(problem: Problem) -> impl IntoView {
    view! {
        <h1>"Calls"</h1>
        <ProblemNotice problem/>
        <p><a class="button" href="/calls" rel="external">"Start again without filters"</a></p>
    }
    .erased()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn what_opens_a_call_does_not_select_another_list() {
        let id = "01890a5d-ac96-774b-bcce-b302099a8057";
        let query =
            format!("project_id=desk&expand={id}&t=3&turn=2&lines=1&export=1&status=missed");
        assert_eq!(list_query(&query), "project_id=desk&status=missed");
        assert_eq!(list_query("expand=x"), "expand=x");
    }
}
