//! The form of a new webhook; what was typed stays when it could not be taken.

use earshot_domain::{Problem, Project, WebhookEvent};
use leptos::prelude::*;

use crate::{
    pages::typed::{Tick, Typed},
    problem::ProblemNotice,
    ui::Erased,
};

/// A menu with the form; open when it must be looked at again.
#[component]
pub fn WebhookFormView(
    /// The projects a webhook can tell of.
    projects: Vec<Project>,
    /// Why the form is shown again.
    problem: Option<Problem>,
    /// The form's fields as they were sent.
    form: Vec<(String, String)>,
) -> impl IntoView {
    let typed = Typed(form);
    let again = problem.is_some();
    let only = projects.len() == 1;
    let project = |project: &Project| {
        let slug = project.slug.to_string();
        let checked = only || typed.has("project_id", &slug);
        view! { <Tick name="project_id" value=slug label=project.name.clone() checked/> }
    };
    let event = |event: &WebhookEvent| {
        let checked = !again || typed.has("event", event.as_str());
        let label = format!("{} ({event})", event.label());
        view! { <Tick name="event" value=event.to_string() label checked/> }
    };
    view! {
        <details class="key-maker" open=again>
            <summary class="button button-primary">"Add a webhook"</summary>
            <form class="key-form" method="post" action="/settings/webhooks">
                {problem.map(|problem| view! { <ProblemNotice problem/> })}
                <label class="field">
                    <span>"Name"</span>
                    <input
                        type="text"
                        name="name"
                        required
                        maxlength="50"
                        placeholder="Ticket system"
                        value=typed.value("name")
                    />
                </label>
                <label class="field">
                    <span>"Address"</span>
                    <input
                        type="url"
                        name="url"
                        required
                        maxlength="500"
                        placeholder="https://example.org/hook"
                        value=typed.value("url")
                    />
                </label>
                <fieldset class="field">
                    <legend>"Events"</legend>
                    {WebhookEvent::CHOICES.iter().map(event).collect_view()}
                </fieldset>
                <fieldset class="field">
                    <legend>"Projects"</legend>
                    {projects.iter().map(project).collect_view()}
                </fieldset>
                <button class="button button-primary" type="submit">"Add the webhook"</button>
            </form>
        </details>
    }
    .erased()
}
