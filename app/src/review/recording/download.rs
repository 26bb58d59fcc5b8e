//! **Download recording** with its confirmation, or the reason it is not available.

use earshot_domain::{CallId, RecordingBlock};
use leptos::prelude::*;

use crate::ui::Erased;

/// Element id of the confirmation; one call is open at a time.
const CONFIRM: &str = "confirm-download";

/// The button, or the reason it is disabled; a reason that is shown above already is not repeated.
#[component]
pub fn DownloadRecording(
    id: CallId,
    blocked: Option<RecordingBlock>,
    same: Option<RecordingBlock>,
) -> impl IntoView {
    if let Some(block) = blocked {
        let repeated = same == blocked;
        return view! {
            <div class="recording-download">
                <button class="button" type="button" disabled aria-describedby="download-blocked">
                    "Download recording"
                </button>
                <p id="download-blocked" class="faint" class:visually-hidden=repeated>
                    {block.label()}
                </p>
            </div>
        }
        .erased();
    }
    view! {
        <button class="button" type="button" popovertarget=CONFIRM>
            "Download recording"
        </button>
        // A popover works without scripts, and closes with Escape.
        <div id=CONFIRM popover class="confirm" role="dialog" aria-labelledby="confirm-title">
            <h3 id="confirm-title">"Download this recording?"</h3>
            <p>
                "Every download of a recording is recorded in the audit log with your name. The \
                 portal no longer protects the file: store it where only authorised people have \
                 access."
            </p>
            <form method="post" action=format!("/api/calls/{id}/recording/grants")>
                <input type="hidden" name="action" value="download"/>
                <button class="button button-primary" type="submit">"Download"</button>
                <button
                    class="button"
                    type="button"
                    popovertarget=CONFIRM
                    popovertargetaction="hide"
                >
                    "Cancel"
                </button>
            </form>
        </div>
    }
    .erased()
}
