//! Elements of transcript turns: highlighting and clicks.

use wasm_bindgen::JsCast;
use web_sys::{Element, HtmlElement, MouseEvent};

/// Highlights the turn being spoken, and scrolls the list to it.
pub fn highlight_turn(list: &HtmlElement, index: Option<u32>) {
    if let Ok(Some(marked)) = list.query_selector(".turn-current") {
        drop(marked.class_list().remove_1("turn-current"));
        drop(marked.remove_attribute("aria-current"));
    }
    let Some(index) = index else { return };
    let Ok(Some(turn)) = list.query_selector(&format!("[data-turn='{index}']")) else { return };
    drop(turn.class_list().add_1("turn-current"));
    drop(turn.set_attribute("aria-current", "true"));
    let Ok(turn) = turn.dyn_into::<HtmlElement>() else { return };
    // The list alone is scrolled: the page stays where the person put it.
    let (above, below) = (turn.offset_top() - list.offset_top(), list.client_height());
    let middle = above - below / 2 + turn.offset_height() / 2;
    if above < list.scroll_top() || above + turn.offset_height() > list.scroll_top() + below {
        list.set_scroll_top(middle.max(0));
    }
}

/// Returns the line whose button was clicked, from 1.
pub fn clicked_line(event: &MouseEvent) -> Option<u32> {
    let target: Element = event.target()?.dyn_into().ok()?;
    target.closest("button[name='turn']").ok()??.get_attribute("value")?.parse().ok()
}

/// Returns the offset, in milliseconds, of the turn whose time was clicked.
pub fn clicked_offset(event: &MouseEvent) -> Option<f64> {
    let target: Element = event.target()?.dyn_into().ok()?;
    let turn = target.closest("[data-at]").ok()??;
    turn.get_attribute("data-at")?.parse().ok()
}
