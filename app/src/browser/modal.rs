//! A dialog that a script makes modal, and the sheet that a finger pulls.

use leptos::{html, prelude::*};
use web_sys::HtmlElement;

/// Makes the dialog modal that the server rendered as a part of the page.
pub fn show_modal(dialog: NodeRef<html::Dialog>) {
    if let Some(element) = dialog.get()
        && !element.matches(":modal").unwrap_or_default()
    {
        element.close();
        drop(element.show_modal());
    }
}

/// Whether a point of the viewport is on an element.
pub fn contains_point(element: &HtmlElement, x: f64, y: f64) -> bool {
    let area = element.get_bounding_client_rect();
    (area.left()..=area.right()).contains(&x) && (area.top()..=area.bottom()).contains(&y)
}

/// Shifts an element down by some pixels; 0 puts it back.
pub fn shift_down(element: &HtmlElement, pixels: i32) {
    let style = element.style();
    if pixels == 0 {
        drop(style.remove_property("transform"));
    } else {
        drop(style.set_property("transform", &format!("translateY({pixels}px)")));
    }
}
