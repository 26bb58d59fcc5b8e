//! Grants of access to recordings, and their media.

use std::str::FromStr;

use axum::{
    Extension, Json,
    extract::{Path, RawForm, State, rejection::RawFormRejection},
    http::{HeaderMap, HeaderValue, Method, StatusCode},
    response::{IntoResponse, Redirect, Response},
};
use earshot_backend::{Error, Media, MediaRequest, PlaybackDecision, Viewer};
use earshot_domain::{CallId, Consent, PlaybackCompliance, RecordingAction};

use super::{
    path_id::path_id,
    ranged::{RangedFile, RangedRequest},
};
use crate::{
    AppState,
    form::{Pairs, field, parse_known},
    problem::{Refusal, wants_page},
    whole_file::saved_as,
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
    let id: CallId = path_id(&call_id)?;
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
    let id: CallId = path_id(&call_id)?;
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
        consent: listed(&form, "consent", Consent::choices)?,
        playback_compliance: listed(&form, "playback_compliance", PlaybackCompliance::choices)?,
        evidence: field(&form, "evidence").unwrap_or_default().to_owned(),
    })
}

/// Parses a field whose value is one of a list.
fn listed<T: FromStr>(
    form: &Pairs,
    name: &'static str,
    choices: fn() -> String,
) -> Result<T, Error> {
    let value = field(form, name).and_then(|value| value.parse().ok());
    value.ok_or_else(|| Error::field(name, format!("must be {}", choices())))
}

/// `GET` and `HEAD /media/recordings/<grant>`, with single byte ranges of what is played. A download can
/// be used only once, so ranges of it are ignored.
pub(crate) async fn media(
    State(state): State<AppState>,
    Extension(viewer): Extension<Viewer>,
    Path(grant): Path<String>,
    method: Method,
    headers: HeaderMap,
) -> Result<Response, Refusal> {
    let purpose = purpose_of(&method);
    let media = state.backend.recordings().open(&viewer, &grant, purpose).await?;
    let ranges = media.action == RecordingAction::Play;
    respond(&media, ranges, RangedRequest { method: &method, headers: &headers }).await
}

/// `GET` and `HEAD /media/exports/<token>`: a recording that an export links to, with single byte ranges,
/// since a link may be used until it expires.
pub(crate) async fn linked_media(
    State(state): State<AppState>,
    Path(token): Path<String>,
    method: Method,
    headers: HeaderMap,
) -> Result<Response, Refusal> {
    let media = state.backend.recordings().open_linked(&token, purpose_of(&method)).await?;
    respond(&media, true, RangedRequest { method: &method, headers: &headers }).await
}

fn purpose_of(method: &Method) -> MediaRequest {
    if method == Method::HEAD { MediaRequest::Describe } else { MediaRequest::Read }
}

async fn respond(
    media: &Media,
    ranges: bool,
    request: RangedRequest<'_>,
) -> Result<Response, Refusal> {
    let disposition = match media.action {
        RecordingAction::Play => HeaderValue::from_static("inline"),
        RecordingAction::Download => saved_as(&media.file_name)?,
    };
    let file = RangedFile {
        content_type: &media.content_type,
        disposition,
        length: media.length,
        version: &format!("\"{}\"", media.version),
        ranges,
    };
    file.answer(request, |first, end| media.read(first, end)).await
}
