//! Toolbar above the list: number of matching calls, and the export.

use earshot_domain::{CallsPage, ExportRequest, ListQuery, Permission, format_number};
use leptos::prelude::*;

use super::shortcuts::Shortcuts;
use crate::{state::PageQuery, ui::Erased};

/// Returns the reason that export is disabled, if it is.
fn disabled_reason(page: &CallsPage) -> Option<String> {
    if page.project.is_none() {
        Some(if page.profile.projects.is_empty() {
            "No project is assigned to you.".to_owned()
        } else {
            "Select a project first.".to_owned()
        })
    } else if page.running_export.is_some() {
        Some("One of your exports is still running.".to_owned())
    } else if page.matched == 0 {
        Some("No calls match.".to_owned())
    } else if page.matched > page.export_limit {
        Some(format!(
            "{} calls match. A CSV file contains at most {} calls: narrow the dates or add a filter.",
            format_number(page.matched),
            format_number(page.export_limit)
        ))
    } else {
        None
    }
}

/// Describes the matches: `1,248 calls, 1 May 2026 – 31 May 2026`.
fn matches_text(page: &CallsPage) -> String {
    let noun = if page.matched == 1 { "call" } else { "calls" };
    let day = |bound: &Option<earshot_domain::Bound>| {
        bound.as_ref().map(|bound| match bound {
            earshot_domain::Bound::Day(day) => day.label(),
            earshot_domain::Bound::Instant(text) => text.clone(),
        })
    };
    let range = match (day(&page.filter.from), day(&page.filter.to)) {
        (None, None) => String::new(),
        (Some(from), None) => format!(", since {from}"),
        (None, Some(to)) => format!(", until {to}"),
        (Some(from), Some(to)) if from == to => format!(", {from}"),
        (Some(from), Some(to)) => format!(", {from} – {to}"),
    };
    format!("{} {noun}{range}", format_number(page.matched))
}

/// URL of the page of a background export of the list, where the role has it and calls match.
fn background_href(page: &CallsPage) -> Option<String> {
    let searched = page.project.is_some() && page.errors.is_empty() && page.matched > 0;
    let may = page.profile.may(Permission::ExportInBackground);
    (searched && may).then(|| ExportRequest::page_of(&page.filter))
}

/// Count and **Export CSV...**, with the reason if it is disabled.
#[component]
pub fn Toolbar(page: StoredValue<CallsPage>) -> impl IntoView {
    let query = expect_context::<PageQuery>();
    let (matched, reason, running, zone) = page.with_value(|page| {
        let searched = page.project.is_some() && page.errors.is_empty();
        let matched = searched.then(|| matches_text(page));
        (matched, disabled_reason(page), page.running_export, page.profile.time_zone.clone())
    });
    let zone = format!("{} in {zone}", if matched.is_some() { " · times" } else { "Times" });
    let background = page.with_value(background_href);
    let over_limit = page.with_value(|page| page.matched > page.export_limit);
    let background_label = if over_limit { "Export in the background" } else { "Export filter…" };
    let export_href = move || ListQuery { export: true, ..query.get() }.href();
    view! {
        <div class="toolbar">
            <p class="matched" aria-live="polite">
                {matched} <span class="faint">{zone}</span>
            </p>
            <div class="toolbar-export">
                <Shortcuts/>
                {background
                    .map(|href| view! { <a href=href class="button">{background_label}</a> })}
                {match reason {
                    None => {
                        view! {
                            <a href=export_href data-noscroll class="button button-primary">
                                "Export CSV..."
                            </a>
                        }
                            .erased()
                    }
                    Some(reason) => {
                        view! {
                            <p class="faint" id="export-reason">
                                {reason} " " <a href="/help#export-disabled">"Why?"</a>
                            </p>
                            <button class="button" disabled aria-describedby="export-reason">
                                "Export CSV..."
                            </button>
                        }
                            .erased()
                    }
                }}
                {running
                    .map(|id| {
                        view! {
                            <form method="post" action="/api/exports/cancel">
                                <input type="hidden" name="export_id" value=id.to_string()/>
                                <button class="button button-quiet" type="submit">
                                    "Cancel the running export"
                                </button>
                            </form>
                        }
                    })}
            </div>
        </div>
    }
    .erased()
}
