//! Push API for calls and recordings.

mod body;
mod parameters;

use axum::{
    Extension, Json,
    body::Body,
    extract::{Path, RawQuery, State},
    http::{HeaderMap, StatusCode},
    response::{IntoResponse, Response},
};
use earshot_backend::{KeyHolder, PushError, RecordingFile};
use earshot_domain::{Problem, ProblemCode, PushReport};
use serde_json::{Map, Value, json};

use crate::{
    AppState,
    body_limits::{MAX_CALLS_BYTES, MAX_RECORDING_BYTES},
    problem::Refusal,
};

/// `POST /v1/ingest/calls`: 200 if no record was refused, 207 if some were, 422 if all were; each with
/// a result for every record.
pub(crate) async fn calls(
    State(state): State<AppState>,
    Extension(holder): Extension<KeyHolder>,
    RawQuery(query): RawQuery,
    headers: HeaderMap,
    body: Body,
) -> Result<Response, Refusal> {
    body::check_length(&headers, MAX_CALLS_BYTES)?;
    let push = parameters::push(&headers, query.as_deref())?;
    let body = body::blocking_reader(body, MAX_CALLS_BYTES);
    Ok(match state.backend.push_calls(&holder, &push, body).await {
        Ok(report) => answer(report),
        Err(PushError { error, report }) => Refusal::from(error).with_members(members(&report)),
    })
}

fn answer(report: PushReport) -> Response {
    let stored = report.taken + report.extended + report.unchanged;
    if report.refused > 0 && stored == 0 {
        let detail = "No record was accepted; results has the reasons. Correct the records and push them \
                      again.";
        return Refusal(Problem::new(ProblemCode::InvalidValue, detail))
            .with_members(members(&report));
    }
    let status = if report.refused > 0 { StatusCode::MULTI_STATUS } else { StatusCode::OK };
    (status, Json(report)).into_response()
}

fn members(report: &PushReport) -> Map<String, Value> {
    match serde_json::to_value(report) {
        Ok(Value::Object(members)) => members,
        _ => Map::new(),
    }
}

/// `PUT /v1/ingest/calls/{source}/{source_id}/recording`: 201 if the recording was stored, 200 if the
/// call had it already.
pub(crate) async fn recording(
    State(state): State<AppState>,
    Extension(holder): Extension<KeyHolder>,
    Path((source, source_id)): Path<(String, String)>,
    headers: HeaderMap,
    body: Body,
) -> Result<Response, Refusal> {
    // Checked before the body is read, so that a refused client need not send it.
    state.backend.pushed_to(&holder, &source, &source_id).await?;
    body::check_length(&headers, MAX_RECORDING_BYTES)?;
    let file = body::to_file(body, MAX_RECORDING_BYTES).await?;
    let pushed = state.backend.push_recording(&holder, &source, &source_id, file.path()).await?;
    let (status, result) = match pushed.file {
        RecordingFile::Taken => (StatusCode::CREATED, "taken"),
        RecordingFile::Unchanged => (StatusCode::OK, "unchanged"),
    };
    Ok((status, Json(json!({ "call_id": pushed.call_id, "result": result }))).into_response())
}
