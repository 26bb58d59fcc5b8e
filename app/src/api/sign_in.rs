//! Contents of the sign-in page.

use earshot_domain::Problem;
use leptos::{server, server_fn::codec::GetUrl};
use serde::{Deserialize, Serialize};

use super::ApiError;

/// Contents of the sign-in page besides its form.
#[derive(Debug, Clone, Default, PartialEq, Eq, Serialize, Deserialize, utoipa::ToSchema)]
pub struct SignInPage {
    /// The problem of a failed sign-in.
    pub problem: Option<Problem>,
    /// The e-mail address that was entered.
    pub email: Option<String>,
    /// In the demo: e-mail addresses and roles.
    pub demo_users: Vec<(String, String)>,
    /// In the demo: the password of all users.
    pub demo_password: Option<String>,
}

/// Loads the sign-in page.
#[server(prefix = "/api", endpoint = "sign-in", input = GetUrl)]
#[allow(clippy::unused_async, reason = "a server function is async by definition")]
pub async fn load_sign_in() -> Result<SignInPage, ApiError> {
    let context = super::context::app_context()?;
    let outcome = context.outcome;
    let email = outcome.pairs.into_iter().find(|(name, _)| name == "email").map(|(_, email)| email);
    let mut page = SignInPage { problem: outcome.problem, email, ..SignInPage::default() };
    if let Some(demo) = context.demo {
        page.demo_password = Some(demo.password);
        page.demo_users = demo.users;
    }
    Ok(page)
}
