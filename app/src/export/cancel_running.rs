//! Cancels an export that runs elsewhere, as in another tab.

use earshot_domain::ExportId;
use leptos::{ev::SubmitEvent, prelude::*};

use super::run::{Phase, Run};
use crate::{browser::post_cancel, state::ShownList, ui::Erased};

/// A button that cancels the person's running export and stays on the page.
#[component]
pub fn CancelRunning(
    /// The export.
    id: ExportId,
) -> impl IntoView {
    let list = expect_context::<ShownList>();
    let run = expect_context::<Run>();
    let cancel = move |event: SubmitEvent| {
        event.prevent_default();
        leptos::task::spawn_local(async move {
            post_cancel(id).await;
            if run.phase.with_untracked(|phase| matches!(phase, Phase::Refused(_))) {
                run.reset();
            }
            list.reload();
        });
    };
    view! {
        <form method="post" action="/api/exports/cancel" on:submit=cancel>
            <input type="hidden" name="export_id" value=id.to_string()/>
            <button class="button button-quiet" type="submit">"Cancel the running export"</button>
        </form>
    }
    .erased()
}
