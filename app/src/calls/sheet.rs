//! The fields of the filter row, which on a phone are a sheet.

use earshot_domain::{CallFilter, FilterParameter, ListQuery};
use leptos::prelude::*;

use crate::{
    state::PageQuery,
    ui::{Erased, Icon, Symbol},
};

/// Its element id.
pub const FILTER_SHEET: &str = "filters";

/// The fields; on a desktop a part of the row, on a phone behind **Filters**.
#[component]
pub fn FilterSheet(children: Children) -> impl IntoView {
    let query = expect_context::<PageQuery>();
    let count = Memo::new(move |_| behind_button(&query.get().filter));
    view! {
        <button class="button filters-open" type="button" popovertarget=FILTER_SHEET>
            <Icon symbol=Symbol::Filters/>
            "Filters"
            {move || (count.get() > 0).then(|| view! { <span class="count">{count.get()}</span> })}
        </button>
        // A popover works without scripts, and closes with Escape.
        <div id=FILTER_SHEET popover class="filter-fields" role="group" aria-label="Filters">
            <header class="filter-sheet-head">
                <h2>"Filters"</h2>
                <button
                    class="icon-button"
                    type="button"
                    popovertarget=FILTER_SHEET
                    popovertargetaction="hide"
                    aria-label="Close the filters"
                >
                    <Icon symbol=Symbol::Close/>
                </button>
            </header>
            {children()}
            <div class="filter-sheet-actions">
                <a class="button" href=move || clear_href(&query.get().filter)>"Clear"</a>
                <button class="button button-primary" type="submit">"Apply"</button>
            </div>
        </div>
    }
    .erased()
}

/// Number of applied filters whose fields are behind the button of a phone.
fn behind_button(filter: &CallFilter) -> usize {
    let is_behind = |(parameter, _): &(FilterParameter, String)| {
        !matches!(parameter, FilterParameter::ProjectId | FilterParameter::Q)
    };
    filter.pairs().iter().filter(|pair| is_behind(pair)).count()
}

/// URL of the whole project, in its usual order.
pub fn clear_href(filter: &CallFilter) -> String {
    let filter = CallFilter { project: filter.project.clone(), ..CallFilter::default() };
    ListQuery { filter, ..ListQuery::default() }.href()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_button_counts_what_it_hides() {
        let of = |query| behind_button(&ListQuery::parse(query).filter);
        assert_eq!(of("project_id=desk&q=crown"), 0);
        assert_eq!(of("project_id=desk&status=missed&status=failed&from=2026-05-01"), 3);
    }
}
