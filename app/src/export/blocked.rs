//! Reasons that a list cannot be exported as one CSV file.

use earshot_domain::{CallsPage, format_number};

/// Returns the reason, if there is one.
pub fn blocked(page: &CallsPage) -> Option<String> {
    if page.project.is_none() {
        Some(if page.profile.projects.is_empty() {
            "No project is assigned to you.".to_owned()
        } else {
            "Select a project first.".to_owned()
        })
    } else if !page.errors.is_empty() {
        Some("The search cannot be run.".to_owned())
    } else if page.running_export.is_some() {
        Some("One of your exports is still running.".to_owned())
    } else if page.matched == 0 {
        Some("No calls match.".to_owned())
    } else if page.matched > page.export_limit {
        Some(format!(
            "{} calls match. A CSV file contains at most {} calls: narrow the dates or add a filter.",
            format_number(page.matched),
            format_number(page.export_limit)
        ))
    } else {
        None
    }
}
