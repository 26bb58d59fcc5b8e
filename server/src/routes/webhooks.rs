//! Webhooks: the pages, and the forms that create, enable, disable, test and delete them.

use axum::{
    Extension,
    extract::{Path, RawForm, Request, State, rejection::RawFormRejection},
    http::HeaderMap,
    response::Response,
};
use earshot_app::api::FormOutcome;
use earshot_backend::Viewer;
use earshot_domain::{DeliveryId, Permission, WebhookForm, WebhookId};

use super::path_id::path_id;
use crate::{
    AppState,
    created::{created, page_with_created},
    form::{completed, parse_known},
    problem::Refusal,
};

const ADDRESS: &str = "/settings/webhooks";

/// `/settings/webhooks` and the page of each webhook: 404 for roles that do not manage webhooks.
pub(crate) async fn page(
    State(state): State<AppState>,
    Extension(viewer): Extension<Viewer>,
    request: Request,
) -> Result<Response, Refusal> {
    viewer.require(Permission::ManageWebhooks)?;
    let outcome =
        |created| FormOutcome { created_webhook: Some(created), ..FormOutcome::default() };
    page_with_created(&state, ADDRESS, &viewer, request, outcome).await
}

/// `POST /settings/webhooks`.
pub(crate) async fn create(
    State(state): State<AppState>,
    Extension(viewer): Extension<Viewer>,
    headers: HeaderMap,
    form: Result<RawForm, RawFormRejection>,
) -> Result<Response, Refusal> {
    let pairs = parse_known(form, WebhookForm::FIELDS)?;
    let made = state.backend.webhooks().create(&viewer, &WebhookForm::parse(&pairs)).await;
    created(&state, ADDRESS, viewer, &headers, pairs, made).await
}

/// `POST /settings/webhooks/<id>/on`.
pub(crate) async fn switch_on(
    State(state): State<AppState>,
    Extension(viewer): Extension<Viewer>,
    Path(webhook_id): Path<String>,
    headers: HeaderMap,
) -> Result<Response, Refusal> {
    state.backend.webhooks().switch(&viewer, path_id(&webhook_id)?, true).await?;
    Ok(completed(&headers, "/settings/webhooks?saved=on"))
}

/// `POST /settings/webhooks/<id>/off`.
pub(crate) async fn switch_off(
    State(state): State<AppState>,
    Extension(viewer): Extension<Viewer>,
    Path(webhook_id): Path<String>,
    headers: HeaderMap,
) -> Result<Response, Refusal> {
    state.backend.webhooks().switch(&viewer, path_id(&webhook_id)?, false).await?;
    Ok(completed(&headers, "/settings/webhooks?saved=off"))
}

/// `POST /settings/webhooks/<id>/remove`.
pub(crate) async fn remove(
    State(state): State<AppState>,
    Extension(viewer): Extension<Viewer>,
    Path(webhook_id): Path<String>,
    headers: HeaderMap,
) -> Result<Response, Refusal> {
    state.backend.webhooks().remove(&viewer, path_id(&webhook_id)?).await?;
    Ok(completed(&headers, "/settings/webhooks?saved=removed"))
}

/// `POST /settings/webhooks/<id>/test`.
pub(crate) async fn test(
    State(state): State<AppState>,
    Extension(viewer): Extension<Viewer>,
    Path(webhook_id): Path<String>,
    headers: HeaderMap,
) -> Result<Response, Refusal> {
    let id: WebhookId = path_id(&webhook_id)?;
    state.backend.webhooks().test(&viewer, id).await?;
    Ok(completed(&headers, &format!("/settings/webhooks/{id}?saved=test")))
}

/// `POST /settings/webhooks/<id>/deliveries/<delivery id>/again`.
pub(crate) async fn send_again(
    State(state): State<AppState>,
    Extension(viewer): Extension<Viewer>,
    Path((webhook_id, delivery_id)): Path<(String, String)>,
    headers: HeaderMap,
) -> Result<Response, Refusal> {
    let id: WebhookId = path_id(&webhook_id)?;
    let delivery: DeliveryId = path_id(&delivery_id)?;
    state.backend.webhooks().send_again(&viewer, id, delivery).await?;
    Ok(completed(&headers, &format!("/settings/webhooks/{id}?saved=again")))
}
