//! Export history page.

use earshot_domain::{ExportRecord, ExportState, format_number};
use leptos::prelude::*;

use crate::{
    api::{load, load_exports, load_profile},
    calls::filter_text,
    frame::page_frame,
    ui::Erased,
};

/// A person's exports, newest first; each can be repeated.
#[component]
pub fn ExportsPage() -> impl IntoView {
    let page = load(|| (), |()| async { Ok((load_profile().await?, load_exports().await?)) });
    page_frame(
        "Exports",
        page,
        |(profile, _)| profile.clone(),
        |(_, exports)| view! { <History exports/> }.erased(),
    )
}

#[component]
fn History(exports: Vec<ExportRecord>) -> impl IntoView {
    let none = exports.is_empty();
    view! {
        <h1>"Exports"</h1>
        <p class="lead">"Your exports, newest first. The files are not stored on the server."</p>
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
                    {exports.into_iter().map(|export| view! { <ExportLine export/> }).collect_view()}
                </ul>
            }
                .erased()
        }}
    }
    .erased()
}

#[component]
fn ExportLine(export: ExportRecord) -> impl IntoView {
    let progress = export.progress.clone();
    let again = export.repeat_href();
    let running = progress.state == ExportState::Running;
    let rows = match progress.state {
        ExportState::Completed | ExportState::Empty => format!(
            "{} exported, {} left out",
            format_number(progress.written),
            format_number(progress.omitted)
        ),
        _ => format!(
            "{} of {} written",
            format_number(progress.written),
            format_number(progress.matched)
        ),
    };
    view! {
        <li class="export-line" data-export-id=progress.export_id.to_string()>
            <div class="export-when">
                <time datetime=export.started.rfc3339>
                    {export.started.day}", "{export.started.time}
                </time>
                <span class=format!("state state-{}", progress.state)>{progress.state.label()}</span>
            </div>
            <div class="export-what">
                <span>{filter_text(&export.filter)}</span>
                <span class="faint">{export.file_name}</span>
            </div>
            <div class="export-rows">{rows}</div>
            <div class="export-actions">
                {running
                    .then(|| {
                        view! {
                            <form method="post" action="/api/exports/cancel">
                                <input
                                    type="hidden"
                                    name="export_id"
                                    value=progress.export_id.to_string()
                                />
                                <button class="button button-quiet" type="submit">"Cancel"</button>
                            </form>
                        }
                    })}
                <a class="button button-quiet" href=again>"Export again"</a>
            </div>
        </li>
    }
    .erased()
}
