//! Paths that name nothing: the NUL character is in no id, and PostgreSQL refuses it.

use axum::{
    extract::Request,
    middleware::Next,
    response::{IntoResponse, Response},
};

use crate::problem::not_found;

/// Answers a path with a NUL character as one that names nothing.
pub(crate) async fn check(request: Request, next: Next) -> Response {
    if request.uri().path().contains("%00") {
        return not_found().await.into_response();
    }
    next.run(request).await
}
