//! The shape of a list that is still loading.

use leptos::prelude::*;

use super::Erased;

/// Grey lines where rows will be, so that nothing moves when they arrive.
#[component]
pub fn Skeleton(
    /// How many lines.
    lines: usize,
) -> impl IntoView {
    view! {
        <div class="skeleton" role="status" aria-label="Loading">
            {(0..lines).map(|_| view! { <span class="skeleton-line"></span> }).collect_view()}
        </div>
    }
    .erased()
}
