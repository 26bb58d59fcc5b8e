//! Download of a recording, kept within the page so that it can say how it ended.

use earshot_domain::{CallId, Problem, RecordingAction};
use leptos::{html::Button, prelude::*};

use super::{grant::post_grant, saved_file::save_from};

/// Downloads a call's recording and saves it as an ordinary download.
///
/// # Errors
/// The problem that prevented it; nothing was saved.
pub async fn save_recording(call: CallId) -> Result<(), Problem> {
    let grant = post_grant(call, RecordingAction::Download).await?;
    save_from(&grant.url).await
}

/// Presses a button.
pub fn click(button: NodeRef<Button>) {
    if let Some(button) = button.get_untracked() {
        button.click();
    }
}
