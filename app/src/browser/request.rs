//! Requests that pages make themselves.

use earshot_domain::{FormPairs, Problem};
use gloo_net::{
    Error,
    http::{Request, Response},
};
use send_wrapper::SendWrapper;
use serde::de::DeserializeOwned;
use web_sys::AbortController;

use super::download::file_name;

/// Aborts a request. Only a browser creates one, so a server may hold and drop the place for it on
/// any thread.
#[derive(Clone)]
pub struct Abort(SendWrapper<AbortController>);

impl Abort {
    /// Creates one; `None` where there is no browser.
    pub fn new() -> Option<Self> {
        AbortController::new().ok().map(|controller| Self(SendWrapper::new(controller)))
    }

    /// Aborts the request: the connection closes and the server stops.
    pub fn abort(&self) {
        self.0.abort();
    }
}

/// Requests a URL with query parameters.
pub(super) async fn get(path: &str, query: [(&str, &str); 1]) -> Result<Response, Problem> {
    check(Request::get(path).query(query).send().await).await
}

/// Requests a file, with the name that the server gives it.
pub(super) async fn get_file(path: &str) -> Result<(Response, String), Problem> {
    let request = Request::get(path).header("accept", "application/json, */*;q=0.5");
    let response = check(request.send().await).await?;
    let disposition = response.headers().get("content-disposition");
    let name = disposition.and_then(|text| file_name(&text)).unwrap_or_default();
    Ok((response, name))
}

/// Posts a form.
pub(super) async fn post(
    path: &str,
    body: &str,
    abort: Option<&Abort>,
) -> Result<Response, Problem> {
    let signal = abort.map(|abort| abort.0.signal());
    let request = Request::post(path)
        .header("content-type", FormPairs::CONTENT_TYPE)
        .header("accept", "application/json")
        .abort_signal(signal.as_ref())
        .body(body);
    match request {
        Ok(request) => check(request.send().await).await,
        Err(_) => Err(Problem::unreachable()),
    }
}

/// Reads a JSON body.
pub(super) async fn json_of<T: DeserializeOwned>(response: &Response) -> Result<T, Problem> {
    let text = response.text().await.map_err(|_| Problem::unreachable())?;
    // From bytes, as the bodies of server functions are read: the browser has that code already.
    serde_json::from_slice(text.as_bytes()).map_err(|_| Problem::unreachable())
}

/// Turns a missing response, or one that is not a success, into its problem.
async fn check(response: Result<Response, Error>) -> Result<Response, Problem> {
    let response = response.map_err(|_| Problem::unreachable())?;
    if response.ok() {
        return Ok(response);
    }
    Err(json_of(&response).await.unwrap_or_else(|problem| problem))
}
