//! List of exports, streamed and in the background.

use earshot_domain::{ListedExport, Permission, Profile};
use leptos::prelude::*;
use leptos_router::hooks::use_query_map;

use super::{job_line::JobLine, streamed::StreamedLine};
use crate::{
    api::{load, load_exports, load_profile},
    frame::page_frame,
    ui::{DoneNotice, Erased},
};

/// A person's exports, newest first, or those of the tenant for a Client Admin.
#[component]
pub fn ExportsPage() -> impl IntoView {
    let page = load(|| (), |()| async { Ok((load_profile().await?, load_exports().await?)) });
    page_frame("Exports", page, |(profile, exports)| view! { <History profile exports/> }.erased())
}

#[component]
fn History(profile: Profile, exports: Vec<ListedExport>) -> impl IntoView {
    let none = exports.is_empty();
    let deleted = use_query_map().get_untracked().get("saved").as_deref() == Some("deleted");
    view! {
        <h1>"Exports"</h1>
        {deleted.then(|| view! { <DoneNotice text="The export was deleted."/> })}
        <p class="lead">{lead(&profile)}</p>
        {if none {
            view! {
                <div class="empty">
                    <p>"You have not exported anything yet."</p>
                    <a class="button" href="/calls">"Find calls to export"</a>
                </div>
            }
                .erased()
        } else {
            view! {
                <ul class="exports">
                    {exports.into_iter().map(|export| view! { <Line export/> }).collect_view()}
                </ul>
            }
                .erased()
        }}
    }
    .erased()
}

fn lead(profile: &Profile) -> &'static str {
    if profile.may(Permission::ViewAllExports) {
        "Your exports, and the background exports of your organisation and its API keys, newest \
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
