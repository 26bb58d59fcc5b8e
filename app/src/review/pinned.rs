//! Opened call above the list, for links to calls that the list does not contain.

use leptos::prelude::*;

use super::panel::ReviewPanel;
use crate::state::{PageQuery, ReviewResource, ShownList};

/// Shows the opened call unless it is one of the page's rows.
#[component]
pub fn PinnedReview(review: ReviewResource) -> impl IntoView {
    let list = expect_context::<ShownList>();
    let query = expect_context::<PageQuery>();
    let outside = Memo::new(move |_| {
        let expand = query.get().expand?;
        let listed = list.page.with(|page| page.rows.iter().any(|row| row.id == expand));
        (!listed).then_some(expand)
    });
    let close = move || query.get().with_expanded(None).href();
    move || {
        outside.get().map(|id| {
            view! {
                <div class="pinned" id=format!("call-{id}") tabindex="-1" autofocus=query.get_untracked().links_to(id)>
                    <p class="pinned-note">
                        "This call is not among the calls listed below. "
                        <a href=close data-noscroll class="pinned-close">"Close it"</a>
                    </p>
                    <ReviewPanel review/>
                </div>
            }
        })
    }
}
