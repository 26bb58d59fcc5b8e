//! Addresses that lead to the Calls page.

use axum::{
    extract::{Path, RawQuery},
    response::Redirect,
};

/// `/` is the Calls page.
pub(crate) async fn home() -> Redirect {
    Redirect::to("/calls")
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
