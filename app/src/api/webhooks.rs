//! The webhooks of other people's programs, and their messages.

use earshot_domain::{MadeWebhook, Problem, WebhookDeliveries, Webhooks};
use leptos::{server, server_fn::codec::GetUrl};
use serde::{Deserialize, Serialize};

use super::ApiError;

/// Data of the webhooks page.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize, utoipa::ToSchema)]
pub struct WebhooksPage {
    /// The webhooks.
    pub webhooks: Webhooks,
    /// The webhook just created, once.
    pub made: Option<MadeWebhook>,
    /// Why the form was rejected.
    pub problem: Option<Problem>,
    /// The fields of a form that was rejected.
    pub form: Vec<(String, String)>,
}

/// Data of the webhooks page.
#[server(prefix = "/api", endpoint = "webhooks", input = GetUrl)]
pub async fn load_webhooks() -> Result<WebhooksPage, ApiError> {
    let (backend, viewer) = super::context::signed_in()?;
    let outcome = super::context::shared()?.outcome;
    Ok(WebhooksPage {
        webhooks: backend.webhooks(&viewer).await?,
        made: outcome.made_webhook,
        problem: outcome.problem,
        form: outcome.pairs,
    })
}

/// A page of one webhook's messages.
#[server(prefix = "/api", endpoint = "webhooks/deliveries", input = GetUrl)]
pub async fn load_webhook_deliveries(
    webhook_id: String,
    after: Option<String>,
) -> Result<WebhookDeliveries, ApiError> {
    let (backend, viewer) = super::context::signed_in()?;
    let id = webhook_id.parse().map_err(|_| earshot_backend::Error::NotFound)?;
    Ok(backend.webhook_deliveries(&viewer, id, after.as_deref()).await?)
}
