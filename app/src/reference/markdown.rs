//! The Markdown of the document: paragraphs and code.

use leptos::prelude::*;

use crate::ui::Erased;

/// Renders text with its `code`.
pub(super) fn inline(text: &str) -> impl IntoView + use<> {
    let part = |(index, part): (usize, &str)| {
        let part = part.to_owned();
        if index % 2 == 1 { view! { <code>{part}</code> }.erased() } else { part.erased() }
    };
    text.split('`').enumerate().map(part).collect_view()
}

/// Renders text of several paragraphs.
pub(super) fn paragraphs(text: &str) -> impl IntoView + use<> {
    text.split("\n\n").map(|part| view! { <p>{inline(part)}</p> }).collect_view()
}
