//! Elements of transcript turns: highlighting and clicks.

use leptos::prelude::request_animation_frame;
use wasm_bindgen::JsCast;
use web_sys::{Element, HtmlElement, MouseEvent};

/// Frames after which the list is left where it is.
const MAX_TRIES: u32 = 10;

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
    scroll_list_to(list.clone(), turn, 0);
}

/// Scrolls the list to a turn. The page stays where the person put it. Turns outside of the list's
/// view have estimated heights, so that the place is right only once the turns around it are laid
/// out: it is checked again in the next frames.
fn scroll_list_to(list: HtmlElement, turn: Element, tries: u32) {
    let (inside, outside) = (turn.get_bounding_client_rect(), list.get_bounding_client_rect());
    if inside.top() >= outside.top() && inside.bottom() <= outside.bottom() && tries > 0 {
        return;
    }
    if inside.top() < outside.top() || inside.bottom() > outside.bottom() {
        let middle = (inside.top() + inside.bottom() - outside.top() - outside.bottom()) / 2.0;
        #[expect(clippy::cast_possible_truncation, reason = "pixels of a page")]
        list.set_scroll_top(list.scroll_top().saturating_add(middle as i32).max(0));
    }
    if tries < MAX_TRIES {
        request_animation_frame(move || scroll_list_to(list, turn, tries + 1));
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
