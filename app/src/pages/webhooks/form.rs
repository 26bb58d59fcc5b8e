//! Form of a new webhook; a refused form keeps what was entered.

use earshot_domain::{Problem, Project, WebhookEvent};
use leptos::prelude::*;

use crate::ui::{CheckboxGroup, Choice, Erased, FormPanel, SubmittedForm, TextField};

/// A panel with the form; open when it was refused.
#[component]
pub fn WebhookFormView(
    /// The projects a webhook can report on.
    projects: Vec<Project>,
    /// The problem it was refused with.
    problem: Option<Problem>,
    /// The submitted fields.
    form: Vec<(String, String)>,
) -> impl IntoView {
    let form = SubmittedForm(form);
    let refused = problem.is_some();
    let only = projects.len() == 1;
    let project = |project: &Project| {
        let slug = project.slug.to_string();
        let selected = only || form.has("project_id", &slug);
        Choice::new(slug, project.name.clone(), selected)
    };
    let event = |event: &WebhookEvent| {
        let selected = !refused || form.has("event", event.as_str());
        Choice::new(event.as_str(), format!("{} ({event})", event.label()), selected)
    };
    let events = WebhookEvent::CHOICES.iter().map(event).collect();
    let projects = projects.iter().map(project).collect();
    let (name, url) = (form.value("name"), form.value("url"));
    view! {
        <FormPanel
            title="Add a webhook"
            action="/settings/webhooks"
            submit="Add the webhook"
            problem
        >
            <TextField
                label="Name"
                name="name"
                value=name
                placeholder="Ticket system"
                max_length=50
                required=true
            />
            <TextField
                label="URL"
                name="url"
                kind="url"
                value=url
                placeholder="https://example.org/hook"
                max_length=500
                required=true
            />
            <CheckboxGroup name="event" label="Events" choices=events/>
            <CheckboxGroup name="project_id" label="Projects" choices=projects/>
        </FormPanel>
    }
    .erased()
}
