//! Calls in the order they arrived.

use axum::{
    Extension, Json,
    extract::{RawQuery, State},
};
use earshot_backend::{Error, KeyHolder};
use earshot_domain::{CallFeed, CallFeedQuery};

use crate::{AppState, problem::Refusal};

/// `GET /v1/calls`: what arrived after a cursor.
pub(crate) async fn read(
    State(state): State<AppState>,
    Extension(holder): Extension<KeyHolder>,
    RawQuery(query): RawQuery,
) -> Result<Json<CallFeed>, Refusal> {
    let query = query.unwrap_or_default();
    let pairs: Vec<_> = form_urlencoded::parse(query.as_bytes()).into_owned().collect();
    let wanted = CallFeedQuery::parse(&pairs).map_err(Error::Invalid)?;
    Ok(Json(state.backend.call_feed(&holder, &wanted).await?))
}
