//! The span of a request, which everything logged on its behalf carries.

use std::{
    pin::Pin,
    task::{Context, Poll},
};

use axum::{
    body::{Body, Bytes},
    extract::{MatchedPath, Request},
};
use hyper::body::{Body as HttpBody, Frame, SizeHint};
use tracing::Span;
use uuid::Uuid;

/// Parameter with a source's own id, which belongs to the source and not into a log.
const SOURCE_ID: &str = "{source_id}";
/// Route of requests that match none.
const UNMATCHED: &str = "unmatched";

/// Kind of the viewer that a request acts for.
#[derive(Debug, Clone, Copy)]
pub(crate) enum ViewerKind {
    /// A person with a session.
    Person,
    /// A program with a key or a token.
    Key,
}

/// Makes the span of a request. It is enabled at every level, so that an error always has its id.
pub(super) fn request_span(id: &str, request: &Request) -> Span {
    let (method, route) = (request.method(), route(request));
    tracing::error_span!("request", id, %method, route, viewer = "none")
}

/// Records the viewer's kind in the span of the current request.
pub(crate) fn record_viewer(kind: ViewerKind) {
    let kind = match kind {
        ViewerKind::Person => "person",
        ViewerKind::Key => "key",
    };
    Span::current().record("viewer", kind);
}

/// The route that a request matched, as the route table has it.
pub(super) fn route(request: &Request) -> &str {
    request.extensions().get::<MatchedPath>().map_or(UNMATCHED, MatchedPath::as_str)
}

/// The path of a request with those of its parameters that are ids. Any other could be a secret, such
/// as a grant, or personal, such as a number.
pub(super) fn loggable_path(route: &str, path: &str) -> String {
    let mut values = path.split('/');
    let segments = route.split('/').map(|name| match values.next() {
        Some(value) if name.starts_with('{') && name != SOURCE_ID && is_id(value) => value,
        _ => name,
    });
    segments.collect::<Vec<_>>().join("/")
}

/// Whether a text is an id with its hyphens; without them it could be a token.
pub(super) fn is_id(text: &str) -> bool {
    text.len() == 36 && text.parse::<Uuid>().is_ok()
}

/// A response's body, which is produced within the span of its request.
pub(super) struct SpanBody {
    body: Body,
    span: Span,
}

impl SpanBody {
    /// Puts a body into a span.
    pub(super) fn new(body: Body, span: Span) -> Self {
        Self { body, span }
    }
}

impl HttpBody for SpanBody {
    type Data = Bytes;
    type Error = axum::Error;

    fn poll_frame(
        mut self: Pin<&mut Self>,
        context: &mut Context<'_>,
    ) -> Poll<Option<Result<Frame<Bytes>, axum::Error>>> {
        let span = self.span.clone();
        let _entered = span.enter();
        Pin::new(&mut self.body).poll_frame(context)
    }

    fn is_end_stream(&self) -> bool {
        self.body.is_end_stream()
    }

    fn size_hint(&self) -> SizeHint {
        self.body.size_hint()
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_logged_path_has_ids_and_no_other_value() {
        let id = "0197a1b2-c3d4-7e5f-8a9b-0c1d2e3f4a5b";
        let route = "/api/calls/{call_id}/transcript";
        let path = format!("/api/calls/{id}/transcript");
        assert_eq!(loggable_path(route, &path), path);
        for (route, path) in [
            ("/media/recordings/{grant}", "/media/recordings/Xk3_secret".to_owned()),
            ("/media/exports/{token}", format!("/media/exports/{}", id.replace('-', ""))),
            ("/v1/{source}/{source_id}/recording", "/v1/pbx/+447700900123/recording".to_owned()),
            ("/v1/{source}/{source_id}/recording", format!("/v1/vapi/{id}/recording")),
            ("/openapi/{version}/{*interface}", "/openapi/v2.0/cdr/secret".to_owned()),
            ("/calls", "/calls".to_owned()),
            (UNMATCHED, "/nobody/secret".to_owned()),
        ] {
            assert_eq!(loggable_path(route, &path), route, "{path}");
        }
    }
}
