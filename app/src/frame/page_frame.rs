//! Loading of a page within the frame.

use earshot_domain::Problem;
use leptos::prelude::*;
use leptos_meta::Title;
use serde::{Serialize, de::DeserializeOwned};

use crate::{
    api::{ApiError, Loaded},
    ui::{Erased, ProblemNotice, Skeleton},
};

/// Shows a page once it is loaded, or the problem that prevents it.
pub fn page_frame<T>(
    title: &'static str,
    page: Loaded<Result<T, ApiError>>,
    content: fn(T) -> AnyView,
) -> AnyView
where
    T: Clone + Serialize + DeserializeOwned + Send + Sync + 'static,
{
    let again = Callback::new(move |()| page.refetch());
    view! {
        <Title text=title/>
        <Suspense fallback=|| view! { <Skeleton lines=8/> }>
            {move || Suspend::new(async move {
                match page.await {
                    Ok(page) => content(page),
                    Err(ApiError(problem)) => view! { <PageProblem problem again/> }.erased(),
                }
            })}
        </Suspense>
    }
    .erased()
}

/// The problem, with another try.
#[component]
fn PageProblem(problem: Problem, again: Callback<()>) -> impl IntoView {
    view! {
        <div class="page-problem">
            <ProblemNotice problem/>
            <button class="button" type="button" on:click=move |_| again.run(())>"Try again"</button>
        </div>
    }
    .erased()
}
