//! Conversion of refusals into responses.

use axum::{
    body::Body,
    http::{HeaderMap, HeaderValue, StatusCode, header},
    response::{IntoResponse, Response},
};
use earshot_app::problem::document;
use earshot_domain::{Problem, ProblemCode};
use serde::Serialize;
use serde_json::{Map, Value};
use utoipa::ToSchema;

use crate::site;

/// Seconds after which a program tries again when the database was busy, in interfaces with their own
/// errors.
pub(crate) const RETRY_SECONDS: u32 = 5;

/// Refusal of a request, rendered by the layer that knows what the client accepts.
pub(crate) struct Refusal(pub(crate) Problem);

/// Problem attached to a response that is not rendered yet, with additional members.
#[derive(Clone)]
pub(crate) struct AttachedProblem(pub(crate) Problem, pub(crate) Map<String, Value>);

impl Refusal {
    /// Converts the refusal into a response with additional members in its document.
    pub(crate) fn with_members(self, members: Map<String, Value>) -> Response {
        let mut response = status_of(&self.0).into_response();
        response.extensions_mut().insert(AttachedProblem(self.0, members));
        response
    }
}

impl From<earshot_backend::Error> for Refusal {
    fn from(error: earshot_backend::Error) -> Self {
        error.log();
        Self(error.problem())
    }
}

impl IntoResponse for Refusal {
    fn into_response(self) -> Response {
        self.with_members(Map::new())
    }
}

/// Problem details of a refused request (RFC 9457).
#[derive(Serialize, ToSchema)]
#[schema(as = Problem)]
pub(crate) struct ProblemDocument {
    /// Always `about:blank`; `code` identifies the problem.
    #[serde(rename = "type")]
    kind: &'static str,
    /// Label of the code.
    title: &'static str,
    /// HTTP status.
    status: u16,
    /// Id of the request, by which the operator finds it in the log.
    request_id: String,
    #[serde(flatten)]
    problem: Problem,
    #[serde(flatten)]
    #[schema(ignore)]
    members: Map<String, Value>,
}

/// Returns the HTTP status of a problem.
pub(crate) fn status_of(problem: &Problem) -> StatusCode {
    StatusCode::from_u16(problem.code.status()).unwrap_or(StatusCode::INTERNAL_SERVER_ERROR)
}

/// Whether the client accepts a page, as browsers do.
pub(crate) fn wants_page(headers: &HeaderMap) -> bool {
    let accept = headers.get(header::ACCEPT).and_then(|value| value.to_str().ok());
    accept.is_some_and(|accept| accept.contains("text/html"))
}

/// Renders a problem: a page for people, problem+json (RFC 9457) for programs.
pub(crate) fn write(
    problem: &Problem,
    members: Map<String, Value>,
    request_id: &str,
    as_page: bool,
) -> Response {
    let (content_type, body) = if as_page {
        ("text/html; charset=utf-8", document(site::PKG_DIR, problem, request_id))
    } else {
        let body = ProblemDocument {
            kind: "about:blank",
            title: problem.code.label(),
            status: problem.code.status(),
            request_id: request_id.to_owned(),
            problem: problem.clone(),
            members,
        };
        ("application/problem+json", serde_json::to_string(&body).unwrap_or_default())
    };
    let mut response = (status_of(problem), Body::from(body)).into_response();
    let headers = response.headers_mut();
    headers.insert(header::CONTENT_TYPE, HeaderValue::from_static(content_type));
    headers.insert(header::CACHE_CONTROL, HeaderValue::from_static("no-store"));
    headers.insert(header::VARY, HeaderValue::from_static("accept"));
    if let Some(seconds) = problem.retry_after {
        headers.insert(header::RETRY_AFTER, seconds.into());
    }
    response
}

/// Answers a URL outside the route table in the same way as an unknown id.
pub(crate) async fn not_found() -> Refusal {
    Refusal(earshot_backend::Error::NotFound.problem())
}

/// Answers a method that a route does not support.
pub(crate) async fn method_not_allowed() -> Refusal {
    Refusal(Problem::new(ProblemCode::MethodNotAllowed, "This URL does not support that method."))
}
