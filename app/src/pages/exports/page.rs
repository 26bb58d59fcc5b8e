//! List of exports, streamed and in the background.

use earshot_domain::{ExportList, ListedExport, Permission, Profile};
use leptos::prelude::*;
use leptos_router::hooks::use_query_map;

use super::{job_line::JobLine, streamed::StreamedLine};
use crate::{
    api::{load, load_exports, load_profile},
    frame::page_frame,
    ui::{DoneNotice, Erased},
};

/// A person's exports, newest first; for a Client Admin also those of others in her projects.
#[component]
pub fn ExportsPage() -> impl IntoView {
    let query = use_query_map();
    let page = load(
        move || query.read().get("cursor"),
        |cursor| async move { Ok((load_profile().await?, load_exports(cursor).await?)) },
    );
    page_frame("Exports", page, |(profile, list)| view! { <History profile list/> }.erased())
}

#[component]
fn History(profile: Profile, list: ExportList) -> impl IntoView {
    let ExportList { exports, older, continued } = list;
    let deleted = use_query_map().get_untracked().get("saved").as_deref() == Some("deleted");
    view! {
        <h1>"Exports"</h1>
        {deleted.then(|| view! { <DoneNotice text="The export was deleted."/> })}
        <p class="lead">{lead(&profile)}</p>
        {if exports.is_empty() {
            view! { <Nothing continued/> }.erased()
        } else {
            view! {
                <ul class="exports">
                    {exports.into_iter().map(|export| view! { <Line export/> }).collect_view()}
                </ul>
            }
                .erased()
        }}
        <nav class="pager" aria-label="Pages of exports">
            {continued
                .then(|| view! { <a href="/exports" class="button">"Newest exports"</a> })}
            {older
                .map(|cursor| {
                    let href = format!("/exports?cursor={cursor}");
                    view! { <a href=href class="button" rel="next">"Older exports"</a> }
                })}
        </nav>
    }
    .erased()
}

/// What stands in place of an empty page of the list.
#[component]
fn Nothing(
    /// Whether it is not the first page.
    continued: bool,
) -> impl IntoView {
    if continued {
        return view! { <p class="empty">"There are no older exports."</p> }.erased();
    }
    view! {
        <div class="empty">
            <p>"You have not exported anything yet."</p>
            <a class="button" href="/calls">"Find calls to export"</a>
        </div>
    }
    .erased()
}

fn lead(profile: &Profile) -> &'static str {
    if profile.may(Permission::ViewAllExports) {
        "Your exports, and those that other people and API keys made of your projects, newest \
         first. Files of background exports are stored until they expire."
    } else if profile.may(Permission::ExportInBackground) {
        "Your exports, newest first. Files of background exports are stored until they expire."
    } else {
        "Your exports, newest first. The files are not stored on the server."
    }
}

#[component]
fn Line(export: ListedExport) -> impl IntoView {
    match export {
        ListedExport::Stream(export) => view! { <StreamedLine export=*export/> }.erased(),
        ListedExport::Job(job) => view! { <JobLine job=*job/> }.erased(),
    }
}
