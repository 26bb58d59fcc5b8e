//! Placeholder of a list that is loading.

use leptos::prelude::*;

use super::Erased;

/// Grey lines in place of rows, so that nothing moves when they are loaded.
#[component]
pub fn Skeleton(
    /// The number of lines.
    lines: usize,
) -> impl IntoView {
    view! {
        <div class="skeleton" role="status" aria-label="Loading">
            {(0..lines).map(|_| view! { <span class="skeleton-line"></span> }).collect_view()}
        </div>
    }
    .erased()
}
