//! The report of missed and wrong redactions.

use earshot_domain::RedactionReport;
use leptos::{server, server_fn::codec::GetUrl};

use super::ApiError;

/// Loads a page of the report.
#[server(prefix = "/api", endpoint = "activity/redaction", input = GetUrl)]
pub async fn load_redaction_report(after: Option<String>) -> Result<RedactionReport, ApiError> {
    let (backend, viewer) = super::context::signed_in()?;
    let after = after.map(|id| id.parse()).transpose();
    let after = after.map_err(|_| earshot_backend::Error::NotFound)?;
    Ok(backend.reviews().redaction_report(&viewer, after).await?)
}
