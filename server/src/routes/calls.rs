//! The Calls page, and the URLs that redirect to it.

use axum::{
    extract::{Path, RawQuery, Request, State},
    response::{IntoResponse, Redirect, Response},
};
use earshot_domain::ListQuery;

use crate::{AppState, pages};

/// `/`: redirects to the Calls page.
pub(crate) async fn home() -> Redirect {
    Redirect::to("/calls")
}

/// `/calls`: the page. A form sent without scripts includes its empty fields; such a URL redirects to
/// one without them, which people can read and share.
pub(crate) async fn list(
    state: State<AppState>,
    RawQuery(query): RawQuery,
    request: Request,
) -> Response {
    let query = query.unwrap_or_default();
    if form_urlencoded::parse(query.as_bytes()).any(|(_, value)| value.trim().is_empty()) {
        let list = ListQuery::parse(&query);
        if list.errors.is_empty() {
            return Redirect::to(&list.href()).into_response();
        }
    }
    pages::render(state, request).await
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
