//! The site's own files, out of the binary.

use axum::{
    http::{HeaderMap, Uri},
    response::{IntoResponse, Response},
};

use crate::{problem, site};

/// A file of the site.
pub(crate) async fn file(uri: Uri, headers: HeaderMap) -> Response {
    match site::find(uri.path()) {
        Some(file) => site::respond(&headers, file),
        None => problem::not_found().await.into_response(),
    }
}
