//! What the sign-in page shows besides its form.

use earshot_domain::Problem;
use leptos::{server, server_fn::codec::GetUrl};
use serde::{Deserialize, Serialize};

use super::ApiError;

/// Data of the sign-in page.
#[derive(Debug, Clone, Default, PartialEq, Eq, Serialize, Deserialize, utoipa::ToSchema)]
pub struct SignInPage {
    /// Why the form was rejected.
    pub problem: Option<Problem>,
    /// In the demo: e-mail addresses and roles to try.
    pub demo_users: Vec<(String, String)>,
    /// In the demo: the password of every user.
    pub demo_password: Option<String>,
}

/// What the sign-in page shows.
#[server(prefix = "/api", endpoint = "sign-in", input = GetUrl)]
#[allow(clippy::unused_async, reason = "a server function is async by definition")]
pub async fn load_sign_in() -> Result<SignInPage, ApiError> {
    let shared = super::context::shared()?;
    let mut page = SignInPage { problem: shared.outcome.problem, ..SignInPage::default() };
    if let Some(demo) = shared.demo {
        page.demo_password = Some(demo.password);
        page.demo_users = demo.users;
    }
    Ok(page)
}
