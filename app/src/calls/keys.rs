//! The keys of the Calls page, and the map that shows them.

use leptos::{ev, prelude::*};

use crate::{browser::press_key, ui::Erased};

/// Keys and what they do.
const KEYS: [(&str, &str); 6] = [
    ("j, k", "Next call, previous call"),
    ("Enter, o", "Open the call, or close it"),
    ("/", "Search the texts"),
    ("e", "Export CSV..."),
    ("Space, ←, →", "On the focused recording: play or pause, back and forward 5 seconds"),
    ("?", "Show this map"),
];

/// Listens for the keys, and holds their map.
#[component]
pub fn Keys() -> impl IntoView {
    // Effects run in a browser only.
    Effect::new(|_| {
        let listening = window_event_listener(ev::keydown, |event| {
            if press_key(&event) {
                event.prevent_default();
            }
        });
        on_cleanup(move || listening.remove());
    });
    let key = |(keys, does): (&'static str, &'static str)| {
        view! { <div><dt><kbd>{keys}</kbd></dt><dd>{does}</dd></div> }
    };
    view! {
        <button class="button button-quiet keys-button" type="button" popovertarget="keys">
            "Keys"
        </button>
        <div id="keys" popover class="confirm" role="dialog" aria-labelledby="keys-title">
            <h3 id="keys-title">"Keys"</h3>
            <dl class="keys">{KEYS.map(key).collect_view()}</dl>
        </div>
    }
    .erased()
}
