//! What takes the place of a list without calls.

use earshot_domain::{CallsPage, Project, TriedNumber};
use leptos::prelude::*;

use crate::ui::Erased;

/// Why there are no calls, and the next step.
#[component]
pub fn NoCalls(page: CallsPage) -> impl IntoView {
    let (title, text) = reason(&page);
    let tried: Vec<String> = page.tried.iter().map(tried_text).collect();
    let name = page.searched_name.then_some(NAMES_ARE_REMOVED);
    let picks = if page.project.is_none() { page.profile.projects } else { Vec::new() };
    let pick = |project: Project| {
        let href = format!("/calls?project_id={}", project.slug);
        view! { <li><a href=href class="button">{project.name}</a></li> }
    };
    view! {
        <div class="empty">
            <h2>{title}</h2>
            {tried.into_iter().map(|text| view! { <p>{text}</p> }).collect_view()}
            {name.map(|text| view! { <p>{text}</p> })}
            <p>{text}</p>
            <ul class="project-choices">{picks.into_iter().map(pick).collect_view()}</ul>
        </div>
    }
    .erased()
}

const NAMES_ARE_REMOVED: &str = "Names of persons are removed from transcripts and summaries, so calls \
     cannot be found by them.";

fn reason(page: &CallsPage) -> (&'static str, &'static str) {
    match &page.project {
        _ if !page.errors.is_empty() => {
            ("Nothing was searched", "Correct the marked fields and search again.")
        }
        None if page.profile.projects.is_empty() => (
            "No project is assigned to you",
            "Ask your administrator to assign a project to you. Its calls appear here.",
        ),
        None => ("Select a project", "You have several projects. Select the one to search."),
        Some(_) if page.filter.to_query().is_empty() => {
            ("No calls yet", "Calls appear here once they are imported from your phone system.")
        }
        Some(_) => ("No calls match", "Remove a filter or widen the dates."),
    }
}

/// Which forms of a number were looked for, and the way on.
fn tried_text(tried: &TriedNumber) -> String {
    let mut text = format!("Looked for {}", tried.forms.join(", "));
    if tried.ends {
        text.push_str(", and for numbers that end like this");
    }
    text.push_str(". A number that is spelt otherwise is found by its last digits, four or more.");
    text
}
