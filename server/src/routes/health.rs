//! Liveness and readiness probes.

use axum::extract::State;
use earshot_backend::Error;

use crate::{AppState, problem::Refusal};

/// `GET /healthz`: the process runs.
pub(crate) async fn live() -> &'static str {
    "ok\n"
}

/// `GET /readyz`: the database answers, and recordings are where they were. Migrations ran before the server listened.
pub(crate) async fn ready(State(state): State<AppState>) -> Result<&'static str, Refusal> {
    state.backend.ready().await.map_err(|error| {
        error.log();
        if matches!(error, Error::MediaUnreachable) { error } else { Error::Busy }
    })?;
    Ok("ready\n")
}
