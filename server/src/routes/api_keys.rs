//! API keys: the page, and the forms that create and revoke them.

use axum::{
    Extension,
    extract::{Path, RawForm, Request, State, rejection::RawFormRejection},
    http::HeaderMap,
    response::Response,
};
use earshot_app::api::FormOutcome;
use earshot_backend::Viewer;
use earshot_domain::{ApiKeyForm, ApiKeyId, Permission};

use super::path_id::path_id;
use crate::{
    AppState,
    created::{created, page_with_created},
    form::{completed, parse_known},
    problem::Refusal,
};

const ADDRESS: &str = "/settings/api-keys";

/// `/settings/api-keys`: 404 for roles without settings.
pub(crate) async fn page(
    State(state): State<AppState>,
    Extension(viewer): Extension<Viewer>,
    request: Request,
) -> Result<Response, Refusal> {
    viewer.require(Permission::ViewSettings)?;
    let outcome =
        |created| FormOutcome { created_api_key: Some(created), ..FormOutcome::default() };
    page_with_created(&state, ADDRESS, &viewer, request, outcome).await
}

/// `POST /settings/api-keys`.
pub(crate) async fn create(
    State(state): State<AppState>,
    Extension(viewer): Extension<Viewer>,
    headers: HeaderMap,
    form: Result<RawForm, RawFormRejection>,
) -> Result<Response, Refusal> {
    let pairs = parse_known(form, ApiKeyForm::FIELDS)?;
    let made = state.backend.keys().create(&viewer, &ApiKeyForm::parse(&pairs)).await;
    created(&state, ADDRESS, viewer, &headers, pairs, made).await
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
