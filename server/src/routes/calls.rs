//! The Calls page, and the URLs that redirect to it.

use axum::{
    Extension,
    extract::{Path, RawQuery, Request, State},
    response::{IntoResponse, Redirect, Response},
};
use earshot_backend::Viewer;
use earshot_domain::{CallFilter, ListQuery};

use super::last_project::{implied, remember};
use crate::{AppState, pages, problem::Refusal};

/// `/`: redirects to the Calls page.
pub(crate) async fn home() -> Redirect {
    Redirect::to("/calls")
}

/// `/calls`: the page. A form sent without scripts includes its empty fields; such a URL redirects to
/// one without them, which people can read and share. A URL without a project redirects to that of the
/// opened call, or to the one searched last.
pub(crate) async fn list(
    state: State<AppState>,
    Extension(viewer): Extension<Viewer>,
    RawQuery(query): RawQuery,
    request: Request,
) -> Result<Response, Refusal> {
    let query = query.unwrap_or_default();
    let list = ListQuery::parse(&query);
    let headers = request.headers().clone();
    if list.errors.is_empty() {
        if let Some(project) = implied(&state, &viewer, &headers, &list).await? {
            let filter = CallFilter { project: Some(project), ..list.filter };
            return Ok(Redirect::to(&ListQuery { filter, ..list }.href()).into_response());
        }
        if form_urlencoded::parse(query.as_bytes()).any(|(_, value)| value.trim().is_empty()) {
            return Ok(Redirect::to(&list.href()).into_response());
        }
    }
    let mut response = pages::render(state.clone(), request).await;
    remember(&state, &viewer, &headers, &list, &mut response)?;
    Ok(response)
}

/// `/api/calls`: what the page loads when its URL changes.
pub(crate) async fn load(
    state: State<AppState>,
    Extension(viewer): Extension<Viewer>,
    RawQuery(query): RawQuery,
    request: Request,
) -> Result<Response, Refusal> {
    let query = query.unwrap_or_default();
    let list = form_urlencoded::parse(query.as_bytes()).find(|(name, _)| name == "query");
    let list = list.map(|(_, list)| ListQuery::parse(&list)).unwrap_or_default();
    let headers = request.headers().clone();
    let mut response = pages::server_function(state.clone(), request).await;
    remember(&state, &viewer, &headers, &list, &mut response)?;
    Ok(response)
}

/// `/calls/<id>`: redirects to the list with the call open. Whether the call exists is not checked
/// here.
pub(crate) async fn redirect(Path(call_id): Path<String>, RawQuery(query): RawQuery) -> Redirect {
    let mut target = form_urlencoded::Serializer::new(String::new());
    target.append_pair("expand", &call_id);
    for (name, value) in form_urlencoded::parse(query.unwrap_or_default().as_bytes()) {
        if matches!(name.as_ref(), "project_id" | "t") {
            target.append_pair(&name, &value);
        }
    }
    Redirect::to(&format!("/calls?{}", target.finish()))
}
