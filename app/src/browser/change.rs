//! Sending a change of a call's review, and showing where it is made.

use earshot_domain::{CallId, Problem, Review};
use leptos::ev::SubmitEvent;
use wasm_bindgen::JsCast;
use web_sys::{HtmlElement, HtmlFormElement, ScrollIntoViewOptions, ScrollLogicalPosition};

use super::{
    form::form_pairs,
    request::{lost, post, problem_of, text_of},
};

/// The form that is being sent.
pub fn submitted_form(event: &SubmitEvent) -> Option<HtmlFormElement> {
    event.target()?.dyn_into().ok()
}

/// Makes the change that a form holds; answers with the call as it is then.
pub async fn post_change(call: CallId, form: &HtmlFormElement) -> Result<Review, Problem> {
    let path = format!("/api/calls/{call}/review-events");
    let body =
        form_urlencoded::Serializer::new(String::new()).extend_pairs(form_pairs(form)).finish();
    let response = post(&path, &body, None).await.map_err(|_| lost())?;
    if !response.ok() {
        return Err(problem_of(&response).await);
    }
    serde_json::from_slice(text_of(&response).await.as_bytes()).map_err(|_| lost())
}

/// Empties a form that was saved, and closes what it stands in.
pub fn put_away(form: &HtmlFormElement) {
    form.reset();
    if let Ok(Some(opened)) = form.closest("details.menu, details[name='line-form']") {
        drop(opened.remove_attribute("open"));
    }
}

/// Scrolls as little as needed to show the whole of an element, and gives it the focus.
pub fn bring_into_view(element: &HtmlElement) {
    let options = ScrollIntoViewOptions::new();
    options.set_block(ScrollLogicalPosition::Nearest);
    element.scroll_into_view_with_scroll_into_view_options(&options);
    let quietly = web_sys::FocusOptions::new();
    quietly.set_prevent_scroll(true);
    drop(element.focus_with_options(&quietly));
}
