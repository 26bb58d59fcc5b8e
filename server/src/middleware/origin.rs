//! Protection against cross-site request forgery, by the origin of a request.

use axum::{
    extract::{Request, State},
    http::{HeaderMap, Method, header},
    middleware::Next,
    response::{IntoResponse, Response},
};
use earshot_domain::{Problem, ProblemCode};

use super::api_key::presents_key;
use crate::{AppState, problem::Refusal};

/// Passes reads, and writes from the portal's own pages or from programs; refuses others, and reads of
/// files from other sites, which would be counted and logged as downloads of the person.
pub(crate) async fn check(State(state): State<AppState>, request: Request, next: Next) -> Response {
    let reads = matches!(*request.method(), Method::GET | Method::HEAD | Method::OPTIONS);
    let public = state.settings.public_url.as_deref();
    let path = request.uri().path();
    let by_key = is_program_endpoint(path) && presents_key(request.headers());
    let reads = reads && !(is_file(path) && is_from_elsewhere(request.headers()));
    if reads || by_key || is_same_origin(request.headers(), public) {
        return next.run(request).await;
    }
    Refusal(Problem::new(
        ProblemCode::CrossSite,
        "This request came from another site and was refused. Open Earshot itself and try \
         again there.",
    ))
    .into_response()
}

/// Whether a path is an endpoint for programs, where only a key authenticates: a browser does not add
/// one by itself.
pub(crate) fn is_program_endpoint(path: &str) -> bool {
    ["/api/export/", "/export/", "/v1/", "/openapi/"].iter().any(|prefix| path.starts_with(prefix))
}

/// Whether a path is one of a file that a session gives. Linked recordings are for other sites as well.
fn is_file(path: &str) -> bool {
    let segments: Vec<_> = path.trim_start_matches('/').split('/').collect();
    matches!(
        segments.as_slice(),
        ["api", "calls", _, "transcript" | "conversation"]
            | ["activity", "events.csv" | "events.json"]
            | ["exports", _, "files", _]
            | ["exports", _, "manifest.json" | "archive.zip"]
            | ["media", "recordings", _]
    )
}

/// Whether a browser says that a page of another site, or of another host of this one, asks.
fn is_from_elsewhere(headers: &HeaderMap) -> bool {
    let site = headers.get("sec-fetch-site");
    site.is_some_and(|site| !matches!(site.as_bytes(), b"same-origin" | b"none"))
}

/// Whether a write comes from the portal's own pages or from no browser. `Sec-Fetch-Site` cannot be
/// forged by a page; older browsers send `Origin`.
fn is_same_origin(headers: &HeaderMap, public_url: Option<&str>) -> bool {
    let text = |name| headers.get(name).map(|value| value.to_str().unwrap_or("unreadable"));
    if let Some(site) = text("sec-fetch-site") {
        return matches!(site, "same-origin" | "none");
    }
    let Some(origin) = text(header::ORIGIN.as_str()) else { return true };
    if let Some(public) = public_url {
        return origin == public.trim_end_matches('/');
    }
    // Without a public URL the portal is reached over http.
    let host = origin.strip_prefix("http://");
    host.is_some() && host == text(header::HOST.as_str())
}

#[cfg(test)]
mod tests {
    use super::*;

    fn asks(pairs: &[(&'static str, &'static str)], public: Option<&str>) -> bool {
        let mut headers = HeaderMap::new();
        for (name, value) in pairs {
            headers.insert(*name, value.parse().unwrap());
        }
        is_same_origin(&headers, public)
    }

    #[test]
    fn other_sites_are_refused_however_they_show() {
        let host = ("host", "calls.example");
        assert!(asks(&[host, ("origin", "http://calls.example")], None));
        assert!(asks(&[host], None));
        for other in ["http://evil.example", "https://calls.example", "calls.example"] {
            assert!(!asks(&[host, ("origin", other)], None), "{other}");
        }
        assert!(!asks(&[host, ("origin", "null")], None));
        assert!(!asks(&[("sec-fetch-site", "same-site")], None));
        assert!(!asks(&[("sec-fetch-site", "cross-site"), host], None));
        let public = Some("https://calls.example/");
        assert!(asks(&[("host", "10.0.0.7"), ("origin", "https://calls.example")], public));
        assert!(!asks(&[("host", "evil.example"), ("origin", "https://evil.example")], public));
    }
}
