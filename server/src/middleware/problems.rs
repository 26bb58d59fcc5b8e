//! Writes a handler's problem as a page or as problem+json, as the request prefers.

use axum::{extract::Request, http::header::ACCEPT, middleware::Next, response::Response};

use super::request_log::RequestId;
use crate::problem::{Carried, write};

/// Renders a problem that a handler put into its response.
pub(crate) async fn render(request: Request, next: Next) -> Response {
    let accept = request.headers().get(ACCEPT).and_then(|value| value.to_str().ok());
    let wants_page = accept.is_some_and(|accept| accept.contains("text/html"));
    let id = request.extensions().get::<RequestId>().map(|id| id.0.clone()).unwrap_or_default();
    let mut response = next.run(request).await;
    match response.extensions_mut().remove::<Carried>() {
        Some(Carried(problem)) => write(&problem, &id, wants_page),
        None => response,
    }
}
