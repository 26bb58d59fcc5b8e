//! Files of one call: its transcript and its conversation.

use axum::{
    Extension,
    extract::{Path, RawQuery, State},
    http::{HeaderMap, HeaderValue, header},
    response::{IntoResponse, Response},
};
use earshot_backend::{Error, Viewer};
use earshot_domain::{ConversationFormat, ConversationQuery, TranscriptFormat, TranscriptQuery};

use crate::{AppState, problem::Refusal};

/// `GET /api/calls/<id>/transcript?format=pdf&include_quality_history=true`.
pub(crate) async fn transcript(
    State(state): State<AppState>,
    Extension(viewer): Extension<Viewer>,
    Path(call_id): Path<String>,
    RawQuery(query): RawQuery,
) -> Result<Response, Refusal> {
    let id = call_id.parse().map_err(|_| Error::NotFound)?;
    let query = TranscriptQuery::parse(&query.unwrap_or_default());
    let file = state.backend.exports().transcript_file(&viewer, id, query).await?;
    let content_type = match file.format {
        TranscriptFormat::Txt => "text/plain; charset=utf-8",
        TranscriptFormat::Pdf => "application/pdf",
    };
    attachment(content_type, &file.file_name, file.bytes)
}

/// `GET /api/calls/<id>/conversation?format=json&include_quality_history=true`.
pub(crate) async fn conversation(
    State(state): State<AppState>,
    Extension(viewer): Extension<Viewer>,
    Path(call_id): Path<String>,
    RawQuery(query): RawQuery,
) -> Result<Response, Refusal> {
    let id = call_id.parse().map_err(|_| Error::NotFound)?;
    let query = ConversationQuery::parse(&query.unwrap_or_default());
    let file = state.backend.exports().conversation_file(&viewer, id, query).await?;
    let content_type = match file.format {
        ConversationFormat::Json => "application/json",
        ConversationFormat::Csv => "text/csv; charset=utf-8",
        ConversationFormat::Pdf => "application/pdf",
    };
    attachment(content_type, &file.file_name, file.bytes)
}

fn attachment(
    content_type: &'static str,
    file_name: &str,
    bytes: Vec<u8>,
) -> Result<Response, Refusal> {
    let disposition = format!("attachment; filename=\"{file_name}\"");
    let mut headers = HeaderMap::new();
    headers.insert(header::CONTENT_TYPE, HeaderValue::from_static(content_type));
    headers.insert(
        header::CONTENT_DISPOSITION,
        HeaderValue::from_str(&disposition).map_err(Error::internal)?,
    );
    Ok((headers, bytes).into_response())
}
