//! The opened call when the list does not show it: pinned above, so that a link always leads there.

use earshot_domain::CallsPage;
use leptos::prelude::*;

use super::panel::ReviewPanel;
use crate::state::{PageQuery, ReviewResource};

/// Shows the opened call unless one of the page's rows is it.
#[component]
pub fn PinnedReview(page: StoredValue<CallsPage>, review: ReviewResource) -> impl IntoView {
    let query = expect_context::<PageQuery>();
    let outside = Memo::new(move |_| {
        let expand = query.get().expand?;
        let listed = page.with_value(|page| page.rows.iter().any(|row| row.id == expand));
        (!listed).then_some(expand)
    });
    let close = move || query.get().expanding(None).href();
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
