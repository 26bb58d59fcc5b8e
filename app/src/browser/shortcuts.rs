//! Keyboard shortcuts of the Calls page.

use wasm_bindgen::JsCast;
use web_sys::{Document, Element, HtmlElement, KeyboardEvent};

/// Performs the action of a key; `false` if it has none.
pub fn handle_shortcut(event: &KeyboardEvent) -> bool {
    let Some(document) = web_sys::window().and_then(|window| window.document()) else {
        return false;
    };
    if event.ctrl_key() || event.meta_key() || event.alt_key() || is_reserved(&document, event) {
        return false;
    }
    match event.key().as_str() {
        "j" => move_focus(&document, 1),
        "k" => move_focus(&document, -1),
        "o" => open_focused(&document),
        "/" => focus_search(&document),
        "e" => click(&document, ".toolbar a[href*='export=1']"),
        "?" => click(&document, "[popovertarget='shortcuts']"),
        _ => false,
    }
}

/// Returns whether a key may act on the card around the focused control: it comes without a
/// modifier, and not from a form or a dialog within the card.
pub fn is_card_key(event: &KeyboardEvent) -> bool {
    let modified = event.ctrl_key() || event.meta_key() || event.alt_key() || event.shift_key();
    let target = event.target().and_then(|target| target.dyn_into::<Element>().ok());
    let forms = "form.menu-body, [popover], textarea, input:not([type='range'])";
    !modified && target.is_some_and(|target| matches!(target.closest(forms), Ok(None)))
}

/// Returns whether the key belongs to a field, a control with keys of its own, or an open dialog.
fn is_reserved(document: &Document, event: &KeyboardEvent) -> bool {
    let target = event.target().and_then(|target| target.dyn_into::<Element>().ok());
    let controls = "input, select, textarea, audio, [contenteditable]";
    let typing = target.is_some_and(|target| target.matches(controls).unwrap_or(false));
    typing || matches!(document.query_selector("dialog[open], :popover-open"), Ok(Some(_)))
}

/// Moves the focus to the next call of the list, or the one before.
fn move_focus(document: &Document, by: i32) -> bool {
    let Ok(links) = document.query_selector_all("a.call-link") else { return false };
    let focused = document.active_element();
    let all = (0..links.length()).filter_map(|index| links.item(index)?.dyn_into().ok());
    let all: Vec<HtmlElement> = all.collect();
    let at = focused
        .and_then(|focused| all.iter().position(|link| *AsRef::<Element>::as_ref(link) == focused));
    let next = match at {
        Some(at) => at.checked_add_signed(by.try_into().unwrap_or_default()),
        None => Some(0),
    };
    let Some(link) = next.and_then(|next| all.get(next)) else { return false };
    link.focus().is_ok()
}

fn open_focused(document: &Document) -> bool {
    let focused = document.active_element().filter(|it| it.class_list().contains("call-link"));
    focused.and_then(|link| link.dyn_into::<HtmlElement>().ok()).map(|link| link.click()).is_some()
}

/// Opens the menu with the text field, and focuses the field.
fn focus_search(document: &Document) -> bool {
    let Ok(Some(field)) = document.query_selector("form.filters [name='q']") else { return false };
    if let Ok(Some(menu)) = field.closest("details") {
        drop(menu.set_attribute("open", ""));
    }
    field.dyn_into::<HtmlElement>().is_ok_and(|field| field.focus().is_ok())
}

fn click(document: &Document, selector: &str) -> bool {
    let Ok(Some(found)) = document.query_selector(selector) else { return false };
    found.dyn_into::<HtmlElement>().map(|found| found.click()).is_ok()
}
