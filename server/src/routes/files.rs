//! Static files of the site.

use axum::{
    http::{HeaderMap, Uri},
    response::{IntoResponse, Response},
};

use crate::{problem, site};

/// Answers with a file of the site.
pub(crate) async fn file(uri: Uri, headers: HeaderMap) -> Response {
    match site::find(uri.path()) {
        Some(file) => site::respond(&headers, file),
        None => problem::not_found().await.into_response(),
    }
}
