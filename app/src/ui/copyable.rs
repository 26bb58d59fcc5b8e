//! Text with a copy button; without scripts one click selects all of it.

use leptos::{html::Code, prelude::*};

use super::Erased;
use crate::browser::copy_text;

/// A text with a button that copies it.
#[component]
pub fn Copyable(
    /// The text.
    text: String,
) -> impl IntoView {
    let code = NodeRef::<Code>::new();
    let label = RwSignal::new("Copy");
    let copy = move |_| {
        if let Some(code) = code.get_untracked() {
            // If the browser refuses, the selected text can be copied with the keyboard.
            label.set(if copy_text(&code) { "Copied" } else { "Selected: press Ctrl+C" });
        }
    };
    view! {
        <div class="copyable">
            <button class="button copy" type="button" on:click=copy aria-live="polite">
                {move || label.get()}
            </button>
            <pre class="snippet" tabindex="0"><code node_ref=code>{text}</code></pre>
        </div>
    }
    .erased()
}
