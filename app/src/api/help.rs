//! The limits that the help page states.

use earshot_domain::Profile;
use leptos::{server, server_fn::codec::GetUrl};
use serde::{Deserialize, Serialize};

use super::ApiError;

/// Contents of the help page that depend on this installation.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize, utoipa::ToSchema)]
pub struct HelpPage {
    /// The signed-in person.
    pub profile: Profile,
    /// The most calls one CSV export holds.
    pub export_limit: u64,
}

/// Loads the help page.
#[server(prefix = "/api", endpoint = "help", input = GetUrl)]
#[allow(clippy::unused_async, reason = "a server function is async by definition")]
pub async fn load_help() -> Result<HelpPage, ApiError> {
    let (backend, viewer) = super::context::signed_in()?;
    Ok(HelpPage { profile: viewer.profile(), export_limit: backend.calls().export_limit() })
}
