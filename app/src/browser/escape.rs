//! Escape: closes the innermost thing that is open, and returns the focus to where it was.

use wasm_bindgen::JsCast;
use web_sys::{Document, Element, HtmlElement, KeyboardEvent};

use super::focus::{close_details, document, find};

/// What opens in place and has a button of its own.
const PANELS: &str = "details.menu[open], details[name='line-form'][open]";

/// Closes the innermost thing; `false` if the browser does it, or nothing is open.
pub fn close_innermost(event: &KeyboardEvent) -> bool {
    if event.key() != "Escape" || event.default_prevented() {
        return false;
    }
    let Some(document) = document() else { return false };
    // Dialogs and popovers are closed by the browser.
    if matches!(document.query_selector("dialog:modal, :popover-open"), Ok(Some(_))) {
        return false;
    }
    close_panel(&document) || (!is_typing(&document) && (close_line() || close_call()))
}

fn close_panel(document: &Document) -> bool {
    let around = document.active_element().and_then(|it| it.closest(PANELS).ok().flatten());
    let menu = || document.query_selector("details.menu[open]").ok().flatten();
    around.or_else(menu).inspect(close_details).is_some()
}

/// Whether words are being typed, which Escape must not take away.
fn is_typing(document: &Document) -> bool {
    let fields = "textarea, input:not([type='range'], [type='checkbox'], [type='radio'])";
    document.active_element().is_some_and(|it| it.matches(fields).unwrap_or_default())
}

fn close_line() -> bool {
    let Some(close) = find(".line-review header a") else { return false };
    let number = close.closest("[data-line]").ok().flatten();
    let number = number.and_then(|line: Element| line.get_attribute("data-line"));
    close.click();
    if let Some(number) = number {
        focus(&format!(".turns button[name='turn'][value='{number}']"));
    }
    true
}

fn close_call() -> bool {
    if let Some(row) = find(".call-open a.call-link") {
        drop(row.focus());
        row.click();
        return true;
    }
    let Some(close) = find(".pinned-close") else { return false };
    focus(".matched");
    close.click();
    true
}

fn focus(selector: &str) {
    if let Some(element) = find(selector).and_then(|it| it.dyn_into::<HtmlElement>().ok()) {
        drop(element.focus());
    }
}
