//! Description of what will be exported.

use earshot_domain::{CallFilter, ExportRequest, Profile, format_number};
use leptos::prelude::*;

use crate::{calls::filter_text, ui::Erased};

/// Contact, project, dates, filters and number of calls.
#[component]
pub fn Selection(
    profile: Profile,
    request: ExportRequest,
    contact: Option<String>,
    matched: Option<u64>,
) -> impl IntoView {
    let fact = |(name, text): (&'static str, String)| {
        view! { <div><dt>{name}</dt><dd>{text}</dd></div> }
    };
    view! {
        <dl class="setting-facts export-selection">
            {facts(&profile, &request, contact, matched).into_iter().map(fact).collect_view()}
        </dl>
    }
    .erased()
}

fn facts(
    profile: &Profile,
    request: &ExportRequest,
    contact: Option<String>,
    matched: Option<u64>,
) -> Vec<(&'static str, String)> {
    let filter = &request.filter;
    let dates =
        CallFilter { from: filter.from.clone(), to: filter.to.clone(), ..CallFilter::default() };
    let others = CallFilter { project: None, from: None, to: None, ..filter.clone() };
    let mut facts = vec![("Calls", calls_text(request, matched))];
    facts.extend(contact.map(|label| ("Contact", format!("Calls of contact {label}"))));
    let chosen = !request.calls.is_empty();
    if filter.project.is_some() || !chosen {
        facts.push(("Project", project_text(profile, filter)));
    }
    if dates != CallFilter::default() {
        facts.push(("Dates", filter_text(&dates)));
    } else if !chosen {
        facts.push(("Dates", "All".to_owned()));
    }
    if others != CallFilter::default() {
        facts.push(("Filters", filter_text(&others)));
    }
    if !request.tags.is_empty() {
        facts.push(("Tags", request.tags.join(", ")));
    }
    facts
}

fn calls_text(request: &ExportRequest, matched: Option<u64>) -> String {
    let noun = |count: u64| if count == 1 { "call" } else { "calls" };
    let chosen = request.calls.len() as u64;
    match (chosen, matched) {
        (0, None) => "Not counted".to_owned(),
        (0, Some(matched)) => {
            let verb = if matched == 1 { "matches" } else { "match" };
            format!("{} {} {verb} now", format_number(matched), noun(matched))
        }
        (chosen, Some(matched)) if matched != chosen => format!(
            "{chosen} chosen {}, of which {} can be exported",
            noun(chosen),
            format_number(matched)
        ),
        (chosen, _) => format!("{chosen} chosen {}", noun(chosen)),
    }
}

fn project_text(profile: &Profile, filter: &CallFilter) -> String {
    match (&filter.project, profile.projects.as_slice()) {
        (Some(slug), projects) => projects
            .iter()
            .find(|project| project.slug == *slug)
            .map_or_else(|| slug.to_string(), |project| project.name.clone()),
        (None, [only]) => only.name.clone(),
        (None, _) => "All your projects".to_owned(),
    }
}

#[cfg(test)]
mod tests {
    use earshot_domain::{ExportFormat, ExportRequestForm};

    use super::*;

    fn parsed(query: &str) -> ExportRequest {
        let pairs: Vec<_> = form_urlencoded::parse(query.as_bytes()).into_owned().collect();
        ExportRequestForm::parse(&pairs).request
    }

    #[test]
    fn the_number_of_calls_is_stated_in_words() {
        let all = ExportRequest::new(CallFilter::default(), ExportFormat::Csv);
        assert_eq!(calls_text(&all, Some(1_248)), "1,248 calls match now");
        assert_eq!(calls_text(&all, Some(1)), "1 call matches now");
        assert_eq!(calls_text(&all, None), "Not counted");
        let chosen = parsed("call=01890a5d-ac96-774b-bcce-b302099a8057");
        assert_eq!(calls_text(&chosen, Some(1)), "1 chosen call");
        assert_eq!(calls_text(&chosen, Some(0)), "1 chosen call, of which 0 can be exported");
    }
}
