//! Marks, each with the line that it was made in.

use earshot_domain::{MarkKind, RedactionMark};
use leptos::prelude::*;

use crate::ui::{Erased, date_time};

/// A list of marks.
#[component]
pub fn Marks(
    /// The marks, newest first.
    marks: Vec<RedactionMark>,
) -> impl IntoView {
    view! {
        <ol class="entries" aria-label="Marks">{marks.into_iter().map(mark).collect_view()}</ol>
    }
    .erased()
}

fn mark(mark: RedactionMark) -> AnyView {
    let href = mark.href();
    let RedactionMark { at, kind, label, rules, places, project, line, .. } = mark;
    let flag = match kind {
        MarkKind::Missed => "flag flag-failed",
        MarkKind::Wrong => "flag flag-cancelled",
    };
    let extent = if places == 1 { "1 place".to_owned() } else { format!("{places} places") };
    view! {
        <li class="entry">
            <div class="activity-head">
                <strong>{label.label()}</strong>
                <span class=flag>{kind.label()}</span>
                <time datetime=at.rfc3339.clone()>{date_time(&at)}</time>
            </div>
            <div>
                <a href=href rel="external">{format!("Line {line} of the call")}</a>
                " "
                <span class="faint">{format!("{project} · {extent} · rules {rules}")}</span>
            </div>
        </li>
    }
    .erased()
}
