//! Grants for access to a recording.

use earshot_domain::{CallId, Problem, RecordingAction, RecordingGrant};

use super::request::{json_of, post};

/// Requests a grant for an action on a call's recording.
pub async fn post_grant(call: CallId, action: RecordingAction) -> Result<RecordingGrant, Problem> {
    let path = format!("/api/calls/{call}/recording/grants");
    json_of(&post(&path, &format!("action={action}"), None).await?).await
}
