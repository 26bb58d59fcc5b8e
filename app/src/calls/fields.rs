//! Fields of the filter row: project, status, agent, caller.

use earshot_domain::{CallsPage, Permission, Status};
use leptos::prelude::*;

use super::checkbox_menu::CheckboxMenu;
use crate::ui::{Choice, Field, SelectField};

/// The project filter; a person with several projects must select one.
#[component]
pub fn ProjectField(page: StoredValue<CallsPage>) -> impl IntoView {
    let (projects, picked) = page.with_value(|page| {
        let picked = page.filter.project.clone();
        let picked = picked.or_else(|| page.project.as_ref().map(|project| project.slug.clone()));
        (page.profile.projects.clone(), picked)
    });
    let none = (projects.len() > 1).then(|| Choice::new("", "Select a project", false));
    let choice = move |project: earshot_domain::Project| {
        let selected = picked.as_ref() == Some(&project.slug);
        Choice::new(project.slug.to_string(), project.name, selected)
    };
    let choices = none.into_iter().chain(projects.into_iter().map(choice)).collect();
    view! { <SelectField label="Project" name="project_id" choices/> }
}

/// The status filter.
#[component]
pub fn StatusField(page: StoredValue<CallsPage>) -> impl IntoView {
    let chosen = page.with_value(|page| page.filter.status.clone());
    let choice =
        |status: &Status| Choice::new(status.as_str(), status.label(), chosen.contains(status));
    let choices = Status::ALL.iter().map(choice).collect();
    view! { <CheckboxMenu name="status" label="Status" choices/> }
}

/// The agent filter.
#[component]
pub fn AgentField(page: StoredValue<CallsPage>) -> impl IntoView {
    let (agents, chosen) =
        page.with_value(|page| (page.choices.agents.clone(), page.filter.agent.clone()));
    let mut choices: Vec<_> = agents
        .into_iter()
        .map(|agent| Choice::new(agent.clone(), agent.clone(), chosen.contains(&agent)))
        .collect();
    // An agent whom a link names and no call has stays visible, so that the filter can be removed.
    for agent in chosen {
        if !choices.iter().any(|choice| choice.value == agent) {
            choices.push(Choice::new(agent.clone(), agent, true));
        }
    }
    view! { <CheckboxMenu name="agent" label="Agent" choices/> }
}

/// The caller filter; absent for Client Staff, who see masked callers.
#[component]
pub fn CallerField(page: StoredValue<CallsPage>) -> impl IntoView {
    let (may, caller) = page.with_value(|page| {
        (page.profile.may(Permission::SearchCallers), page.filter.caller.first().cloned())
    });
    may.then(|| {
        view! {
            <Field label="Caller">
                <input
                    type="search"
                    name="caller"
                    inputmode="tel"
                    maxlength="255"
                    value=caller.unwrap_or_default()
                    placeholder="Number or last digits"
                />
            </Field>
        }
    })
}
