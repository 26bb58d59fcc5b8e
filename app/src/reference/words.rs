//! The document's Markdown, of which it uses paragraphs and code.

use leptos::prelude::*;

use crate::ui::Erased;

/// A text with its `code`.
pub(super) fn words(text: &str) -> impl IntoView + use<> {
    let part = |(place, part): (usize, &str)| {
        let part = part.to_owned();
        if place % 2 == 1 { view! { <code>{part}</code> }.erased() } else { part.erased() }
    };
    text.split('`').enumerate().map(part).collect_view()
}

/// A text of several paragraphs.
pub(super) fn paragraphs(text: &str) -> impl IntoView + use<> {
    text.split("\n\n").map(|part| view! { <p>{words(part)}</p> }).collect_view()
}
