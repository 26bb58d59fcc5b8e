//! Push of a call's recording.

use axum::{
    Extension, Json,
    body::Body,
    extract::{Path, State},
    http::{HeaderMap, StatusCode},
    response::{IntoResponse, Response},
};
use earshot_backend::{ApiClient, RecordingFile};
use serde_json::json;

use super::body;
use crate::{AppState, body_limits::MAX_RECORDING_BYTES, problem::Refusal};

/// `PUT /v1/ingest/calls/{source}/{source_id}/recording`: 201 if the recording was stored, 200 if the
/// call had it already.
pub(crate) async fn recording(
    State(state): State<AppState>,
    Extension(holder): Extension<ApiClient>,
    Path((source, source_id)): Path<(String, String)>,
    headers: HeaderMap,
    body: Body,
) -> Result<Response, Refusal> {
    // Checked before the body is read, so that a refused client need not send it.
    state.backend.recordings().pushed_to(&holder, &source, &source_id).await?;
    body::check_length(&headers, MAX_RECORDING_BYTES)?;
    let file = body::to_file(body, MAX_RECORDING_BYTES).await?;
    let pushed = state.backend.recordings().push(&holder, &source, &source_id, file.path()).await?;
    let (status, result) = match pushed.file {
        RecordingFile::Taken => (StatusCode::CREATED, "taken"),
        RecordingFile::Unchanged => (StatusCode::OK, "unchanged"),
    };
    Ok((status, Json(json!({ "call_id": pushed.call_id, "result": result }))).into_response())
}
