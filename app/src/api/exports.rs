//! Export history.

use earshot_domain::ExportRecord;
use leptos::{server, server_fn::codec::GetUrl};

use super::ApiError;

/// Loads the viewer's exports, newest first.
#[server(prefix = "/api", endpoint = "exports", input = GetUrl)]
pub async fn load_exports() -> Result<Vec<ExportRecord>, ApiError> {
    let (backend, viewer) = super::context::signed_in()?;
    Ok(backend.export_history(&viewer).await?)
}
