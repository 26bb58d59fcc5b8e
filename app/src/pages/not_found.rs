//! An address that leads nowhere.

use leptos::prelude::*;
use leptos_meta::Title;

use crate::ui::Erased;

/// Says so, and leads back.
#[component]
pub fn NotFoundPage() -> impl IntoView {
    view! {
        <Title text="Not found"/>
        <main class="plain-main">
            <h1>"Not found"</h1>
            <p>"There is nothing at this address."</p>
            <p><a class="button" href="/calls">"Back to the calls"</a></p>
        </main>
    }
    .erased()
}
