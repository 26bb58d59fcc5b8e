//! Conversations for programs: the list, one conversation, and its messages.

use axum::{
    Extension, Json,
    extract::{Path, RawQuery, State},
};
use earshot_backend::{ApiClient, Error};
use earshot_domain::{
    Conversation, ConversationListQuery, ConversationMessages, Conversations, MessagesQuery,
};

use super::path_id::path_id;
use crate::{AppState, form, problem::Refusal};

/// `GET /v1/conversations`: conversations of a filter, newest first.
pub(crate) async fn list(
    State(state): State<AppState>,
    Extension(client): Extension<ApiClient>,
    RawQuery(query): RawQuery,
) -> Result<Json<Conversations>, Refusal> {
    let conversations = state.backend.calls().of_key(&client)?;
    let query = ConversationListQuery::parse(&form::parse_query(query.as_deref()))
        .map_err(Error::Invalid)?;
    Ok(Json(conversations.list(&query).await?))
}

/// `GET /v1/conversations/<id>`.
pub(crate) async fn read(
    State(state): State<AppState>,
    Extension(client): Extension<ApiClient>,
    Path(id): Path<String>,
) -> Result<Json<Conversation>, Refusal> {
    let conversations = state.backend.calls().of_key(&client)?;
    Ok(Json(conversations.read(path_id(&id)?).await?))
}

/// `GET /v1/conversations/<id>/messages`: messages in order.
pub(crate) async fn messages(
    State(state): State<AppState>,
    Extension(client): Extension<ApiClient>,
    Path(id): Path<String>,
    RawQuery(query): RawQuery,
) -> Result<Json<ConversationMessages>, Refusal> {
    let conversations = state.backend.calls().of_key(&client)?;
    let id = path_id(&id)?;
    let query = MessagesQuery::parse(id, &form::parse_query(query.as_deref()));
    Ok(Json(conversations.messages(id, query).await?))
}
