//! The text that a person has selected on the page.

use leptos::{html, prelude::*};

/// Fills an empty field with the selected text, if there is any, on one line.
pub fn fill_with_selection(field: NodeRef<html::Input>) {
    let Some(field) = field.get_untracked() else { return };
    let selection = window().get_selection().ok().flatten();
    let selected = selection.map(|selection| String::from(selection.to_string()));
    let words: Vec<&str> = selected.as_deref().unwrap_or_default().split_whitespace().collect();
    if !words.is_empty() {
        field.set_value(&words.join(" "));
    }
}
