//! Page of an unknown URL.

use leptos::prelude::*;
use leptos_meta::Title;

use crate::ui::Erased;

/// A message and a link to the calls.
#[component]
pub fn NotFoundPage() -> impl IntoView {
    view! {
        <Title text="Not found"/>
        <main class="plain-main">
            <h1>"Not found"</h1>
            <p>"There is no page at this URL."</p>
            <p><a class="button" href="/calls">"Back to calls"</a></p>
        </main>
    }
    .erased()
}
