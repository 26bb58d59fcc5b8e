//! The key that verifies the signed heads of audit logs.

use axum::extract::State;
use earshot_backend::Error;

use crate::{AppState, problem::Refusal};

/// `GET /.well-known/earshot-audit-key`: the key as verifiers of signed notes read it, on one line.
pub(crate) async fn read(State(state): State<AppState>) -> Result<String, Refusal> {
    let key = state.backend.audit().verifier_key().map_err(|error| {
        error.log();
        Error::Busy
    })?;
    Ok(key + "\n")
}
