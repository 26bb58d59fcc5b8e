//! Id, span and log line of every request. Query strings, grants and personal values in an address
//! stay out of the log.

use std::time::Instant;

use axum::{
    body::Body,
    extract::Request,
    http::{HeaderName, HeaderValue},
    middleware::Next,
    response::Response,
};
use tracing::Instrument;

use super::request_span::{SpanBody, loggable_path, request_span, route};

/// Routes that are asked for too often to be logged by default.
const FREQUENT: [&str; 2] = ["/pkg/{*file}", "/healthz"];

/// The request's id, in the log, in error bodies and in the response's `x-request-id`.
#[derive(Debug, Clone)]
pub(crate) struct RequestId(pub(crate) String);

/// Serves a request within its span; the outermost layer.
pub(crate) async fn log(mut request: Request, next: Next) -> Response {
    let id = new_id();
    request.extensions_mut().insert(RequestId(id.clone()));
    let span = request_span(&id, &request);
    let mut response = serve(request, next).instrument(span.clone()).await;
    if let Ok(value) = HeaderValue::from_str(&id) {
        response.headers_mut().insert(HeaderName::from_static("x-request-id"), value);
    }
    response.map(|body| Body::new(SpanBody::new(body, span)))
}

async fn serve(request: Request, next: Next) -> Response {
    let route = route(&request).to_owned();
    let path = loggable_path(&route, request.uri().path());
    let started = Instant::now();
    let response = next.run(request).await;
    let status = response.status().as_u16();
    let ms = u64::try_from(started.elapsed().as_millis()).unwrap_or(u64::MAX);
    if FREQUENT.contains(&route.as_str()) {
        tracing::debug!(path, status, ms, "request");
    } else {
        tracing::info!(path, status, ms, "request");
    }
    response
}

fn new_id() -> String {
    let mut random = [0; 8];
    // Without randomness the id is zero: it only names lines of the log.
    let _ = getrandom::fill(&mut random);
    hex::encode(random)
}
