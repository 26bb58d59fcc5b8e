//! Files of a background export, and who downloaded them.

use earshot_domain::{ExportDownload, ExportFile, ExportJob, format_number, rounded_size};
use leptos::prelude::*;

use crate::ui::{Erased, date_time};

/// The files with their figures; nothing before they are whole.
#[component]
pub fn JobFiles(job: ExportJob) -> impl IntoView {
    let (id, files, available) = (job.id, job.files.clone(), job.has_files());
    let file = move |file: ExportFile| {
        let href = available.then(|| format!("/exports/{id}/files/{}", file.n));
        view! { <File file href/> }
    };
    (!files.is_empty()).then(|| {
        view! {
            <section aria-labelledby="files">
                <h2 id="files">"Files"</h2>
                <ul class="export-files">{files.into_iter().map(file).collect_view()}</ul>
            </section>
        }
        .erased()
    })
}

#[component]
fn File(file: ExportFile, href: Option<String>) -> impl IntoView {
    let rows = if file.rows == 1 { "row" } else { "rows" };
    let rows = format!("{} {rows}, {}", format_number(file.rows), rounded_size(file.bytes));
    let name = file.name;
    view! {
        <li class="export-file">
            {match href {
                Some(href) => {
                    view! { <a href=href rel="external">{name}</a> }.erased()
                }
                None => view! { <span>{name}</span> }.erased(),
            }}
            <span>{rows}</span>
            <span class="export-digest">
                "SHA-256 " <code title=file.sha256.clone()>{file.sha256.clone()}</code>
            </span>
        </li>
    }
    .erased()
}

/// Remarks on the files.
#[component]
pub fn JobNotes(notes: Vec<String>) -> impl IntoView {
    (!notes.is_empty()).then(|| {
        let notes = notes.into_iter().map(|note| view! { <li>{note}</li> }).collect_view();
        view! {
            <section aria-labelledby="notes">
                <h2 id="notes">"Notes"</h2>
                <ul class="export-notes">{notes}</ul>
            </section>
        }
        .erased()
    })
}

/// Every download, oldest first.
#[component]
pub fn JobDownloads(downloads: Vec<ExportDownload>) -> impl IntoView {
    let download = |download: ExportDownload| {
        let text = format!("{} by {}: {}", date_time(&download.at), download.by, download.file);
        view! { <li>{text}</li> }
    };
    (!downloads.is_empty()).then(|| {
        view! {
            <section aria-labelledby="downloads">
                <h2 id="downloads">"Downloads"</h2>
                <ul class="export-notes">{downloads.into_iter().map(download).collect_view()}</ul>
            </section>
        }
        .erased()
    })
}
