//! Submission of a change to a call's review, and the place where it is made.

use earshot_domain::{CallId, Problem, Review};
use leptos::ev::SubmitEvent;
use wasm_bindgen::JsCast;
use web_sys::{HtmlElement, HtmlFormElement, ScrollIntoViewOptions, ScrollLogicalPosition};

use super::{
    form::form_body,
    request::{json_of, post},
};

/// Returns the form that is being submitted.
pub fn submitted_form(event: &SubmitEvent) -> Option<HtmlFormElement> {
    event.target()?.dyn_into().ok()
}

/// Submits the change of a form; returns the call as it is afterwards.
pub async fn post_change(call: CallId, form: &HtmlFormElement) -> Result<Review, Problem> {
    let path = format!("/api/calls/{call}/review-events");
    json_of(&post(&path, &form_body(form), None).await?).await
}

/// Empties a saved form and closes the menu or panel around it.
pub fn reset_and_close(form: &HtmlFormElement) {
    form.reset();
    if let Ok(Some(opened)) = form.closest("details.menu, details[name='line-form']") {
        drop(opened.remove_attribute("open"));
    }
}

/// Scrolls as little as needed to show a whole element, and focuses it.
pub fn scroll_to_and_focus(element: &HtmlElement) {
    let options = ScrollIntoViewOptions::new();
    options.set_block(ScrollLogicalPosition::Nearest);
    element.scroll_into_view_with_scroll_into_view_options(&options);
    let without_scrolling = web_sys::FocusOptions::new();
    without_scrolling.set_prevent_scroll(true);
    drop(element.focus_with_options(&without_scrolling));
}
