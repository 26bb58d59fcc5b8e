//! Gives each request an id and notes what became of it; query strings and grants stay out of the
//! log.

use std::time::Instant;

use axum::{
    extract::Request,
    http::{HeaderName, HeaderValue},
    middleware::Next,
    response::Response,
};

/// The request's id, in logs, error bodies and the response's `x-request-id`.
#[derive(Debug, Clone)]
pub(crate) struct RequestId(pub(crate) String);

/// The outermost layer.
pub(crate) async fn note(mut request: Request, next: Next) -> Response {
    let mut random = [0; 8];
    // Without randomness the id is zero: it only names a line of the log.
    let _ = getrandom::fill(&mut random);
    let id = format!("{:016x}", u64::from_be_bytes(random));
    let (method, path) = (request.method().clone(), logged(request.uri().path()).to_owned());
    request.extensions_mut().insert(RequestId(id.clone()));
    let started = Instant::now();
    let mut response = next.run(request).await;
    if let Ok(value) = HeaderValue::from_str(&id) {
        response.headers_mut().insert(HeaderName::from_static("x-request-id"), value);
    }
    let status = response.status().as_u16();
    let ms = u64::try_from(started.elapsed().as_millis()).unwrap_or(u64::MAX);
    if path.starts_with("/pkg/") || path == "/healthz" {
        tracing::debug!(%id, %method, path, status, ms, "request");
    } else {
        tracing::info!(%id, %method, path, status, ms, "request");
    }
    response
}

/// The path without the grant that some have in it: whoever reads the log must not be able to use it.
fn logged(path: &str) -> &str {
    const SECRET: [&str; 2] = ["/media/recordings/", "/media/exports/"];
    SECRET.into_iter().find(|door| path.starts_with(door)).unwrap_or(path)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn grants_stay_out_of_the_log() {
        assert_eq!(logged("/media/recordings/Xk3_secret"), "/media/recordings/");
        assert_eq!(logged("/media/exports/Xk3_secret"), "/media/exports/");
        assert_eq!(logged("/calls"), "/calls");
    }
}
