//! What a server function finds in its request.

use axum::http::request::Parts;
use earshot_backend::{Backend, Viewer};
use earshot_domain::{MadeApiKey, MadeWebhook, Problem, ProblemCode};
use leptos::prelude::use_context;

use super::ApiError;

/// What the server puts into every render and server function.
#[derive(Clone)]
pub struct Shared {
    /// The use cases.
    pub backend: Backend,
    /// Whether the sign-in page lists the demo's users.
    pub demo: bool,
    /// What the form that led to this page came to.
    pub outcome: FormOutcome,
    /// Where the portal is reached, without a slash at its end.
    pub address: String,
}

/// What a form came to, for the page that answers it.
#[derive(Debug, Clone, Default)]
pub struct FormOutcome {
    /// Why the form is shown again.
    pub problem: Option<Problem>,
    /// The fields of the form that is shown again.
    pub pairs: Vec<(String, String)>,
    /// The key that was made.
    pub made_api_key: Option<MadeApiKey>,
    /// The webhook that was made.
    pub made_webhook: Option<MadeWebhook>,
}

/// The use cases and the signed-in person.
pub(super) fn signed_in() -> Result<(Backend, Viewer), ApiError> {
    let viewer = use_context::<Parts>().and_then(|parts| parts.extensions.get::<Viewer>().cloned());
    let Some(viewer) = viewer else {
        return Err(ApiError::refuse(Problem::new(
            ProblemCode::NotSignedIn,
            "You are not signed in, or your session has ended. Sign in and try again.",
        )));
    };
    Ok((shared()?.backend, viewer))
}

/// Whether a page is being rendered rather than a server function answered.
pub(super) fn renders_page() -> bool {
    use_context::<Parts>().is_some_and(|parts| !parts.uri.path().starts_with("/api/"))
}

pub(super) fn shared() -> Result<Shared, ApiError> {
    use_context::<Shared>().ok_or_else(|| {
        ApiError::refuse(Problem::new(ProblemCode::Internal, "The server is not set up."))
    })
}
