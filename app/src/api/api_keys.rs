//! API keys.

use earshot_domain::{ApiKeys, CreatedApiKey, Problem};
use leptos::{server, server_fn::codec::GetUrl};
use serde::{Deserialize, Serialize};

use super::ApiError;
use crate::examples::Example;

/// Contents of the API keys page.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize, utoipa::ToSchema)]
pub struct ApiKeysPage {
    /// The keys.
    pub keys: ApiKeys,
    /// The API key just created, with its secret.
    pub created: Option<CreatedApiKey>,
    /// The problem of a refused form.
    pub problem: Option<Problem>,
    /// The fields of the refused form.
    pub form: Vec<(String, String)>,
    /// Example programs.
    pub examples: Vec<Example>,
}

/// Loads the API keys page.
#[server(prefix = "/api", endpoint = "api-keys", input = GetUrl)]
pub async fn load_api_keys() -> Result<ApiKeysPage, ApiError> {
    let (backend, viewer) = super::context::signed_in()?;
    let context = super::context::app_context()?;
    let outcome = context.outcome;
    Ok(ApiKeysPage {
        keys: backend.keys().list(&viewer).await?,
        created: outcome.created_api_key,
        problem: outcome.problem,
        form: outcome.pairs,
        examples: crate::examples::examples(&context.address),
    })
}
