//! Conversations for programs: the list, one conversation, and its messages.

use axum::{
    Extension, Json,
    extract::{Path, RawQuery, State},
};
use earshot_backend::{ApiClient, Error};
use earshot_domain::{
    CallId, Conversation, ConversationListQuery, ConversationMessages, Conversations, MessagesQuery,
};

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
    Ok(Json(conversations.read(call(&id)?).await?))
}

/// `GET /v1/conversations/<id>/messages`: messages in order.
pub(crate) async fn messages(
    State(state): State<AppState>,
    Extension(client): Extension<ApiClient>,
    Path(id): Path<String>,
    RawQuery(query): RawQuery,
) -> Result<Json<ConversationMessages>, Refusal> {
    let conversations = state.backend.calls().of_key(&client)?;
    let id = call(&id)?;
    let query = MessagesQuery::parse(id, &form::parse_query(query.as_deref()));
    Ok(Json(conversations.messages(id, query).await?))
}

/// The id in a path; what is no id is not found.
fn call(id: &str) -> Result<CallId, Error> {
    id.parse().map_err(|_| Error::NotFound)
}
