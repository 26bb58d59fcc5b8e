//! Copying text to the clipboard.

use wasm_bindgen::JsCast;
use web_sys::{Element, HtmlDocument};

/// Selects all text of an element and copies it; `false` if the browser refuses. This works on
/// http too, where the Clipboard API is not available.
pub fn copy_text(element: &Element) -> bool {
    let Some(window) = web_sys::window() else { return false };
    let Ok(Some(selection)) = window.get_selection() else { return false };
    if selection.select_all_children(element).is_err() {
        return false;
    }
    let document = window.document().and_then(|document| document.dyn_into::<HtmlDocument>().ok());
    document.is_some_and(|document| document.exec_command("copy").unwrap_or(false))
}
