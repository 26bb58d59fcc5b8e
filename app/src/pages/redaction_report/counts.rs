//! Marks counted by label and version of the rules.

use earshot_domain::{RedactionCounts, format_number};
use leptos::prelude::*;

use crate::ui::Erased;

/// The table of counts.
#[component]
pub fn Counts(
    /// Its rows, most marks first.
    counts: Vec<RedactionCounts>,
) -> impl IntoView {
    let row = |counts: RedactionCounts| {
        let RedactionCounts { label, rules, missed, wrong, calls } = counts;
        view! {
            <tr>
                <th scope="row">{label.label()}</th>
                <td class="number">{rules.to_string()}</td>
                <td class="number">{format_number(missed)}</td>
                <td class="number">{format_number(wrong)}</td>
                <td class="number">{format_number(calls)}</td>
            </tr>
        }
    };
    view! {
        <div class="table-frame" tabindex="0" role="region" aria-label="Marks by label">
            <table class="report-table">
                <thead>
                    <tr>
                        <th scope="col">"Label"</th>
                        <th scope="col">"Rules"</th>
                        <th scope="col">"Missed"</th>
                        <th scope="col">"Not personal"</th>
                        <th scope="col">"Calls"</th>
                    </tr>
                </thead>
                <tbody>{counts.into_iter().map(row).collect_view()}</tbody>
            </table>
        </div>
    }
    .erased()
}
