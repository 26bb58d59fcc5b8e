//! API keys: the page, and the forms that create and revoke them.

use axum::{
    Extension,
    extract::{Path, RawForm, Request, State, rejection::RawFormRejection},
    http::HeaderMap,
    response::Response,
};
use earshot_app::api::FormOutcome;
use earshot_backend::Viewer;
use earshot_domain::{ApiKeyForm, ApiKeyId};

use super::{path_id::path_id, settings};
use crate::{
    AppState,
    form::{completed, parse_known},
    pages,
    problem::Refusal,
};

/// `/settings/api-keys`: 404 for roles without settings.
pub(crate) async fn page(
    state: State<AppState>,
    viewer: Extension<Viewer>,
    request: Request,
) -> Response {
    settings::page(state, viewer, request).await
}

/// `POST /settings/api-keys`. The secret is only in this answer, so a browser gets the page instead of
/// a redirect.
pub(crate) async fn create(
    State(state): State<AppState>,
    Extension(viewer): Extension<Viewer>,
    headers: HeaderMap,
    form: Result<RawForm, RawFormRejection>,
) -> Result<Response, Refusal> {
    let pairs = parse_known(form, ApiKeyForm::FIELDS)?;
    let created = state.backend.keys().create(&viewer, &ApiKeyForm::parse(&pairs)).await;
    let outcome =
        |created| FormOutcome { created_api_key: Some(created), ..FormOutcome::default() };
    pages::created(&state, "/settings/api-keys", viewer, &headers, pairs, created, outcome).await
}

/// `POST /settings/api-keys/<id>/revoke`.
pub(crate) async fn revoke(
    State(state): State<AppState>,
    Extension(viewer): Extension<Viewer>,
    Path(api_key_id): Path<String>,
    headers: HeaderMap,
) -> Result<Response, Refusal> {
    let id: ApiKeyId = path_id(&api_key_id)?;
    state.backend.keys().revoke(&viewer, id).await?;
    Ok(completed(&headers, "/settings/api-keys?saved=revoked"))
}
