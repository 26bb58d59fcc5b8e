//! Webhooks and their deliveries.

use earshot_domain::{CreatedWebhook, Problem, WebhookDeliveries, Webhooks};
use leptos::{server, server_fn::codec::GetUrl};
use serde::{Deserialize, Serialize};

use super::ApiError;

/// Contents of the webhooks page.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize, utoipa::ToSchema)]
pub struct WebhooksPage {
    /// The webhooks.
    pub webhooks: Webhooks,
    /// The webhook just created, with its secret.
    pub created: Option<CreatedWebhook>,
    /// The problem of a refused form.
    pub problem: Option<Problem>,
    /// The fields of the refused form.
    pub form: Vec<(String, String)>,
}

/// Loads the webhooks page.
#[server(prefix = "/api", endpoint = "webhooks", input = GetUrl)]
pub async fn load_webhooks() -> Result<WebhooksPage, ApiError> {
    let (backend, viewer) = super::context::signed_in()?;
    let outcome = super::context::app_context()?.outcome;
    Ok(WebhooksPage {
        webhooks: backend.webhooks().list(&viewer).await?,
        created: outcome.created_webhook,
        problem: outcome.problem,
        form: outcome.pairs,
    })
}

/// Loads a page of a webhook's deliveries.
#[server(prefix = "/api", endpoint = "webhooks/deliveries", input = GetUrl)]
pub async fn load_webhook_deliveries(
    webhook_id: String,
    after: Option<String>,
) -> Result<WebhookDeliveries, ApiError> {
    let (backend, viewer) = super::context::signed_in()?;
    let id = webhook_id.parse().map_err(|_| earshot_backend::Error::NotFound)?;
    Ok(backend.webhooks().deliveries(&viewer, id, after.as_deref()).await?)
}
