//! Page of one background export.

use earshot_domain::{ExportContent, ExportJob, ExportState};
use leptos::prelude::*;
use leptos_router::{
    components::A,
    hooks::{use_params_map, use_query_map},
};

use super::{
    actions::JobActions,
    files::{JobDownloads, JobFiles, JobNotes},
    job_text::{author_text, format_text, selection_text, sensitive_text},
    progress::{JobProgress, JobState},
};
use crate::{
    api::{load, load_export},
    export::mail_note,
    frame::page_frame,
    ui::{DoneNotice, Erased, date_time},
};

const CLOSE: &str = "You can close this page: the files appear here and on the Exports page.";

/// One background export with its files, its notes and its downloads.
#[component]
pub fn ExportPageView() -> impl IntoView {
    let params = use_params_map();
    let id = Memo::new(move |_| params.read().get("export_id").unwrap_or_default());
    let page = load(move || id.get(), load_export);
    page_frame("Export", page, |page| view! { <Content job=page.job/> }.erased())
}

#[component]
fn Content(job: ExportJob) -> impl IntoView {
    let query = use_query_map().get_untracked();
    let wait = query.get("wait").as_deref() == Some("1");
    let done = match query.get("saved").as_deref() {
        Some("cancelled") => Some("The export was cancelled."),
        Some("revoked") => Some("The links were revoked and the files deleted."),
        _ => None,
    };
    view! {
        <p class="breadcrumb"><A href="/exports">"Exports"</A></p>
        <h1>"Export of "{date_time(&job.requested)}</h1>
        {done.map(|text| view! { <DoneNotice text/> })}
        <div
            class="export-job"
            id=format!("export-{}", job.id)
            data-export-id=job.id.to_string()
            data-live=job.state.as_str()
            data-wait=wait.then_some("")
        >
            <div class="export-rows">
                <JobState job=job.clone()/>
                <JobProgress job=job.clone()/>
                {explanation(&job, wait).map(|text| view! { <p>{text}</p> })}
                <UpdateLink job=job.clone()/>
            </div>
            {job.reason.clone().map(|reason| view! { <p class="notice">{reason}</p> })}
            <div class="export-actions"><JobActions job=job.clone()/></div>
            <Facts job=job.clone()/>
            <JobFiles job=job.clone()/>
            <JobNotes notes=job.notes/>
            <JobDownloads downloads=job.downloads/>
        </div>
    }
    .erased()
}

fn explanation(job: &ExportJob, wait: bool) -> Option<String> {
    let text = match job.state {
        ExportState::Queued | ExportState::Running if wait => {
            Some("The download starts by itself when the file is complete.")
        }
        ExportState::Queued | ExportState::Running => {
            return Some(match &job.mail {
                Some(mail) => format!("{} {CLOSE}", mail_note(mail)),
                None => format!("The export runs in the background. {CLOSE}"),
            });
        }
        ExportState::Completed if wait => {
            Some("The export is complete. If the download does not start, use the button below.")
        }
        ExportState::Empty => {
            Some("Calls matched when you started the export, but none were available when it ran.")
        }
        ExportState::Expired => Some("The files were deleted. Export again to get new ones."),
        _ => None,
    };
    text.map(str::to_owned)
}

/// A link that loads the page again where no script does.
#[component]
fn UpdateLink(job: ExportJob) -> impl IntoView {
    job.state.is_active().then(|| {
        let href = format!("/exports/{}", job.id);
        view! {
            <p class="without-scripts">
                <a class="button" href=href rel="external">"Update this page"</a>
            </p>
        }
        .erased()
    })
}

#[component]
fn Facts(job: ExportJob) -> impl IntoView {
    let contents: Vec<&str> = job.contents.iter().map(|code| ExportContent::label(*code)).collect();
    let mut facts = vec![
        ("Calls", selection_text(&job)),
        ("Format", format_text(&job)),
        ("Contents", contents.join(", ")),
        ("Requested by", author_text(&job)),
    ];
    if job.subject_request.is_some() {
        facts.push(("Numbers", "the person's own in full, others shortened".to_owned()));
    } else if let Some(text) = sensitive_text(&job) {
        facts.push(("Sensitive options", format!("{text}, with a reason in the audit log")));
    }
    let times = [("Ended", &job.ended), ("Available until", &job.expires)];
    facts.extend(times.iter().filter_map(|(name, at)| Some((*name, date_time(at.as_ref()?)))));
    let fact = |(name, text): (&'static str, String)| {
        view! { <div><dt>{name}</dt><dd>{text}</dd></div> }
    };
    view! { <dl class="setting-facts">{facts.into_iter().map(fact).collect_view()}</dl> }.erased()
}
