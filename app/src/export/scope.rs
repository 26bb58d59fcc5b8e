//! What an export covers: project, dates and filters.

use earshot_domain::{CallFilter, CallsPage, FilterParameter};
use leptos::prelude::*;

use crate::ui::Erased;

/// The project, the dates and the filters of the list.
#[component]
pub fn ExportScope(page: CallsPage) -> impl IntoView {
    let zone = page.profile.time_zone.clone();
    let project = page.project.map_or_else(|| "None".to_owned(), |project| project.name);
    let facts = [
        ("Project", project),
        ("Dates", dates(&page.filter, &zone)),
        ("Filters", filters(&page.filter)),
    ];
    let fact = |(name, value): (&'static str, String)| {
        view! { <div><dt>{name}</dt><dd><bdi>{value}</bdi></dd></div> }
    };
    view! { <dl class="export-scope">{facts.into_iter().map(fact).collect_view()}</dl> }.erased()
}

fn is_date(parameter: FilterParameter) -> bool {
    matches!(parameter, FilterParameter::From | FilterParameter::To)
}

fn dates(filter: &CallFilter, zone: &str) -> String {
    let pairs = filter.pairs();
    let dates = pairs.iter().filter(|(parameter, _)| is_date(*parameter));
    let dates: Vec<String> = dates.map(|(parameter, value)| parameter.describe(value)).collect();
    if dates.is_empty() { "All time".to_owned() } else { format!("{} ({zone})", dates.join(", ")) }
}

fn filters(filter: &CallFilter) -> String {
    let shown =
        |parameter: FilterParameter| !is_date(parameter) && parameter != FilterParameter::ProjectId;
    let pairs = filter.pairs().into_iter().filter(|(parameter, _)| shown(*parameter));
    let filters: Vec<String> = pairs.map(|(parameter, value)| parameter.describe(&value)).collect();
    if filters.is_empty() { "None".to_owned() } else { filters.join(", ") }
}

#[cfg(test)]
mod tests {
    use earshot_domain::ListQuery;

    use super::*;

    #[test]
    fn dates_and_filters_are_told_apart() {
        let of = |query| {
            let filter = ListQuery::parse(query).filter;
            (dates(&filter, "Europe/London"), filters(&filter))
        };
        assert_eq!(of("project_id=desk"), ("All time".to_owned(), "None".to_owned()));
        assert_eq!(
            of("project_id=desk&from=2026-05-01&to=2026-05-31&status=missed&agent=Marina"),
            (
                "From: 1 May 2026, To: 31 May 2026 (Europe/London)".to_owned(),
                "Status: Missed, Agent: Marina".to_owned()
            )
        );
    }
}
