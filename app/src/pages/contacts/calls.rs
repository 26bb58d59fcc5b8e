//! Calls of a contact across channels, newest first.

use earshot_domain::{ContactCall, format_duration};
use leptos::prelude::*;

use crate::ui::{Erased, date_time};

/// The calls; each leads to its place on the Calls page.
#[component]
pub fn ContactCalls(calls: Vec<ContactCall>) -> impl IntoView {
    view! {
        <ul class="entries" aria-label="Calls">
            {calls.into_iter().map(|call| view! { <CallLine call/> }).collect_view()}
        </ul>
    }
    .erased()
}

#[component]
fn CallLine(call: ContactCall) -> impl IntoView {
    let ContactCall { row, project, direction } = call;
    let href = format!("/calls?project_id={}&expand={}", project.slug, row.id);
    let started = row.started.clone();
    let label = format!("Open the call of {}", date_time(&started));
    let facts = format!(
        "{}, {}, {}",
        row.channel.label(),
        direction.label().to_lowercase(),
        format_duration(row.duration_seconds)
    );
    view! {
        <li class="entry contact-call">
            <div>
                // Calls is an application of its own: it is opened as a page.
                <a href=href aria-label=label>
                    <time datetime=started.rfc3339.clone()>{date_time(&started)}</time>
                </a>
                <span class="faint">{project.name}</span>
            </div>
            <div>
                <bdi>{row.summary.unwrap_or_else(|| "No summary".to_owned())}</bdi>
            </div>
            <div>
                <span class=format!("state state-{}", row.status)>{row.status.label()}</span>
                <span class="faint">{facts}</span>
            </div>
        </li>
    }
    .erased()
}
