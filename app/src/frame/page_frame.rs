//! Loading of a page into the frame.

use earshot_domain::Profile;
use leptos::prelude::*;
use leptos_meta::Title;

use super::layout::Frame;
use crate::{
    api::{ApiError, Loaded},
    ui::{Erased, ProblemNotice, Skeleton},
};

/// Shows a page inside the frame once it is loaded, or the problem that prevents it.
///
/// `profile` returns the signed-in person of the page, `content` renders the rest.
pub fn page_frame<T: Clone + Send + Sync + 'static>(
    title: &'static str,
    page: Loaded<Result<T, ApiError>>,
    profile: fn(&T) -> Profile,
    content: fn(T) -> AnyView,
) -> AnyView {
    view! {
        <Title text=title/>
        <Suspense fallback=|| view! { <Skeleton lines=8/> }>
            {move || Suspend::new(async move {
                match page.await {
                    Ok(page) => {
                        let profile = profile(&page);
                        view! { <Frame profile>{content(page)}</Frame> }.erased()
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
