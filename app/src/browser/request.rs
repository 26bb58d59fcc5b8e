//! Requests that pages make themselves, and what their refusals say.

use earshot_domain::{Problem, ProblemCode};
use send_wrapper::SendWrapper;
use wasm_bindgen::{JsCast, JsValue};
use wasm_bindgen_futures::JsFuture;
use web_sys::{AbortController, RequestInit, Response};

/// Ends a fetch from elsewhere. Only a browser makes one, so a server may hold and drop the place
/// for it on any thread.
#[derive(Clone)]
pub struct Abort(SendWrapper<AbortController>);

impl Abort {
    /// A fresh one; `None` where there is no browser.
    pub fn new() -> Option<Self> {
        AbortController::new().ok().map(|controller| Self(SendWrapper::new(controller)))
    }

    /// Ends the fetch: the connection closes and the server stops.
    pub fn now(&self) {
        self.0.abort();
    }
}

/// Posts a form.
pub(super) async fn post(
    path: &str,
    body: &str,
    abort: Option<&Abort>,
) -> Result<Response, JsValue> {
    let window = web_sys::window().ok_or("no window")?;
    let init = RequestInit::new();
    init.set_method("POST");
    init.set_body(&JsValue::from_str(body));
    let headers = web_sys::Headers::new()?;
    headers.set("content-type", "application/x-www-form-urlencoded")?;
    headers.set("accept", "application/json")?;
    init.set_headers(&headers);
    if let Some(abort) = abort {
        init.set_signal(Some(&abort.0.signal()));
    }
    JsFuture::from(window.fetch_with_str_and_init(path, &init)).await?.dyn_into()
}

/// The problem of a refusal.
pub(super) async fn problem_of(response: &Response) -> Problem {
    serde_json::from_str(&text_of(response).await).unwrap_or_else(|_| lost())
}

/// The whole of an answer.
pub(super) async fn text_of(response: &Response) -> String {
    match response.text() {
        Ok(text) => JsFuture::from(text).await.ok().and_then(|text| text.as_string()),
        Err(_) => None,
    }
    .unwrap_or_default()
}

/// What is said when no answer came.
pub(super) fn lost() -> Problem {
    Problem::new(
        ProblemCode::Busy,
        "The server could not be reached. Nothing was lost: check the connection and try again.",
    )
}
