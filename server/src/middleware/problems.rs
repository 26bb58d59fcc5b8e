//! Rendering of problems as a page or as problem+json, as the request prefers.

use axum::{
    extract::Request,
    http::{StatusCode, header},
    middleware::Next,
    response::Response,
};
use earshot_domain::{MAX_FORM_BYTES, Problem, ProblemCode, byte_size};
use serde_json::{Map, Value};

use super::request_log::RequestId;
use crate::{
    problem::{AttachedProblem, wants_page, write},
    request_body::Lateness,
};

/// Renders the problem that a handler attached to its response.
pub(crate) async fn render(request: Request, next: Next) -> Response {
    let as_page = wants_page(request.headers());
    let id = request.extensions().get::<RequestId>().map(|id| id.0.clone()).unwrap_or_default();
    let lateness = request.extensions().get::<Lateness>().cloned().unwrap_or_default();
    let mut response = next.run(request).await;
    if lateness.is_late() {
        return write(&late(), members_of(&response), &id, as_page);
    }
    let attached = response.extensions_mut().remove::<AttachedProblem>();
    let Some(AttachedProblem(problem, members)) = attached else {
        let problem = framework_problem(&response);
        return problem.map_or(response, |problem| write(&problem, Map::new(), &id, as_page));
    };
    let mut written = write(&problem, members, &id, as_page);
    // The handler's own headers stay, such as those of a key's rate limit.
    written.headers_mut().extend(std::mem::take(response.headers_mut()));
    written
}

/// Problem of a request whose body did not arrive in time.
fn late() -> Problem {
    let detail = "The body did not arrive in time. Send it at once, and at 1 KB a second or more.";
    Problem::new(ProblemCode::RequestTimeout, detail)
}

/// What the handler did before it gave up.
fn members_of(response: &Response) -> Map<String, Value> {
    let attached = response.extensions().get::<AttachedProblem>();
    attached.map(|attached| attached.1.clone()).unwrap_or_default()
}

/// Problem of a request that the framework refused before any handler saw it. It answers in plain text,
/// which no handler does when it refuses.
fn framework_problem(response: &Response) -> Option<Problem> {
    let kind = response.headers().get(header::CONTENT_TYPE)?.to_str().ok()?;
    if !response.status().is_client_error() || !kind.starts_with("text/plain") {
        return None;
    }
    Some(if response.status() == StatusCode::PAYLOAD_TOO_LARGE {
        let detail = format!("The body is larger than {}.", byte_size(MAX_FORM_BYTES as u64));
        Problem::new(ProblemCode::TooLarge, detail)
    } else {
        Problem::new(
            ProblemCode::Malformed,
            "The URL or the body could not be read: both must be UTF-8, and a parameter must not \
             be repeated.",
        )
    })
}
