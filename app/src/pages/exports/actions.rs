//! What can be done with a background export.

use earshot_domain::{ExportJob, ExportState};
use leptos::prelude::*;

use crate::ui::{ConfirmButton, Erased, PostButton, date_time};

/// Cancel, retry, download, revoke, repeat and delete, as the state allows.
#[component]
pub fn JobActions(job: ExportJob) -> impl IntoView {
    use ExportState as S;

    // A bundle is made again from the request that it answers.
    let again = match job.subject_request {
        Some(_) => ("/contacts".to_owned(), "Legal requests"),
        None => (format!("/exports/new?{}", job.again), "Export again"),
    };
    let button = |name: &str, text: &'static str| {
        let action = format!("/exports/{}/{name}", job.id);
        let label = format!("{text} the export of {}", date_time(&job.requested));
        view! { <PostButton action text label/> }.erased()
    };
    let change = match job.state {
        S::Queued | S::Running => Some(button("cancel", "Cancel")),
        S::Failed | S::Cancelled => Some(button("retry", "Retry")),
        S::Completed => Some(revoke(&job)),
        S::Empty | S::Expired => None,
    };
    let is_over = matches!(job.state, S::Failed | S::Cancelled | S::Empty | S::Expired);
    let delete = (is_over && job.subject_request.is_none()).then(|| delete(&job));
    view! {
        {job.has_files().then(|| view! { <Downloads job=job.clone()/> })}
        {change}
        <a class="button button-quiet" href=again.0>{again.1}</a>
        {delete}
    }
    .erased()
}

/// Deletes the entry, after asking.
fn delete(job: &ExportJob) -> AnyView {
    let requested = date_time(&job.requested);
    view! {
        <ConfirmButton
            action=format!("/exports/{}/delete", job.id)
            text="Delete"
            label=format!("Delete the export of {requested}")
            question=format!("Delete the export of {requested}?")
            effect="It leaves this list. The audit log keeps that it was made."
        />
    }
    .erased()
}

/// Deletes the files and ends their links, after asking.
fn revoke(job: &ExportJob) -> AnyView {
    let requested = date_time(&job.requested);
    view! {
        <ConfirmButton
            action=format!("/exports/{}/revoke", job.id)
            text="Revoke"
            label=format!("Revoke the export of {requested}")
            question=format!("Revoke the export of {requested}?")
            effect="Its files are deleted and its links end. They cannot be restored."
        />
    }
    .erased()
}

#[component]
fn Downloads(job: ExportJob) -> impl IntoView {
    let path = format!("/exports/{}", job.id);
    let (file, text) = match job.files.len() {
        1 => (format!("{path}/files/1"), "Download"),
        _ => (format!("{path}/archive.zip"), "Download all as ZIP"),
    };
    // A waiting page starts the download of a single file itself.
    let single = (job.files.len() == 1).then_some("");
    view! {
        // Not `download`: a browser would drop the answer of a refusal unseen.
        <a class="button button-primary" href=file rel="external" data-download=single>
            {text}
        </a>
        <a class="button button-quiet" href=format!("{path}/manifest.json") rel="external">
            "Manifest"
        </a>
    }
    .erased()
}
