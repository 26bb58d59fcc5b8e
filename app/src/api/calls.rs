//! List of calls and review of one.

use earshot_domain::{CallsPage, Review};
use leptos::{server, server_fn::codec::GetUrl};

use super::ApiError;

/// Loads the Calls page of a query string.
#[server(prefix = "/api", endpoint = "calls", input = GetUrl)]
pub async fn load_calls(query: String) -> Result<CallsPage, ApiError> {
    let (backend, viewer) = super::context::signed_in()?;
    let mut query = earshot_domain::ListQuery::parse(&query);
    if query.filter.project.is_none() && viewer.project(None).is_err() {
        query.filter.project = super::context::app_context()?.last_project;
    }
    let mut page = backend.calls().page(&viewer, &query).await?;
    page.running_export = backend.exports().running_export(&viewer).await?;
    // A page's own status; to a script the errors are a part of the answer.
    if !page.errors.is_empty() && super::context::renders_page() {
        super::error::set_status(earshot_domain::ProblemCode::InvalidValue);
    }
    Ok(page)
}

/// Loads the review of a call.
#[server(prefix = "/api", endpoint = "review", input = GetUrl)]
pub async fn load_review(call_id: String) -> Result<Review, ApiError> {
    let (backend, viewer) = super::context::signed_in()?;
    let id = call_id.parse().map_err(|_| earshot_backend::Error::NotFound)?;
    let outcome = super::context::app_context()?.outcome;
    let mut review = backend.custody().open_review(&viewer, id).await?;
    if let Some(card) = &mut review.unlock {
        card.text = outcome.unlocked.filter(|(call, _)| *call == id).map(|(_, text)| text);
        let is_its = |(name, value): &(String, String)| name == "call_id" && *value == call_id;
        if outcome.pairs.iter().any(is_its) {
            card.problem = outcome.problem;
            card.form = outcome.pairs;
        }
    }
    Ok(review)
}
