//! The focus: where it goes when what had it is gone.

use leptos::prelude::request_animation_frame;
use wasm_bindgen::JsCast;
use web_sys::{
    Document, Element, Event, FocusOptions, HtmlElement, HtmlFormElement, ScrollIntoViewOptions,
    ScrollLogicalPosition,
};

/// The document; `None` where there is no browser.
pub(super) fn document() -> Option<Document> {
    web_sys::window()?.document()
}

/// Finds an element of the document.
pub(super) fn find(selector: &str) -> Option<HtmlElement> {
    document()?.query_selector(selector).ok()??.dyn_into().ok()
}

/// Focuses an element without scrolling.
pub(super) fn focus_in_place(element: &HtmlElement) {
    let options = FocusOptions::new();
    options.set_prevent_scroll(true);
    drop(element.focus_with_options(&options));
}

/// Focuses the first element that a selector finds.
pub fn focus(selector: &str) {
    if let Some(element) = find(selector) {
        drop(element.focus());
    }
}

/// Focuses the element itself if it still has no focus, as when what had it was removed.
pub fn focus_if_lost(selector: &str) {
    let active = document().and_then(|document| document.active_element());
    if active.is_none_or(|active| active.tag_name() == "BODY")
        && let Some(element) = find(selector)
    {
        focus_in_place(&element);
    }
}

/// Focuses the control of the item beside the one that an event comes from, which is about to go;
/// without another item, `otherwise`.
pub fn focus_beside(event: &impl AsRef<Event>, item: &str, otherwise: &str) {
    let own = event.as_ref().target().and_then(|target| target.dyn_into::<Element>().ok());
    let own = own.and_then(|target| target.closest(item).ok().flatten());
    let beside = own.and_then(|own| own.next_element_sibling().or(own.previous_element_sibling()));
    let control = beside.and_then(|beside| beside.query_selector("a, button").ok().flatten());
    match control.and_then(|control| control.dyn_into::<HtmlElement>().ok()) {
        Some(control) => drop(control.focus()),
        None => focus(otherwise),
    }
}

/// Focuses the first wrong field of a form, and opens the menu that holds it.
pub fn focus_invalid(form: HtmlFormElement) {
    // Once the fields are marked.
    request_animation_frame(move || {
        let marked = "[aria-invalid='true'], [data-invalid] input";
        let Ok(Some(field)) = form.query_selector(marked) else { return };
        if let Ok(Some(menu)) = field.closest("details") {
            drop(menu.set_attribute("open", ""));
        }
        if let Ok(Some(sheet)) = field.closest("[popover]")
            && let Ok(sheet) = sheet.dyn_into::<HtmlElement>()
            && !shown(&field)
        {
            drop(sheet.show_popover());
        }
        if let Ok(field) = field.dyn_into::<HtmlElement>() {
            drop(field.focus());
        }
    });
}

/// Whether an element takes up space.
fn shown(element: &Element) -> bool {
    element.get_bounding_client_rect().height() > 0.0
}

/// Scrolls to an opened call, below the top bar, and focuses it.
pub fn show_opened_call(id: &str) {
    let Some(document) = document() else { return };
    let Some(place) = document.get_element_by_id(id) else { return };
    let options = ScrollIntoViewOptions::new();
    options.set_block(ScrollLogicalPosition::Start);
    place.scroll_into_view_with_scroll_into_view_options(&options);
    let link = place.query_selector("a.call-link").ok().flatten();
    if let Ok(focused) = link.unwrap_or(place).dyn_into::<HtmlElement>() {
        focus_in_place(&focused);
    }
}

/// Closes a popover, if it is open.
pub fn close_popover(id: &str) {
    let element = document().and_then(|document| document.get_element_by_id(id));
    let element = element.and_then(|element| element.dyn_into::<HtmlElement>().ok());
    if let Some(element) = element.filter(|it| it.matches(":popover-open").unwrap_or_default()) {
        drop(element.hide_popover());
    }
}

/// Closes the menu around a pressed control and returns the focus to its button.
pub fn close_menu_around(event: &impl AsRef<Event>) {
    let target = event.as_ref().target().and_then(|target| target.dyn_into::<Element>().ok());
    if let Some(Some(menu)) = target.and_then(|target| target.closest("details.menu").ok()) {
        close_details(&menu);
    }
}

/// Closes a menu or a panel and returns the focus to its button.
pub(super) fn close_details(details: &Element) {
    drop(details.remove_attribute("open"));
    let summary = details.query_selector("summary").ok().flatten();
    if let Some(summary) = summary.and_then(|it| it.dyn_into::<HtmlElement>().ok()) {
        drop(summary.focus());
    }
}
