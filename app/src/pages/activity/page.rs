//! Activity page: filters, events, and their files.

use earshot_domain::{ActivityPage, Permission, Role};
use leptos::prelude::*;
use leptos_router::hooks::use_location;

use super::{event::ActivityLine, filters::ActivityFilters, more::MoreEvents};
use crate::{
    api::{load, load_activity},
    frame::page_frame,
    ui::{Erased, FieldErrors},
};

/// Activity, for Client Admin and Client Manager; not found for others.
#[component]
pub fn ActivityPageView() -> impl IntoView {
    let location = use_location();
    let query = move || location.search.read().trim_start_matches('?').to_owned();
    let page = load(query, load_activity);
    page_frame("Activity", page, |page| view! { <Content page/> }.erased())
}

/// Reports beside the events, as far as the role sees them.
#[component]
fn Reports(role: Role) -> impl IntoView {
    let link = |permission, href, text| {
        role.may(permission)
            .then(|| view! { <li><a class="button" href=href rel="external">{text}</a></li> })
    };
    view! {
        <nav aria-label="Reports">
            <ul class="activity-reports">
                {link(Permission::ViewSensitiveAccess, "/activity/sensitive", "Sensitive access")}
                {link(Permission::MarkRedactions, "/activity/redaction", "Redaction report")}
            </ul>
        </nav>
    }
    .erased()
}

#[component]
fn Content(page: ActivityPage) -> impl IntoView {
    let ActivityPage { profile, query, actors, events, next } = page;
    let role = profile.role;
    let refused = !query.errors.is_empty();
    let errors = query.errors.clone();
    let latest = query.before.is_some().then(|| query.href("/activity", None));
    view! {
        <h1>"Activity"</h1>
        <p class="lead">
            "Who did what, when and on what, the latest first. Nothing here can be changed or deleted, \
             and opening this page is itself on record."
        </p>
        <Reports role/>
        <ActivityFilters query=query.clone() actors/>
        {refused
            .then(|| {
                view! {
                    <div class="notice notice-problem" role="alert"><FieldErrors errors/></div>
                }
            })}
        {latest
            .map(|href| {
                view! { <p><a class="button" href=href rel="external">"Latest"</a></p> }
            })}
        {events.is_empty().then(|| view! { <p class="empty">"No events match."</p> })}
        <ol class="entries activity-events" aria-label="Events">
            {events.into_iter().map(|event| view! { <ActivityLine event/> }).collect_view()}
        </ol>
        <MoreEvents query=query.clone() next/>
        {(!refused)
            .then(|| {
                let csv = query.href("/activity/events.csv", None);
                let json = query.href("/activity/events.json", None);
                view! {
                    <p class="activity-files">
                        <a class="button" href=csv rel="external" download>"Download CSV"</a>
                        <a class="button" href=json rel="external" download>"Download JSON"</a>
                        <span class="faint">"All events of these filters; a download is on record."</span>
                    </p>
                }
            })}
    }
    .erased()
}
