//! Page of the redaction report: counts, and marks, newest first.

use earshot_domain::RedactionReport;
use leptos::prelude::*;
use leptos_router::hooks::use_query_map;

use super::{counts::Counts, marks::Marks};
use crate::{
    api::{load, load_redaction_report},
    frame::page_frame,
    ui::Erased,
};

/// The redaction report, for Client Admin; not found for others.
#[component]
pub fn RedactionReportPageView() -> impl IntoView {
    let query = use_query_map();
    let page = load(move || query.read().get("after"), load_redaction_report);
    page_frame("Redaction report", page, |page| view! { <Content page/> }.erased())
}

#[component]
fn Content(page: RedactionReport) -> impl IntoView {
    let query = use_query_map();
    let continued = query.with_untracked(|query| query.get("after").is_some());
    let RedactionReport { rules, counts, marks, next, .. } = page;
    let older = next.map(|id| format!("/activity/redaction?after={id}"));
    view! {
        <h1>"Redaction report"</h1>
        <p class="lead">
            "What redaction missed and what it replaced without need, as Client Admins marked it in opened \
             calls of your projects. The report has no words of a call."
        </p>
        <p class="faint">{format!("The rules of redaction are now version {rules}.")}</p>
        {if counts.is_empty() {
            view! {
                <p class="empty">
                    "Nothing has been marked. To mark a redaction, open a call, choose a line of its transcript, \
                     and press Redact or Not personal."
                </p>
            }
                .erased()
        } else {
            view! {
                <Counts counts/>
                <h2>"Marks"</h2>
                <Marks marks/>
                <p class="activity-files">
                    <a class="button" href="/activity/redaction.csv" rel="external" download>
                        "Download CSV"
                    </a>
                </p>
            }
                .erased()
        }}
        <nav class="pager" aria-label="Pages of marks">
            {continued.then(|| view! { <a href="/activity/redaction" class="button">"Newest"</a> })}
            {older.map(|href| view! { <a href=href class="button">"Older"</a> })}
        </nav>
    }
    .erased()
}
