//! Keys for programs: the page, and the forms that make and revoke them.

use axum::{
    Extension,
    extract::{Path, RawForm, Request, State, rejection::RawFormRejection},
    http::HeaderMap,
    response::Response,
};
use earshot_app::api::FormOutcome;
use earshot_backend::{Error, Viewer};
use earshot_domain::{ApiKeyForm, ApiKeyId};

use super::{
    form::{done, pairs_of},
    settings,
};
use crate::{AppState, pages, problem::Refusal};

/// `/settings/api-keys`; to those who have no such page it is as if there were none.
pub(crate) async fn page(
    state: State<AppState>,
    viewer: Extension<Viewer>,
    request: Request,
) -> Response {
    settings::page(state, viewer, request).await
}

/// `POST /settings/api-keys`. The secret is in the answer and nowhere else, so a page is answered
/// with a page.
pub(crate) async fn make(
    State(state): State<AppState>,
    Extension(viewer): Extension<Viewer>,
    headers: HeaderMap,
    form: Result<RawForm, RawFormRejection>,
) -> Result<Response, Refusal> {
    let pairs = pairs_of(form, ApiKeyForm::FIELDS)?;
    let made = state.backend.make_api_key(&viewer, &ApiKeyForm::parse(&pairs)).await;
    let outcome = |made| FormOutcome { created_api_key: Some(made), ..FormOutcome::default() };
    pages::made(&state, "/settings/api-keys", viewer, &headers, pairs, made, outcome).await
}

/// `POST /settings/api-keys/<id>/revoke`.
pub(crate) async fn revoke(
    State(state): State<AppState>,
    Extension(viewer): Extension<Viewer>,
    Path(api_key_id): Path<String>,
    headers: HeaderMap,
) -> Result<Response, Refusal> {
    let id: ApiKeyId = api_key_id.parse().map_err(|_| Error::NotFound)?;
    state.backend.revoke_api_key(&viewer, id).await?;
    Ok(done(&headers, "/settings/api-keys?saved=revoked"))
}
