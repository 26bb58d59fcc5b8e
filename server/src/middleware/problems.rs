//! Writes a handler's problem as a page or as problem+json, as the request prefers.

use axum::{extract::Request, middleware::Next, response::Response};

use super::request_log::RequestId;
use crate::problem::{Carried, wants_page, write};

/// Renders a problem that a handler put into its response.
pub(crate) async fn render(request: Request, next: Next) -> Response {
    let as_page = wants_page(request.headers());
    let id = request.extensions().get::<RequestId>().map(|id| id.0.clone()).unwrap_or_default();
    let mut response = next.run(request).await;
    match response.extensions_mut().remove::<Carried>() {
        Some(Carried(problem, members)) => {
            let mut written = write(&problem, members, &id, as_page);
            // What the handler said beside the problem, such as how a key stands, stays said.
            written.headers_mut().extend(std::mem::take(response.headers_mut()));
            written
        }
        None => response,
    }
}
