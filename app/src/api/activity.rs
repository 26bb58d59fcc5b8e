//! Activity.

use earshot_domain::ActivityPage;
use leptos::{server, server_fn::codec::GetUrl};

use super::ApiError;

/// Loads a page of the activity that a query string filters.
#[server(prefix = "/api", endpoint = "activity", input = GetUrl)]
pub async fn load_activity(query: String) -> Result<ActivityPage, ApiError> {
    let (backend, viewer) = super::context::signed_in()?;
    let query = earshot_domain::ActivityQuery::parse(&query);
    Ok(backend.access().activity(&viewer, query).await?)
}
