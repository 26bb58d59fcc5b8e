//! List of reports that receivers refused.

use earshot_domain::RefusedReport;
use leptos::prelude::*;

use crate::ui::{Erased, date_time};

/// The list, newest first; nothing where no report was refused.
#[component]
pub fn RefusedReports(reports: Vec<RefusedReport>) -> impl IntoView {
    if reports.is_empty() {
        return ().into_any();
    }
    let line = |report: RefusedReport| {
        view! {
            <li class="entry">
                <div>
                    <strong>{report.receiver}</strong>
                    <time datetime=report.refused.rfc3339.clone()>{date_time(&report.refused)}</time>
                </div>
                <div><span>{report.reason}</span></div>
            </li>
        }
    };
    view! {
        <section class="setting" aria-labelledby="setting-refused">
            <h2 id="setting-refused">"Refused reports"</h2>
            <p class="lead">
                "Reports of phone systems that were not stored: the last 100 of each receiver, for 30 \
                 days, without what they said. Those that could not be verified can be anybody's; the \
                 last 20 are listed."
            </p>
            <ul class="entries" aria-label="Refused reports">
                {reports.into_iter().map(line).collect_view()}
            </ul>
        </section>
    }
    .erased()
}
