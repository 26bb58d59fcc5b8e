//! Background exports: the forms of their pages, and the progress that pages poll.

use axum::{
    Extension, Json,
    extract::{Path, State},
    http::HeaderMap,
    response::Response,
};
use earshot_backend::Viewer;
use earshot_domain::{ActiveExport, ExportId};

use super::{new_export, path_id::path_id};
use crate::{AppState, form::completed, problem::Refusal};

/// `GET /api/exports/jobs`: the background exports that wait or run.
pub(crate) async fn active(
    State(state): State<AppState>,
    Extension(viewer): Extension<Viewer>,
) -> Result<Json<Vec<ActiveExport>>, Refusal> {
    Ok(Json(state.backend.exports().active(&viewer).await?))
}

/// `POST /exports/<id>/cancel`.
pub(crate) async fn cancel(
    State(state): State<AppState>,
    Extension(viewer): Extension<Viewer>,
    Path(export_id): Path<String>,
    headers: HeaderMap,
) -> Result<Response, Refusal> {
    let id: ExportId = path_id(&export_id)?;
    state.backend.exports().cancel_job(&viewer, id).await?;
    Ok(completed(&headers, &format!("/exports/{id}?saved=cancelled")))
}

/// `POST /exports/<id>/retry`: starts its request again, as another export.
pub(crate) async fn retry(
    State(state): State<AppState>,
    Extension(viewer): Extension<Viewer>,
    Path(export_id): Path<String>,
    headers: HeaderMap,
) -> Result<Response, Refusal> {
    let id: ExportId = path_id(&export_id)?;
    let export = state.backend.exports().retry_job(&viewer, id).await?;
    Ok(new_export::started(&headers, export))
}

/// `POST /exports/<id>/delete`: deletes the entry of an ended export.
pub(crate) async fn delete(
    State(state): State<AppState>,
    Extension(viewer): Extension<Viewer>,
    Path(export_id): Path<String>,
    headers: HeaderMap,
) -> Result<Response, Refusal> {
    let id: ExportId = path_id(&export_id)?;
    state.backend.exports().delete_job(&viewer, id).await?;
    Ok(completed(&headers, "/exports?saved=deleted"))
}

/// `POST /exports/<id>/revoke`: ends its links and deletes its files.
pub(crate) async fn revoke(
    State(state): State<AppState>,
    Extension(viewer): Extension<Viewer>,
    Path(export_id): Path<String>,
    headers: HeaderMap,
) -> Result<Response, Refusal> {
    let id: ExportId = path_id(&export_id)?;
    state.backend.exports().revoke_job(&viewer, id).await?;
    Ok(completed(&headers, &format!("/exports/{id}?saved=revoked")))
}
