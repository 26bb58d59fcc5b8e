//! The way from the list to an export of all that match, in any format.

use earshot_domain::{CallsPage, ExportRequest, Permission};
use leptos::prelude::*;

use crate::{state::ShownList, ui::Erased};

/// Link to the page of a background export of the list, where the role has it and calls match.
#[component]
pub fn FilterExportLink(
    /// Classes of the link, unless it is the only way.
    class: &'static str,
) -> impl IntoView {
    let list = expect_context::<ShownList>();
    let href = Memo::new(move |_| list.page.with(filter_href));
    let is_only_way = Memo::new(move |_| list.page.with(|page| page.matched > page.export_limit));
    move || {
        let (label, class) = if is_only_way.get() {
            ("Export in the background", "button")
        } else {
            ("Export filter…", class)
        };
        href.get().map(|href| view! { <a href=href class=class>{label}</a> }.erased())
    }
}

fn filter_href(page: &CallsPage) -> Option<String> {
    let searched = page.project.is_some() && page.errors.is_empty() && page.matched > 0;
    let may = page.profile.may(Permission::ExportInBackground);
    (searched && may).then(|| ExportRequest::page_of(&page.filter))
}
