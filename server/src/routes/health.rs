//! Probes.

use axum::extract::State;

use crate::{AppState, problem::Refusal};

/// The process runs.
pub(crate) async fn live() -> &'static str {
    "ok\n"
}

/// The database answers; its schema was brought up to date before the server listened.
pub(crate) async fn ready(State(state): State<AppState>) -> Result<&'static str, Refusal> {
    match state.backend.ready().await {
        Ok(()) => Ok("ready\n"),
        Err(error) => {
            tracing::warn!(%error, "not ready");
            Err(earshot_backend::Error::Busy.into())
        }
    }
}
