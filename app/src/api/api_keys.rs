//! The keys of other people's programs.

use earshot_domain::{ApiKeys, MadeApiKey, Problem};
use leptos::{server, server_fn::codec::GetUrl};
use serde::{Deserialize, Serialize};

use super::ApiError;
use crate::examples::Example;

/// Data of the API keys page.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize, utoipa::ToSchema)]
pub struct ApiKeysPage {
    /// The keys.
    pub keys: ApiKeys,
    /// The key just created, once.
    pub made: Option<MadeApiKey>,
    /// Why the form was rejected.
    pub problem: Option<Problem>,
    /// The fields of a form that was rejected.
    pub form: Vec<(String, String)>,
    /// Example programs.
    pub examples: Vec<Example>,
}

/// Data of the API keys page.
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
