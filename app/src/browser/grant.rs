//! Asking for leave to reach a recording.

use earshot_domain::{CallId, Problem, RecordingAction, RecordingGrant};

use super::request::{lost, post, problem_of, text_of};

/// Leave for an action on a call's recording.
pub async fn post_grant(call: CallId, action: RecordingAction) -> Result<RecordingGrant, Problem> {
    let path = format!("/api/calls/{call}/recording/grants");
    let response = post(&path, &format!("action={action}"), None).await.map_err(|_| lost())?;
    if !response.ok() {
        return Err(problem_of(&response).await);
    }
    serde_json::from_slice(text_of(&response).await.as_bytes()).map_err(|_| lost())
}
