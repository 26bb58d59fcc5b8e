//! The API description: its document and its page.

use axum::{
    Extension,
    extract::State,
    http::{HeaderMap, HeaderValue, StatusCode, header},
    response::{Html, IntoResponse, Response},
};
use earshot_app::reference;
use earshot_backend::Viewer;

use crate::{AppState, description::description, site};

/// `GET /openapi.json`. It only changes with the program, so caches revalidate it by its entity tag.
pub(crate) async fn document(headers: HeaderMap) -> Response {
    let description = description();
    let known = headers.get(header::IF_NONE_MATCH).and_then(|value| value.to_str().ok());
    let same =
        known.is_some_and(|known| known.split(',').any(|tag| tag.trim() == description.etag));
    let mut response = if same {
        StatusCode::NOT_MODIFIED.into_response()
    } else {
        ([(header::CONTENT_TYPE, "application/json")], description.json.as_str()).into_response()
    };
    let headers = response.headers_mut();
    headers.insert(header::CACHE_CONTROL, HeaderValue::from_static("no-cache"));
    if let Ok(etag) = HeaderValue::from_str(&description.etag) {
        headers.insert(header::ETAG, etag);
    }
    response
}

/// `GET /help/api`: the document as a page.
pub(crate) async fn page(
    State(state): State<AppState>,
    Extension(viewer): Extension<Viewer>,
    headers: HeaderMap,
) -> Html<String> {
    let address = state.base_url(&headers);
    let description = &description().value;
    Html(reference::document(site::PKG_DIR, description, address, viewer.profile()))
}
