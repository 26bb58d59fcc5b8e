//! The form of a new key; what was typed stays when it could not be taken.

use earshot_domain::{
    ApiKeyKind, ApiScope, MOST_REQUESTS_PER_MINUTE, Problem, Project, REQUESTS_PER_MINUTE,
};
use leptos::prelude::*;

use crate::{
    pages::typed::{Tick, Typed},
    problem::ProblemNotice,
    ui::Erased,
};

/// A menu with the form; open when it must be looked at again.
#[component]
pub fn ApiKeyFormView(
    /// The projects a key can reach.
    projects: Vec<Project>,
    /// Why the form is shown again.
    problem: Option<Problem>,
    /// The form's fields as they were sent.
    form: Vec<(String, String)>,
) -> impl IntoView {
    let typed = Typed(form);
    let again = problem.is_some();
    let only = projects.len() == 1;
    let kind = |kind: &ApiKeyKind| {
        let selected = typed.has("kind", kind.as_str());
        view! { <option value=kind.as_str() selected=selected>{kind.label()}</option> }
    };
    let project = |project: &Project| {
        let slug = project.slug.to_string();
        let checked = only || typed.has("project_id", &slug);
        view! { <Tick name="project_id" value=slug label=project.name.clone() checked/> }
    };
    let scope = |scope: &ApiScope| {
        let first = !again && *scope == ApiScope::ConversationsExport;
        let checked = first || typed.has("scope", scope.as_str());
        let label = scope.label().to_owned();
        view! { <Tick name="scope" value=scope.to_string() label checked/> }
    };
    view! {
        <details class="key-maker" open=again>
            <summary class="button button-primary">"Make a key"</summary>
            <form class="key-form" method="post" action="/settings/api-keys">
                {problem.map(|problem| view! { <ProblemNotice problem/> })}
                <label class="field">
                    <span>"Name"</span>
                    <input
                        type="text"
                        name="name"
                        required
                        maxlength="50"
                        placeholder="Nightly backup"
                        value=typed.value("name")
                    />
                </label>
                <label class="field">
                    <span>"Kind"</span>
                    <select name="kind">{ApiKeyKind::ALL.iter().map(kind).collect_view()}</select>
                </label>
                <fieldset class="field">
                    <legend>"Rights"</legend>
                    {ApiScope::ALL.iter().map(scope).collect_view()}
                </fieldset>
                <fieldset class="field">
                    <legend>"Projects"</legend>
                    {projects.iter().map(project).collect_view()}
                </fieldset>
                <Limits typed=typed.clone()/>
                <button class="button button-primary" type="submit">"Make the key"</button>
            </form>
        </details>
    }
    .erased()
}

#[component]
fn Limits(typed: Typed) -> impl IntoView {
    let per_minute =
        typed.value("requests_per_minute").unwrap_or_else(|| REQUESTS_PER_MINUTE.to_string());
    view! {
        <label class="field">
            <span>"Last day (optional)"</span>
            <input type="date" name="expires" value=typed.value("expires")/>
        </label>
        <label class="field">
            <span>"Requests a minute"</span>
            <input
                type="number"
                name="requests_per_minute"
                min="1"
                max=MOST_REQUESTS_PER_MINUTE.to_string()
                value=per_minute
            />
        </label>
        <label class="field">
            <span>"Network addresses (optional)"</span>
            <input
                type="text"
                name="addresses"
                placeholder="203.0.113.7, 10.0.0.0/8"
                value=typed.value("addresses")
            />
        </label>
        <label class="field">
            <span>"Sites whose pages may use it (optional)"</span>
            <input
                type="text"
                name="origins"
                placeholder="https://app.example"
                value=typed.value("origins")
            />
        </label>
    }
    .erased()
}
