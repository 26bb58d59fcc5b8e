//! What can be done with a background export.

use earshot_domain::{ExportJob, ExportState};
use leptos::prelude::*;

use crate::ui::{ConfirmButton, Erased, PostButton, date_time};

const REVOKED: &str = "Its files are deleted and its links end. They cannot be restored.";
const DELETED: &str = "It leaves this list. The audit log keeps that it was made.";

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
        S::Completed => Some(confirmed(&job, "revoke", "Revoke", REVOKED)),
        S::Empty | S::Expired => None,
    };
    let is_over = matches!(job.state, S::Failed | S::Cancelled | S::Empty | S::Expired);
    let delete = (is_over && job.subject_request.is_none())
        .then(|| confirmed(&job, "delete", "Delete", DELETED));
    view! {
        {job.has_files().then(|| view! { <Downloads job=job.clone()/> })}
        {change}
        <a class="button button-quiet" href=again.0>{again.1}</a>
        {delete}
    }
    .erased()
}

/// A button that asks before it ends what the export left.
fn confirmed(job: &ExportJob, name: &str, text: &'static str, effect: &'static str) -> AnyView {
    let what = format!("{text} the export of {}", date_time(&job.requested));
    view! {
        <ConfirmButton
            action=format!("/exports/{}/{name}", job.id)
            text
            label=what.clone()
            question=format!("{what}?")
            effect
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
