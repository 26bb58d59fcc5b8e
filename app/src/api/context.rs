//! Context of a server function.

use axum::http::request::Parts;
use earshot_backend::{Backend, Viewer};
use earshot_domain::{
    CallId, CreatedApiKey, CreatedWebhook, Problem, ProblemCode, Slug, UnlockedText,
};
use leptos::prelude::use_context;

use super::ApiError;

/// Context that the server provides to every render and server function.
#[derive(Clone)]
pub struct AppContext {
    /// The backend.
    pub backend: Backend,
    /// The accounts of the demo, listed on the sign-in page.
    pub demo: Option<DemoAccounts>,
    /// The outcome of the form that led to this page.
    pub outcome: FormOutcome,
    /// The URL of the portal, without a trailing slash.
    pub address: String,
    /// The project that the person searched last.
    pub last_project: Option<Slug>,
}

/// Accounts of the demo.
#[derive(Debug, Clone)]
pub struct DemoAccounts {
    /// E-mail addresses and roles.
    pub users: Vec<(String, String)>,
    /// The password of all users.
    pub password: String,
}

/// Outcome of a form, for the page that is rendered in response.
#[derive(Debug, Clone, Default)]
pub struct FormOutcome {
    /// The problem of a refused form.
    pub problem: Option<Problem>,
    /// The fields of the form, where the page shows them again.
    pub pairs: Vec<(String, String)>,
    /// What was unlocked of a call, for the answer that shows it.
    pub unlocked: Option<(CallId, UnlockedText)>,
    /// The API key that was created.
    pub created_api_key: Option<CreatedApiKey>,
    /// The webhook that was created.
    pub created_webhook: Option<CreatedWebhook>,
}

/// Returns the backend and the signed-in person.
pub(super) fn signed_in() -> Result<(Backend, Viewer), ApiError> {
    let viewer = use_context::<Parts>().and_then(|parts| parts.extensions.get::<Viewer>().cloned());
    let Some(viewer) = viewer else {
        return Err(ApiError::refuse(Problem::new(
            ProblemCode::NotSignedIn,
            "You are not signed in, or your session has ended. Sign in and try again.",
        )));
    };
    Ok((app_context()?.backend, viewer))
}

/// Returns whether a page is being rendered, as opposed to a server function called.
pub(super) fn renders_page() -> bool {
    use_context::<Parts>().is_some_and(|parts| !parts.uri.path().starts_with("/api/"))
}

pub(super) fn app_context() -> Result<AppContext, ApiError> {
    use_context::<AppContext>()
        .ok_or_else(|| earshot_backend::Error::internal("the server context is missing").into())
}
