//! The document's Markdown, which consists of paragraphs and inline code.

use leptos::prelude::*;

use crate::ui::Erased;

/// Text with its `code`.
pub(super) fn inline(text: &str) -> impl IntoView + use<> {
    let part = |(place, part): (usize, &str)| {
        let part = part.to_owned();
        if place % 2 == 1 { view! { <code>{part}</code> }.erased() } else { part.erased() }
    };
    text.split('`').enumerate().map(part).collect_view()
}

/// Text of several paragraphs.
pub(super) fn paragraphs(text: &str) -> impl IntoView + use<> {
    text.split("\n\n").map(|part| view! { <p>{inline(part)}</p> }).collect_view()
}
