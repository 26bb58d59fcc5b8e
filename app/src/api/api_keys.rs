//! The keys of other people's programs.

use earshot_domain::{ApiKeys, MadeApiKey, Problem};
use leptos::{server, server_fn::codec::GetUrl};
use serde::{Deserialize, Serialize};

use super::ApiError;
use crate::examples::Example;

/// What the API keys page shows.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize, utoipa::ToSchema)]
pub struct ApiKeysPage {
    /// The keys.
    pub keys: ApiKeys,
    /// The key just made, this once.
    pub made: Option<MadeApiKey>,
    /// Why the form is shown again.
    pub problem: Option<Problem>,
    /// The fields of the form that is shown again.
    pub form: Vec<(String, String)>,
    /// Programs to copy.
    pub examples: Vec<Example>,
}

/// What the API keys page shows.
#[server(prefix = "/api", endpoint = "api-keys", input = GetUrl)]
pub async fn load_api_keys() -> Result<ApiKeysPage, ApiError> {
    let (backend, viewer) = super::context::signed_in()?;
    let shared = super::context::shared()?;
    let outcome = shared.outcome;
    Ok(ApiKeysPage {
        keys: backend.api_keys(&viewer).await?,
        made: outcome.made_api_key,
        problem: outcome.problem,
        form: outcome.pairs,
        examples: crate::examples::examples(&shared.address),
    })
}
