//! The browser's entry point: takes over the page the server rendered.

use earshot_app::routes::App;
use wasm_bindgen::prelude::wasm_bindgen;

/// Runs when the module has loaded.
#[wasm_bindgen]
pub fn hydrate() {
    console_error_panic_hook::set_once();
    leptos::mount::hydrate_body(App);
    // From here on buttons do what they say: tests and style sheets wait for this mark.
    let root = web_sys::window().and_then(|w| w.document()).and_then(|d| d.document_element());
    if let Some(root) = root {
        drop(root.set_attribute("data-ready", ""));
    }
}
