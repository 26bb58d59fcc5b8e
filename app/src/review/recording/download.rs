//! **Download recording** with its confirmation, or the reason it is not available.

use earshot_domain::{CallId, Problem, RecordingBlock};
use leptos::{ev::SubmitEvent, prelude::*};

use super::{playback::Playback, problem::recording_problem};
use crate::{
    browser::{click, save_recording},
    ui::{DoneNotice, Erased},
};

/// Element id of the confirmation; one call is open at a time.
const CONFIRM: &str = "confirm-download";

/// State of a download.
#[derive(Debug, Clone, PartialEq, Eq)]
enum Download {
    None,
    Running,
    Saved,
    Failed(Problem),
}

/// The button, or the reason it is disabled; a reason that is shown above already is not repeated.
#[component]
pub fn DownloadRecording(
    id: CallId,
    playback: Playback,
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
    let download = RwSignal::new(Download::None);
    view! {
        <div class="recording-download">
            <button
                class="button"
                type="button"
                popovertarget=CONFIRM
                disabled=move || download.get() == Download::Running
            >
                "Download recording"
            </button>
            {move || outcome(download.get(), playback)}
        </div>
        <Confirmation id download/>
    }
    .erased()
}

fn outcome(download: Download, playback: Playback) -> AnyView {
    match download {
        Download::None => ().into_any(),
        Download::Running => {
            view! { <p class="faint" role="status">"Downloading the recording…"</p> }.erased()
        }
        Download::Saved => view! { <DoneNotice text="The recording was saved."/> }.erased(),
        Download::Failed(problem) => recording_problem(problem, playback),
    }
}

/// The confirmation. Without scripts the browser saves the file itself.
#[component]
fn Confirmation(id: CallId, download: RwSignal<Download>) -> impl IntoView {
    let cancel = NodeRef::new();
    let save = move |event: SubmitEvent| {
        event.prevent_default();
        click(cancel);
        download.set(Download::Running);
        leptos::task::spawn_local(async move {
            let ended = match save_recording(id).await {
                Ok(()) => Download::Saved,
                Err(problem) => Download::Failed(problem),
            };
            download.try_set(ended);
        });
    };
    view! {
        // A popover works without scripts, and closes with Escape.
        <div id=CONFIRM popover class="confirm" role="dialog" aria-labelledby="confirm-title">
            <h3 id="confirm-title">"Download this recording?"</h3>
            <p>
                "Every download of a recording is recorded in the audit log with your name. The \
                 portal no longer protects the file: store it where only authorised people have \
                 access."
            </p>
            <form
                method="post"
                action=format!("/api/calls/{id}/recording/grants")
                on:submit=save
            >
                <input type="hidden" name="action" value="download"/>
                <button class="button button-primary" type="submit">"Download"</button>
                <button
                    node_ref=cancel
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
