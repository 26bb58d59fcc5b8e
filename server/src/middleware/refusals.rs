//! Requests that were answered as forbidden, or for records as not found, handed to the audit log.

use axum::http::{StatusCode, Uri};
use earshot_backend::Viewer;
use earshot_domain::Slug;

use super::request_span::{is_id, loggable_path};
use crate::{AppState, form};

/// What a request asked for: an address without its other parts, and an id or a project's slug.
pub(crate) struct Wanted {
    address: String,
    /// The id or the slug; `None` without any.
    subject: Option<String>,
}

impl Wanted {
    /// Reads the id in a path, else the id or the project in a query.
    pub(crate) fn of(route: &str, uri: &Uri) -> Self {
        let address = loggable_path(route, uri.path());
        let in_path = address.split('/').find(|segment| is_id(segment)).map(str::to_owned);
        let subject = in_path.or_else(|| in_query(uri.query()));
        Self { address: route.to_owned(), subject }
    }

    /// Records the request if it was answered as forbidden, or as not found where it named something. A
    /// fault is logged and leaves the answer as
    /// it is.
    pub(crate) async fn record(self, state: &AppState, viewer: &Viewer, status: StatusCode) {
        let subject = match (status, self.subject) {
            (StatusCode::NOT_FOUND | StatusCode::FORBIDDEN, Some(subject)) => subject,
            (StatusCode::FORBIDDEN, None) => self.address.clone(),
            _ => return,
        };
        let access = state.backend.access();
        if let Err(error) =
            access.record_refusal(viewer, &self.address, &subject, status.as_u16()).await
        {
            error.log();
        }
    }
}

fn in_query(query: Option<&str>) -> Option<String> {
    let pairs = form::parse_query(query);
    let id = pairs.iter().map(|(_, value)| value).find(|value| is_id(value));
    let project = || form::field(&pairs, "project_id").filter(|slug| is_slug(slug));
    id.cloned().or_else(|| project().map(str::to_owned))
}

fn is_slug(text: &str) -> bool {
    Slug::parse("project_id", text).is_ok()
}

#[cfg(test)]
mod tests {
    use super::*;

    fn wanted(route: &str, uri: &str) -> Option<(String, String)> {
        let wanted = Wanted::of(route, &uri.parse().unwrap());
        wanted.subject.map(|subject| (wanted.address, subject))
    }

    #[test]
    fn ids_and_projects_are_read_and_nothing_else() {
        let id = "0197c1a5-9d0e-7c3e-8a51-3f1f0e6a2b11";
        let found = |route: &str, subject: &str| Some((route.to_owned(), subject.to_owned()));
        let route = "/api/calls/{call_id}/transcript";
        let uri = format!("/api/calls/{id}/transcript?format=txt");
        assert_eq!(wanted(route, &uri), found(route, id));
        assert_eq!(
            wanted("/api/review", &format!("/api/review?id={id}")),
            found("/api/review", id)
        );
        assert_eq!(wanted("/calls", "/calls?q=x&project_id=north"), found("/calls", "north"));
        for (route, uri) in [
            ("/calls", "/calls?q=north"),
            ("/calls", "/calls?project_id=%2B44%207700"),
            ("/media/recordings/{grant}", "/media/recordings/secret"),
        ] {
            assert_eq!(wanted(route, uri), None, "{uri}");
        }
    }
}
