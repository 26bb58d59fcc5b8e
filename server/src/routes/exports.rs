//! Running exports: cancellation and status; a server function begins one.

use axum::{
    Extension, Json,
    extract::{Query, RawForm, State, rejection::RawFormRejection},
    http::{HeaderMap, StatusCode},
    response::{IntoResponse, Redirect, Response},
};
use earshot_backend::{Error, Viewer};
use earshot_domain::{ExportId, ExportProgress};
use serde::Deserialize;

use crate::{
    AppState,
    form::{field, parse_form},
    problem::{Refusal, wants_page},
};

/// `POST /api/exports/cancel`: cancels a running export of the person, from whichever tab.
pub(crate) async fn cancel(
    State(state): State<AppState>,
    Extension(viewer): Extension<Viewer>,
    request_headers: HeaderMap,
    form: Result<RawForm, RawFormRejection>,
) -> Result<Response, Refusal> {
    let pairs = parse_form(form)?;
    let id = export_id(field(&pairs, "export_id"))?;
    state.backend.exports().cancel(&viewer, id).await?;
    if wants_page(&request_headers) {
        return Ok(Redirect::to("/exports").into_response());
    }
    Ok(StatusCode::NO_CONTENT.into_response())
}

/// Query of a status request.
#[derive(Deserialize)]
pub(crate) struct StatusQuery {
    export_id: Option<String>,
}

/// `GET /api/exports/status?export_id=…`: progress of an export of the person.
pub(crate) async fn status(
    State(state): State<AppState>,
    Extension(viewer): Extension<Viewer>,
    Query(query): Query<StatusQuery>,
) -> Result<Json<ExportProgress>, Refusal> {
    let id = export_id(query.export_id.as_deref())?;
    Ok(Json(state.backend.exports().progress(&viewer, id).await?))
}

/// Parses an export's id: a missing one is invalid, a malformed one is not found.
fn export_id(text: Option<&str>) -> Result<ExportId, Refusal> {
    let text = text.ok_or_else(|| Error::field("export_id", "must be the id of an export"))?;
    text.parse().map_err(|_| Error::NotFound.into())
}
