//! Entry of a background export.

use earshot_domain::{ExportDownload, ExportJob};
use leptos::prelude::*;
use leptos_router::components::A;

use super::{
    actions::JobActions,
    job_text::{author_text, format_text, selection_text, sensitive_text},
    progress::{JobProgress, JobState},
};
use crate::ui::{Erased, date_time};

/// A background export in the list.
#[component]
pub fn JobLine(job: ExportJob) -> impl IntoView {
    let requested = job.requested.clone();
    let downloaded = job.downloads.last().map(downloaded_text);
    let sensitive = sensitive_text(&job);
    let (id, state, reason) = (job.id, job.state, job.reason.clone());
    let selection = selection_text(&job);
    let facts = format!("{} · {}", format_text(&job), author_text(&job));
    view! {
        <li
            class="export-line"
            id=format!("export-{}", id)
            data-export-id=id.to_string()
            data-live=state.as_str()
        >
            <div class="export-when">
                <time datetime=requested.rfc3339>{requested.day}", "{requested.time}</time>
                <JobState job=job.clone()/>
            </div>
            <div class="export-what">
                <A href=format!("/exports/{}", id)>{selection}</A>
                <span class="faint">{facts}</span>
                {sensitive
                    .map(|text| {
                        view! { <span class="flag flag-sensitive">{format!("Sensitive: {text}")}</span> }
                    })}
                {reason.map(|reason| view! { <span class="faint">{reason}</span> })}
            </div>
            <div class="export-rows">
                <JobProgress job=job.clone()/>
                {downloaded.map(|text| view! { <span class="faint">{text}</span> })}
            </div>
            <div class="export-actions"><JobActions job/></div>
        </li>
    }
    .erased()
}

fn downloaded_text(download: &ExportDownload) -> String {
    format!("Downloaded {} by {}", date_time(&download.at), download.by)
}
