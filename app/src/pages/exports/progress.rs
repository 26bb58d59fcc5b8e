//! State and progress of a background export, which `public/exports.js` updates in place.

use earshot_domain::ExportJob;
use leptos::prelude::*;

use super::job_text::counts_text;
use crate::ui::Erased;

/// The state, with its percentage while the export runs.
#[component]
pub fn JobState(job: ExportJob) -> impl IntoView {
    view! {
        <span class=format!("state state-{}", job.state)>{job.state.label()}</span>
    }
    .erased()
}

/// The counts, with a bar while the export waits or runs.
#[component]
pub fn JobProgress(job: ExportJob) -> impl IntoView {
    let bar = job.state.is_active().then(|| {
        view! {
            <progress
                aria-label="Export"
                max="100"
                value=job.percent.to_string()
                data-progress=""
            ></progress>
        }
    });
    view! {
        {bar}
        <span data-progress-text="">{counts_text(&job)}</span>
    }
    .erased()
}
