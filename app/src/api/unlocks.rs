//! Sensitive access.

use earshot_domain::SensitiveAccessPage;
use leptos::{server, server_fn::codec::GetUrl};

use super::ApiError;

/// Loads a page of sensitive access.
#[server(prefix = "/api", endpoint = "activity/sensitive", input = GetUrl)]
pub async fn load_sensitive_access(after: Option<String>) -> Result<SensitiveAccessPage, ApiError> {
    let (backend, viewer) = super::context::signed_in()?;
    let after = after.map(|id| id.parse()).transpose();
    let after = after.map_err(|_| earshot_backend::Error::NotFound)?;
    Ok(backend.custody().sensitive_access(&viewer, after).await?)
}
