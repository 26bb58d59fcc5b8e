//! A linked call: found on the page, scrolled to and focused.

use leptos::prelude::*;

use crate::{
    browser::show_opened_call,
    state::{PageQuery, ReviewResource, ShownList},
};

/// Scrolls to the call that the URL opens and focuses it, once, when the page is loaded.
pub fn show_linked_call(list: ShownList, review: ReviewResource) {
    let query = expect_context::<PageQuery>();
    let linked = query.get_untracked().expand;
    let shown = StoredValue::new(false);
    // An effect runs in the browser only, once the list is on the page.
    Effect::new(move |_| {
        let loaded = review.with(Option::is_some);
        let (Some(id), true, false) = (linked, loaded, shown.get_value()) else { return };
        shown.set_value(true);
        if query.get_untracked().links_to(id) {
            list.page.track();
            request_animation_frame(move || show_opened_call(&format!("call-{id}")));
        }
    });
}
