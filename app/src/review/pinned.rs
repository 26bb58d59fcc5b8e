//! Opened call above the list, for links to calls that the list does not contain.

use earshot_domain::CallsPage;
use leptos::prelude::*;

use super::panel::ReviewPanel;
use crate::state::{PageQuery, ReviewResource};

/// Shows the opened call unless it is one of the page's rows.
#[component]
pub fn PinnedReview(page: StoredValue<CallsPage>, review: ReviewResource) -> impl IntoView {
    let query = expect_context::<PageQuery>();
    let outside = Memo::new(move |_| {
        let expand = query.get().expand?;
        let listed = page.with_value(|page| page.rows.iter().any(|row| row.id == expand));
        (!listed).then_some(expand)
    });
    let close = move || query.get().with_expanded(None).href();
    move || {
        outside.get().map(|_| {
            view! {
                <div class="pinned">
                    <p class="pinned-note">
                        "This call is not among the calls listed below. "
                        <a href=close data-noscroll>"Close it"</a>
                    </p>
                    <ReviewPanel review/>
                </div>
            }
        })
    }
}
