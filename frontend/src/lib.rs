//! Entry point in the browser: hydrates the page the server rendered.

use earshot_app::routes::App;
use wasm_bindgen::prelude::wasm_bindgen;

/// Hydrates the page once the module has loaded.
#[wasm_bindgen]
pub fn hydrate() {
    console_error_panic_hook::set_once();
    leptos::mount::hydrate_body(App);
    // From here on the page is interactive: tests and style sheets wait for this attribute.
    let root = web_sys::window().and_then(|w| w.document()).and_then(|d| d.document_element());
    if let Some(root) = root {
        drop(root.set_attribute("data-ready", ""));
    }
}
