//! Profile of the signed-in person.

use earshot_domain::Profile;
use leptos::{server, server_fn::codec::GetUrl};

use super::ApiError;

/// Loads the viewer's profile.
#[server(prefix = "/api", endpoint = "profile", input = GetUrl)]
#[allow(clippy::unused_async, reason = "a server function is async by definition")]
pub async fn load_profile() -> Result<Profile, ApiError> {
    let (_, viewer) = super::context::signed_in()?;
    Ok(viewer.profile())
}
