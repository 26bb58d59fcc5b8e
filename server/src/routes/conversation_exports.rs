//! Background exports for programs: start, progress, cancellation and list.

use axum::{
    Extension, Json,
    body::Bytes,
    extract::{Path, RawQuery, State, rejection::BytesRejection},
    http::{HeaderMap, HeaderValue, StatusCode, header},
    response::{IntoResponse, Response},
};
use earshot_backend::{ApiClient, Error};
use earshot_domain::{
    ExportAccepted, ExportAnswer, ExportAnswers, ExportListQuery, ExportRequest, ExportStatus,
};

use super::path_id::path_id;
use crate::{AppState, form, problem::Refusal};

/// Seconds after which the progress of an export is worth reading again.
const RETRY_AFTER: &str = "1";
/// Longest idempotency key, in bytes.
const MAX_IDEMPOTENCY_KEY: usize = 255;

/// `POST /v1/conversations/export`: queues an export and answers 202.
pub(crate) async fn start(
    State(state): State<AppState>,
    Extension(client): Extension<ApiClient>,
    headers: HeaderMap,
    body: Result<Bytes, BytesRejection>,
) -> Result<Response, Refusal> {
    let exports = state.backend.exports().of_key(&client)?;
    let body = body.map_err(|_| Error::Malformed("The body could not be read.".to_owned()))?;
    let body = serde_json::from_slice(&body)
        .map_err(|error| Error::Malformed(format!("The body is not JSON: {error}.")))?;
    let request = ExportRequest::from_json(&body).map_err(Error::Invalid)?;
    let started = exports.start(&request, idempotency_key(&headers)?).await?;
    let accepted = ExportAccepted::new(started.id);
    let location = HeaderValue::from_str(&accepted.url).map_err(Error::internal)?;
    let headers = [
        (header::LOCATION, location),
        (header::RETRY_AFTER, HeaderValue::from_static(RETRY_AFTER)),
    ];
    Ok((StatusCode::ACCEPTED, headers, Json(accepted)).into_response())
}

fn idempotency_key(headers: &HeaderMap) -> Result<Option<&str>, Error> {
    let Some(value) = headers.get("idempotency-key") else { return Ok(None) };
    let text = value
        .to_str()
        .ok()
        .map(str::trim)
        .filter(|text| (1..=MAX_IDEMPOTENCY_KEY).contains(&text.len()));
    text.map(Some).ok_or_else(|| {
        let message = format!("must have 1 to {MAX_IDEMPOTENCY_KEY} ASCII characters");
        Error::field("Idempotency-Key", message)
    })
}

/// `GET /v1/conversations/export/<id>`: state, progress and files.
pub(crate) async fn read(
    State(state): State<AppState>,
    Extension(client): Extension<ApiClient>,
    Path(id): Path<String>,
) -> Result<Response, Refusal> {
    let exports = state.backend.exports().of_key(&client)?;
    let answer = ExportAnswer::from(exports.job(path_id(&id)?).await?);
    let runs = matches!(answer.status, ExportStatus::Queued | ExportStatus::Running);
    let mut response = Json(answer).into_response();
    if runs {
        response.headers_mut().insert(header::RETRY_AFTER, HeaderValue::from_static(RETRY_AFTER));
    }
    Ok(response)
}

/// `DELETE /v1/conversations/export/<id>`: cancels an export that waits or runs.
pub(crate) async fn cancel(
    State(state): State<AppState>,
    Extension(client): Extension<ApiClient>,
    Path(id): Path<String>,
) -> Result<StatusCode, Refusal> {
    state.backend.exports().of_key(&client)?.cancel(path_id(&id)?).await?;
    Ok(StatusCode::NO_CONTENT)
}

/// `GET /v1/conversations/exports`: the exports of the key, newest first.
pub(crate) async fn list(
    State(state): State<AppState>,
    Extension(client): Extension<ApiClient>,
    RawQuery(query): RawQuery,
) -> Result<Json<ExportAnswers>, Refusal> {
    let exports = state.backend.exports().of_key(&client)?;
    let query =
        ExportListQuery::parse(&form::parse_query(query.as_deref())).map_err(Error::Invalid)?;
    Ok(Json(exports.list(&query).await?))
}
