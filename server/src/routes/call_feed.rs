//! Feed of calls in the order of their arrival.

use axum::{
    Extension, Json,
    extract::{RawQuery, State},
};
use earshot_backend::{ApiClient, Error};
use earshot_domain::{CallFeed, CallFeedQuery};

use crate::{AppState, form, problem::Refusal};

/// `GET /v1/calls`: calls that arrived after a cursor.
pub(crate) async fn read(
    State(state): State<AppState>,
    Extension(holder): Extension<ApiClient>,
    RawQuery(query): RawQuery,
) -> Result<Json<CallFeed>, Refusal> {
    let wanted =
        CallFeedQuery::parse(&form::parse_query(query.as_deref())).map_err(Error::Invalid)?;
    Ok(Json(state.backend.calls().feed(&holder, &wanted).await?))
}
