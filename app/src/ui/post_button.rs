//! A form that consists of one button.

use leptos::prelude::*;

use super::Erased;

/// A button that posts to a URL.
#[component]
pub fn PostButton(
    /// The URL.
    action: String,
    /// The button's text.
    text: &'static str,
    /// The button's accessible name, which also says what it acts on.
    label: String,
) -> impl IntoView {
    view! {
        <form method="post" action=action>
            <button class="button" type="submit" aria-label=label>{text}</button>
        </form>
    }
    .erased()
}
