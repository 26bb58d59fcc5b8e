//! Files of one call: its transcript and its conversation.

use axum::{
    Extension,
    body::Body,
    extract::{Path, RawQuery, State},
    http::{HeaderMap, HeaderValue, Method, header},
    response::{IntoResponse, Response},
};
use earshot_backend::{Error, Viewer};
use earshot_domain::{
    CallId, ConversationFormat, ConversationQuery, TranscriptFormat, TranscriptQuery,
};

use crate::{AppState, head_body::of_unknown_length, problem::Refusal};

/// `GET` and `HEAD /api/calls/<id>/transcript?format=pdf&include_quality_history=true`. HEAD makes no
/// file and counts as no download.
pub(crate) async fn transcript(
    State(state): State<AppState>,
    Extension(viewer): Extension<Viewer>,
    Path(call_id): Path<String>,
    RawQuery(query): RawQuery,
    method: Method,
) -> Result<Response, Refusal> {
    let (id, exports) = (call(&call_id)?, state.backend.exports());
    let query = TranscriptQuery::parse(&query.unwrap_or_default());
    let content_type = match query.format {
        TranscriptFormat::Txt => "text/plain; charset=utf-8",
        TranscriptFormat::Pdf => "application/pdf",
    };
    if method == Method::HEAD {
        let name = exports.transcript_file_name(&viewer, id, query).await?;
        return attachment(content_type, &name, of_unknown_length());
    }
    let file = exports.transcript_file(&viewer, id, query).await?;
    attachment(content_type, &file.file_name, file.bytes.into())
}

/// `GET` and `HEAD /api/calls/<id>/conversation?format=json&include_quality_history=true`. HEAD makes
/// no file and counts as no download.
pub(crate) async fn conversation(
    State(state): State<AppState>,
    Extension(viewer): Extension<Viewer>,
    Path(call_id): Path<String>,
    RawQuery(query): RawQuery,
    method: Method,
) -> Result<Response, Refusal> {
    let (id, exports) = (call(&call_id)?, state.backend.exports());
    let query = ConversationQuery::parse(&query.unwrap_or_default());
    let content_type = match query.format {
        ConversationFormat::Json => "application/json",
        ConversationFormat::Csv => "text/csv; charset=utf-8",
        ConversationFormat::Pdf => "application/pdf",
    };
    if method == Method::HEAD {
        let name = exports.conversation_file_name(&viewer, id, query).await?;
        return attachment(content_type, &name, of_unknown_length());
    }
    let file = exports.conversation_file(&viewer, id, query).await?;
    attachment(content_type, &file.file_name, file.bytes.into())
}

fn call(text: &str) -> Result<CallId, Error> {
    text.parse().map_err(|_| Error::NotFound)
}

fn attachment(
    content_type: &'static str,
    file_name: &str,
    body: Body,
) -> Result<Response, Refusal> {
    let disposition = format!("attachment; filename=\"{file_name}\"");
    let mut headers = HeaderMap::new();
    headers.insert(header::CONTENT_TYPE, HeaderValue::from_static(content_type));
    headers.insert(
        header::CONTENT_DISPOSITION,
        HeaderValue::from_str(&disposition).map_err(Error::internal)?,
    );
    Ok((headers, body).into_response())
}
