//! Addresses that lead to the Calls page.

use axum::{
    extract::{Path, RawQuery, Request, State},
    response::{IntoResponse, Redirect, Response},
};
use earshot_domain::ListQuery;

use crate::{AppState, pages};

/// `/` is the Calls page.
pub(crate) async fn home() -> Redirect {
    Redirect::to("/calls")
}

/// `/calls` is the page. A form sent without scripts names its empty fields too: such an address
/// leads to the one that people can read and share.
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

/// `/calls/<id>` opens the call in the list; whether there is such a call is not looked up here.
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
