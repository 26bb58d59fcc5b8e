//! Form of a new API key; a refused form keeps what was entered.

use earshot_domain::{
    ApiKeyKind, ApiScope, DEFAULT_REQUESTS_PER_MINUTE, MAX_REQUESTS_PER_MINUTE, Problem, Project,
};
use leptos::prelude::*;

use crate::ui::{
    CheckboxGroup, Choice, Erased, Field, FormPanel, SelectField, SubmittedForm, TextField,
};

/// A panel with the form; open when it was refused.
#[component]
pub fn ApiKeyFormView(
    /// The projects a key can reach.
    projects: Vec<Project>,
    /// The problem it was refused with.
    problem: Option<Problem>,
    /// The submitted fields.
    form: Vec<(String, String)>,
) -> impl IntoView {
    let form = SubmittedForm(form);
    let only = projects.len() == 1;
    let kind = |kind: &ApiKeyKind| {
        Choice::new(kind.as_str(), kind.label(), form.has("kind", kind.as_str()))
    };
    let project = |project: &Project| {
        let slug = project.slug.to_string();
        let selected = only || form.has("project_id", &slug);
        Choice::new(slug, project.name.clone(), selected)
    };
    let scope = |scope: &ApiScope| {
        Choice::new(scope.as_str(), scope.label(), form.has("scope", scope.as_str()))
    };
    let kinds = ApiKeyKind::ALL.iter().map(kind).collect();
    let scopes = ApiScope::ALL.iter().map(scope).collect();
    let projects = projects.iter().map(project).collect();
    let name = form.value("name");
    view! {
        <FormPanel
            title="Create an API key"
            action="/settings/api-keys"
            submit="Create API key"
            problem
        >
            <TextField
                label="Name"
                name="name"
                value=name
                placeholder="Nightly backup"
                max_length=50
                required=true
            />
            <SelectField label="Kind" name="kind" choices=kinds/>
            <CheckboxGroup name="scope" label="Scopes" choices=scopes/>
            <p class="faint">
                "A PBX client needs “"{ApiScope::CallsRead.label()}
                "”, and has it when no scope is selected."
            </p>
            <CheckboxGroup name="project_id" label="Projects" choices=projects/>
            <Limits form/>
        </FormPanel>
    }
    .erased()
}

#[component]
fn Limits(form: SubmittedForm) -> impl IntoView {
    let per_minute = form
        .value("requests_per_minute")
        .unwrap_or_else(|| DEFAULT_REQUESTS_PER_MINUTE.to_string());
    view! {
        <TextField label="Expiry date (optional)" name="expires" kind="date" value=form.value("expires")/>
        <Field label="Requests per minute">
            <input
                type="number"
                name="requests_per_minute"
                min="1"
                max=MAX_REQUESTS_PER_MINUTE.to_string()
                value=per_minute
            />
        </Field>
        <TextField
            label="Allowed IP addresses (optional)"
            name="addresses"
            value=form.value("addresses")
            placeholder="203.0.113.7, 10.0.0.0/8"
        />
        <TextField
            label="Allowed origins (optional)"
            name="origins"
            value=form.value("origins")
            placeholder="https://app.example"
        />
    }
    .erased()
}
