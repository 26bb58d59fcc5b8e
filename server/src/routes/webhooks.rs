//! Webhooks: the pages, and the forms that make, switch, try out and remove them.

use axum::{
    Extension,
    extract::{Path, RawForm, Request, State, rejection::RawFormRejection},
    http::HeaderMap,
    response::{IntoResponse, Response},
};
use earshot_app::api::FormOutcome;
use earshot_backend::{Error, Viewer};
use earshot_domain::{DeliveryId, WebhookForm, WebhookId};

use super::form::{done, pairs_of};
use crate::{AppState, pages, problem::Refusal};

/// `/settings/webhooks` and each webhook's own page; to those who have no such page it is as if
/// there were none.
pub(crate) async fn page(
    state: State<AppState>,
    Extension(viewer): Extension<Viewer>,
    request: Request,
) -> Response {
    if !viewer.role().manages_webhooks() {
        return Refusal::from(Error::NotFound).into_response();
    }
    pages::render(state, request).await
}

/// `POST /settings/webhooks`. The secret is in the answer and nowhere else, so a page is answered
/// with a page.
pub(crate) async fn make(
    State(state): State<AppState>,
    Extension(viewer): Extension<Viewer>,
    headers: HeaderMap,
    form: Result<RawForm, RawFormRejection>,
) -> Result<Response, Refusal> {
    let pairs = pairs_of(form, WebhookForm::FIELDS)?;
    let made = state.backend.make_webhook(&viewer, &WebhookForm::parse(&pairs)).await;
    let outcome = |made| FormOutcome { created_webhook: Some(made), ..FormOutcome::default() };
    pages::made(&state, "/settings/webhooks", viewer, &headers, pairs, made, outcome).await
}

/// `POST /settings/webhooks/<id>/on`.
pub(crate) async fn switch_on(
    State(state): State<AppState>,
    Extension(viewer): Extension<Viewer>,
    Path(webhook_id): Path<String>,
    headers: HeaderMap,
) -> Result<Response, Refusal> {
    state.backend.switch_webhook(&viewer, read(&webhook_id)?, true).await?;
    Ok(done(&headers, "/settings/webhooks?saved=on"))
}

/// `POST /settings/webhooks/<id>/off`.
pub(crate) async fn switch_off(
    State(state): State<AppState>,
    Extension(viewer): Extension<Viewer>,
    Path(webhook_id): Path<String>,
    headers: HeaderMap,
) -> Result<Response, Refusal> {
    state.backend.switch_webhook(&viewer, read(&webhook_id)?, false).await?;
    Ok(done(&headers, "/settings/webhooks?saved=off"))
}

/// `POST /settings/webhooks/<id>/remove`.
pub(crate) async fn remove(
    State(state): State<AppState>,
    Extension(viewer): Extension<Viewer>,
    Path(webhook_id): Path<String>,
    headers: HeaderMap,
) -> Result<Response, Refusal> {
    state.backend.remove_webhook(&viewer, read(&webhook_id)?).await?;
    Ok(done(&headers, "/settings/webhooks?saved=removed"))
}

/// `POST /settings/webhooks/<id>/test`.
pub(crate) async fn test(
    State(state): State<AppState>,
    Extension(viewer): Extension<Viewer>,
    Path(webhook_id): Path<String>,
    headers: HeaderMap,
) -> Result<Response, Refusal> {
    let id = read(&webhook_id)?;
    state.backend.test_webhook(&viewer, id).await?;
    Ok(done(&headers, &format!("/settings/webhooks/{id}?saved=test")))
}

/// `POST /settings/webhooks/<id>/deliveries/<delivery id>/again`.
pub(crate) async fn send_again(
    State(state): State<AppState>,
    Extension(viewer): Extension<Viewer>,
    Path((webhook_id, delivery_id)): Path<(String, String)>,
    headers: HeaderMap,
) -> Result<Response, Refusal> {
    let id = read(&webhook_id)?;
    let delivery: DeliveryId = delivery_id.parse().map_err(|_| Error::NotFound)?;
    state.backend.send_delivery_again(&viewer, id, delivery).await?;
    Ok(done(&headers, &format!("/settings/webhooks/{id}?saved=again")))
}

fn read(webhook_id: &str) -> Result<WebhookId, Error> {
    webhook_id.parse().map_err(|_| Error::NotFound)
}
