//! Grants of access to recordings, and their media.

use std::str::FromStr;

use axum::{
    Extension, Json,
    body::Body,
    extract::{Path, RawForm, State, rejection::RawFormRejection},
    http::{HeaderMap, HeaderValue, Method, StatusCode, header},
    response::{IntoResponse, Redirect, Response},
};
use earshot_backend::{Error, Media, MediaRequest, PlaybackDecision, Viewer};
use earshot_domain::{CallId, RecordingAction};

use super::range::{RequestedRange, requested_range};
use crate::{
    AppState,
    form::{Pairs, field, parse_known},
    problem::{Refusal, wants_page},
};

/// `POST /api/calls/<id>/recording/grants` with `action=play` or `action=download`. A browser is
/// redirected to the recording.
pub(crate) async fn grant(
    State(state): State<AppState>,
    Extension(viewer): Extension<Viewer>,
    Path(call_id): Path<String>,
    headers: HeaderMap,
    form: Result<RawForm, RawFormRejection>,
) -> Result<Response, Refusal> {
    let id = call(&call_id)?;
    let form = parse_known(form, &["action"])?;
    let action: RecordingAction = field(&form, "action")
        .and_then(|action| action.parse().ok())
        .ok_or_else(|| Error::field("action", "must be play or download"))?;
    let grant = state.backend.recordings().grant(&viewer, id, action).await?;
    if wants_page(&headers) {
        return Ok(Redirect::to(&grant.url).into_response());
    }
    Ok((StatusCode::CREATED, Json(grant)).into_response())
}

/// `POST /api/calls/<id>/recording/decision`: consent and compliance, with evidence.
pub(crate) async fn decide(
    State(state): State<AppState>,
    Extension(viewer): Extension<Viewer>,
    Path(call_id): Path<String>,
    headers: HeaderMap,
    form: Result<RawForm, RawFormRejection>,
) -> Result<Response, Refusal> {
    let id = call(&call_id)?;
    let decision = decision(form)?;
    state.backend.recordings().decide(&viewer, id, &decision).await?;
    if wants_page(&headers) {
        return Ok(Redirect::to(&format!("/calls?expand={id}")).into_response());
    }
    Ok(StatusCode::NO_CONTENT.into_response())
}

/// Parses the form of a decision: consent, compliance and their evidence.
pub(super) fn decision(
    form: Result<RawForm, RawFormRejection>,
) -> Result<PlaybackDecision, Refusal> {
    let form = parse_known(form, &["consent", "playback_compliance", "evidence"])?;
    Ok(PlaybackDecision {
        consent: listed(&form, "consent")?,
        playback_compliance: listed(&form, "playback_compliance")?,
        evidence: field(&form, "evidence").unwrap_or_default().to_owned(),
    })
}

/// Parses a field whose value is one of a list.
fn listed<T: FromStr>(form: &Pairs, name: &'static str) -> Result<T, Error> {
    let value = field(form, name).and_then(|value| value.parse().ok());
    value.ok_or_else(|| Error::field(name, "must be one of the listed values"))
}

/// `GET` and `HEAD /media/recordings/<grant>`, with single byte ranges.
pub(crate) async fn media(
    State(state): State<AppState>,
    Extension(viewer): Extension<Viewer>,
    Path(grant): Path<String>,
    method: Method,
    headers: HeaderMap,
) -> Result<Response, Refusal> {
    let request = if method == Method::HEAD { MediaRequest::Describe } else { MediaRequest::Read };
    let media = state.backend.recordings().open(&viewer, &grant, request).await?;
    respond(&media, request, &headers).await
}

/// `GET` and `HEAD /media/exports/<token>`: a recording that an export links to.
pub(crate) async fn linked_media(
    State(state): State<AppState>,
    Path(token): Path<String>,
    method: Method,
    headers: HeaderMap,
) -> Result<Response, Refusal> {
    let request = if method == Method::HEAD { MediaRequest::Describe } else { MediaRequest::Read };
    let media = state.backend.recordings().open_linked(&token, request).await?;
    respond(&media, request, &headers).await
}

async fn respond(
    media: &Media,
    request: MediaRequest,
    headers: &HeaderMap,
) -> Result<Response, Refusal> {
    let version = format!("\"{}\"", media.version);
    // A download can be used only once, so ranges are ignored.
    let requested = match media.action {
        RecordingAction::Play => requested_range(headers, media.length, &version),
        RecordingAction::Download => RequestedRange::Full,
    };
    let (status, first, end) = match requested {
        RequestedRange::Full => (StatusCode::OK, 0, media.length),
        RequestedRange::Partial { first, end } => (StatusCode::PARTIAL_CONTENT, first, end),
        RequestedRange::Unsatisfiable => (StatusCode::RANGE_NOT_SATISFIABLE, 0, 0),
    };
    let disposition = match media.action {
        RecordingAction::Play => "inline".to_owned(),
        RecordingAction::Download => format!("attachment; filename=\"{}\"", media.file_name),
    };
    let value = |text: &str| HeaderValue::from_str(text).map_err(Error::internal);
    let mut answer = HeaderMap::new();
    answer.insert(header::CONTENT_TYPE, value(&media.content_type)?);
    answer.insert(header::CONTENT_LENGTH, (end - first).into());
    answer.insert(header::CONTENT_DISPOSITION, value(&disposition)?);
    answer.insert(header::ETAG, value(&version)?);
    if media.action == RecordingAction::Play {
        answer.insert(header::ACCEPT_RANGES, HeaderValue::from_static("bytes"));
    }
    match requested {
        RequestedRange::Full => {}
        RequestedRange::Partial { first, end } => {
            let range = format!("bytes {first}-{}/{}", end - 1, media.length);
            answer.insert(header::CONTENT_RANGE, value(&range)?);
        }
        RequestedRange::Unsatisfiable => {
            let range = format!("bytes */{}", media.length);
            answer.insert(header::CONTENT_RANGE, value(&range)?);
            return Ok((status, answer).into_response());
        }
    }
    let body = match request {
        MediaRequest::Describe => Body::empty(),
        MediaRequest::Read => Body::from_stream(media.read(first, end).await?),
    };
    Ok((status, answer, body).into_response())
}

fn call(text: &str) -> Result<CallId, Error> {
    text.parse().map_err(|_| Error::NotFound)
}
