//! Files of one call: its transcript and its conversation.

use axum::{
    Extension,
    extract::{Path, RawQuery, State},
    http::Method,
    response::Response,
};
use earshot_backend::{CallFile, Viewer};
use earshot_domain::{ConversationQuery, TranscriptQuery};

use super::path_id::path_id;
use crate::{AppState, problem::Refusal, whole_file::WholeFile};

/// `GET` and `HEAD /api/calls/<id>/transcript?format=pdf&include_quality_history=true`. HEAD makes no
/// file and counts as no download.
pub(crate) async fn transcript(
    State(state): State<AppState>,
    Extension(viewer): Extension<Viewer>,
    Path(call_id): Path<String>,
    RawQuery(query): RawQuery,
    method: Method,
) -> Result<Response, Refusal> {
    let query = TranscriptQuery::parse(&query.unwrap_or_default());
    let exports = state.backend.exports();
    let file = exports.transcript_file(&viewer, path_id(&call_id)?, query).await?;
    described(&file).answer(&method, async { Ok(file.read().await?.into()) }).await
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
    let query = ConversationQuery::parse(&query.unwrap_or_default());
    let exports = state.backend.exports();
    let file = exports.conversation_file(&viewer, path_id(&call_id)?, query).await?;
    described(&file).answer(&method, async { Ok(Box::pin(file.read()).await?.into()) }).await
}

fn described<'a, F>(file: &'a CallFile<'_, F>) -> WholeFile<'a> {
    WholeFile { content_type: file.content_type, name: Some(&file.name), length: None }
}
