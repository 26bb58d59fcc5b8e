//! Keyboard shortcuts of the Calls page, and the dialog that lists them.

use leptos::{ev, prelude::*};

use crate::{browser::handle_shortcut, ui::Erased};

/// Keys and their actions.
const SHORTCUTS: [(&str, &str); 6] = [
    ("j, k", "Next call, previous call"),
    ("Enter, o", "Open or close the call"),
    ("/", "Search summary and transcript"),
    ("e", "Export CSV..."),
    ("Space, ←, →", "With the recording focused: play or pause, skip back or forward 5 seconds"),
    ("?", "Show the keyboard shortcuts"),
];

/// Handles the shortcuts, and renders their list.
#[component]
pub fn Shortcuts() -> impl IntoView {
    // Effects run in a browser only.
    Effect::new(|_| {
        let listener = window_event_listener(ev::keydown, |event| {
            if handle_shortcut(&event) {
                event.prevent_default();
            }
        });
        on_cleanup(move || listener.remove());
    });
    let shortcut = |(keys, action): (&'static str, &'static str)| {
        view! { <div><dt><kbd>{keys}</kbd></dt><dd>{action}</dd></div> }
    };
    view! {
        <button class="button button-quiet shortcuts-button" type="button" popovertarget="shortcuts">
            "Shortcuts"
        </button>
        <div id="shortcuts" popover class="confirm" role="dialog" aria-labelledby="shortcuts-title">
            <h3 id="shortcuts-title">"Keyboard shortcuts"</h3>
            <dl class="shortcuts">{SHORTCUTS.map(shortcut).collect_view()}</dl>
        </div>
    }
    .erased()
}
