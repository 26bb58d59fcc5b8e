//! Text to copy, with a button where scripts run; without them one click chooses all of it.

use leptos::{html::Code, prelude::*};

use super::Erased;
use crate::browser::copy_text;

/// A text in a box of its own, with a button that copies it.
#[component]
pub fn Copyable(
    /// The text.
    text: String,
) -> impl IntoView {
    let code = NodeRef::<Code>::new();
    let words = RwSignal::new("Copy");
    let copy = move |_| {
        if let Some(code) = code.get_untracked() {
            // Where the browser will not copy, what is chosen can be copied with the keyboard.
            words.set(if copy_text(&code) { "Copied" } else { "Selected: press Ctrl+C" });
        }
    };
    view! {
        <div class="copyable">
            <button class="button copy" type="button" on:click=copy aria-live="polite">
                {move || words.get()}
            </button>
            <pre class="snippet" tabindex="0"><code node_ref=code>{text}</code></pre>
        </div>
    }
    .erased()
}
