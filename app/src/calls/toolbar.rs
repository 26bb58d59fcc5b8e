//! Toolbar above the list: number of matching calls, and the export.

use earshot_domain::{Bound, CallsPage, ListQuery, format_number};
use leptos::prelude::*;

use super::shortcuts::Shortcuts;
use crate::{
    export::{CancelRunning, FilterExportLink, Phase, Run, blocked},
    state::{PageQuery, ShownList},
    ui::Erased,
};

/// Describes the matches: `1,248 calls, 1 May 2026 – 31 May 2026`.
fn matches_text(page: &CallsPage) -> String {
    let noun = if page.matched == 1 { "call" } else { "calls" };
    let day = |bound: &Option<Bound>| {
        bound.as_ref().map(|bound| match bound {
            Bound::Day(day) => day.label(),
            Bound::Instant(text) => text.clone(),
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

/// Count and **Export CSV...**, with the reason if it is disabled.
#[component]
pub fn Toolbar() -> impl IntoView {
    let list = expect_context::<ShownList>();
    let matched = Memo::new(move |_| {
        list.page.with(|page| {
            let searched = page.project.is_some() && page.errors.is_empty();
            searched.then(|| matches_text(page))
        })
    });
    let zone = list.page.with_untracked(|page| page.profile.time_zone.clone());
    let zone = move || {
        let times = if matched.read().is_some() { " · times" } else { "Times" };
        format!("{times} in {zone}")
    };
    view! {
        <div class="toolbar">
            <p class="matched" tabindex="-1" aria-live="polite">
                {move || matched.get()} <span class="faint">{zone}</span>
            </p>
            <div class="toolbar-export">
                <Shortcuts/>
                <FilterExportLink class="button filter-export"/>
                <ExportControl/>
            </div>
        </div>
    }
    .erased()
}

/// **Export CSV...**, the reason that it is disabled, or how far it is.
#[component]
fn ExportControl() -> impl IntoView {
    let list = expect_context::<ShownList>();
    let query = expect_context::<PageQuery>();
    let run = expect_context::<Run>();
    let reason = Memo::new(move |_| list.page.with(blocked));
    let running = Memo::new(move |_| list.page.with(|page| page.running_export));
    let export_href = move || ListQuery { export: true, ..query.get() }.href();
    let percent = Memo::new(move |_| match run.phase.get() {
        Phase::Running(received) => Some(received.percent()),
        _ => None,
    });
    view! {
        {move || match (percent.get(), reason.get()) {
            (Some(percent), _) => {
                view! {
                    <a href=export_href data-noscroll class="button">
                        {format!("Exporting, {percent} %")}
                    </a>
                }
                    .erased()
            }
            (None, None) => {
                view! {
                    <a href=export_href data-noscroll class="button button-primary">
                        "Export CSV..."
                    </a>
                }
                    .erased()
            }
            (None, Some(reason)) => view! { <Disabled reason/> }.erased(),
        }}
        {move || running.get().filter(|_| percent.read().is_none()).map(|id| view! { <CancelRunning id/> })}
        <p class="visually-hidden" role="status">{move || run.outcome()}</p>
    }
    .erased()
}

#[component]
fn Disabled(reason: String) -> impl IntoView {
    view! {
        <p class="faint" id="export-reason">
            {reason} " " <a href="/help#export-disabled">"Why?"</a>
        </p>
        <button class="button" disabled aria-describedby="export-reason">
            "Export CSV..."
        </button>
    }
}
