//! Push of calls.

use axum::{
    Extension, Json,
    body::Body,
    extract::{RawQuery, State},
    http::{HeaderMap, StatusCode},
    response::{IntoResponse, Response},
};
use earshot_backend::{ApiClient, PushError};
use earshot_domain::{Problem, ProblemCode, PushReport};
use serde_json::{Map, Value};

use super::{body, parameters};
use crate::{AppState, body_limits::MAX_CALLS_BYTES, problem::Refusal};

/// `POST /v1/ingest/calls`: 200 if no record was refused, 207 if some were, 422 if all were; each with
/// a result for every record.
pub(crate) async fn calls(
    State(state): State<AppState>,
    Extension(holder): Extension<ApiClient>,
    RawQuery(query): RawQuery,
    headers: HeaderMap,
    body: Body,
) -> Result<Response, Refusal> {
    body::check_length(&headers, MAX_CALLS_BYTES)?;
    let push = parameters::push(&headers, query.as_deref())?;
    let body = body::blocking_reader(body, MAX_CALLS_BYTES);
    Ok(match state.backend.intake().push(&holder, &push, body).await {
        Ok(report) => answer(report),
        Err(PushError { error, report }) => Refusal::from(error).with_members(members(&report)),
    })
}

fn answer(report: PushReport) -> Response {
    let is_stored =
        [report.taken, report.extended, report.unchanged].iter().any(|count| *count > 0);
    if report.refused > 0 && !is_stored {
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
