//! Entry of a streamed export.

use earshot_domain::{ExportRecord, ExportState, format_number};
use leptos::prelude::*;

use crate::{calls::filter_text, ui::Erased};

/// A streamed export: its filter, its rows, and how to make it again. Its author alone can cancel
/// it.
#[component]
pub fn StreamedLine(export: ExportRecord) -> impl IntoView {
    let progress = export.progress.clone();
    let again = export.repeat_href();
    let selection = selection_text(&export);
    let facts = format!("{} · {}", export.file_name, export.author);
    let cancellable = export.own && progress.state == ExportState::Running;
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
    let sensitive = export.options.sensitive_labels();
    view! {
        <li class="export-line" data-export-id=progress.export_id.to_string()>
            <div class="export-when">
                <time datetime=export.started.rfc3339>
                    {export.started.day}", "{export.started.time}
                </time>
                <span class=format!("state state-{}", progress.state)>{progress.state.label()}</span>
            </div>
            <div class="export-what">
                <span>{selection}</span>
                <span class="faint">{facts}</span>
                {(!sensitive.is_empty())
                    .then(|| {
                        view! { <span class="flag flag-sensitive">{format!("Sensitive: {}", sensitive.join(", "))}</span> }
                    })}
            </div>
            <div class="export-rows">{rows}</div>
            <div class="export-actions">
                {cancellable
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

/// Describes the exported calls: the filter, and the project where the filter names none.
fn selection_text(export: &ExportRecord) -> String {
    let filter = filter_text(&export.filter);
    match &export.project {
        Some(project) if export.filter.project.is_none() => format!("{filter}, in {project}"),
        _ => filter,
    }
}
