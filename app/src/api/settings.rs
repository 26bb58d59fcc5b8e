//! Settings of the tenant.

use earshot_domain::Settings;
use leptos::{server, server_fn::codec::GetUrl};

use super::ApiError;

/// Loads the Settings page.
#[server(prefix = "/api", endpoint = "settings", input = GetUrl)]
pub async fn load_settings() -> Result<Settings, ApiError> {
    let (backend, viewer) = super::context::signed_in()?;
    let imports = backend.intake().imports(&viewer).await?;
    let refused = backend.intake().refused_reports(&viewer).await?;
    Ok(backend.access().settings(&viewer, imports, refused).await?)
}
