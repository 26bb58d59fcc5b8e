//! A page of signed-in people: what it has loaded, in the frame, or why it cannot be shown.

use earshot_domain::Profile;
use leptos::prelude::*;
use leptos_meta::Title;

use crate::{
    api::{ApiError, Loaded},
    frame::Frame,
    problem::ProblemNotice,
    ui::{Erased, Skeleton},
};

/// Shows a page once it is loaded: `profile` finds in it who is signed in, `parts` makes the rest.
pub(super) fn framed<T: Clone + Send + Sync + 'static>(
    title: &'static str,
    page: Loaded<Result<T, ApiError>>,
    profile: fn(&T) -> Profile,
    parts: fn(T) -> AnyView,
) -> AnyView {
    view! {
        <Title text=title/>
        <Suspense fallback=|| view! { <Skeleton lines=8/> }>
            {move || Suspend::new(async move {
                match page.await {
                    Ok(page) => {
                        let profile = profile(&page);
                        view! { <Frame profile>{parts(page)}</Frame> }.erased()
                    }
                    Err(ApiError(problem)) => {
                        view! { <main class="plain-main"><ProblemNotice problem/></main> }.erased()
                    }
                }
            })}
        </Suspense>
    }
    .erased()
}
