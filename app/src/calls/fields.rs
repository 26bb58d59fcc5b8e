//! Fields of the filter row: project, status, agent, caller.

use earshot_domain::{Permission, Status};
use leptos::prelude::*;

use super::checkbox_menu::CheckboxMenu;
use crate::{
    state::{PageQuery, ShownList},
    ui::{Choice, Erased, Field, FieldFault, SelectField},
};

/// The project filter; a person with several projects must select one.
#[component]
pub fn ProjectField() -> impl IntoView {
    let list = expect_context::<ShownList>();
    let (projects, picked) = list.page.with_untracked(|page| {
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
pub fn StatusField() -> impl IntoView {
    let query = expect_context::<PageQuery>();
    let chosen = query.get_untracked().filter.status;
    let choice =
        |status: &Status| Choice::new(status.as_str(), status.label(), chosen.contains(status));
    let choices = StoredValue::new(Status::ALL.iter().map(choice).collect::<Vec<_>>());
    let count = Memo::new(move |_| query.get().filter.status.len());
    view! {
        <CheckboxMenu name="status" label="Status" choices=move || choices.get_value() count/>
    }
}

/// The agent filter, of the project that is shown.
#[component]
pub fn AgentField() -> impl IntoView {
    let query = expect_context::<PageQuery>();
    let list = expect_context::<ShownList>();
    let chosen = Memo::new(move |_| query.get().filter.agent);
    let agents = Memo::new(move |_| list.page.with(|page| page.choices.agents.clone()));
    let choices = move || {
        let (mut agents, chosen) = (agents.get(), chosen.get());
        // An agent whom a link names and no call has stays visible, so that the filter can be removed.
        for agent in &chosen {
            if !agents.contains(agent) {
                agents.push(agent.clone());
            }
        }
        let choice =
            |agent: String| Choice::new(agent.clone(), agent.clone(), chosen.contains(&agent));
        agents.into_iter().map(choice).collect()
    };
    let empty = move || {
        list.page.with(|page| match page.project {
            None => "Select a project to see its agents.",
            Some(_) => "No call of this project names an agent.",
        })
    };
    let count = Memo::new(move |_| chosen.read().len());
    view! {
        <CheckboxMenu name="agent" label="Agent" choices count empty=Signal::derive(empty)/>
    }
}

/// The caller filter; absent for Client Staff, who see masked callers.
#[component]
pub fn CallerField() -> impl IntoView {
    let list = expect_context::<ShownList>();
    let may = list.page.with_untracked(|page| page.profile.may(Permission::SearchCallers));
    let typed = expect_context::<PageQuery>().typed("caller");
    let fault = FieldFault::of("caller");
    may.then(|| {
        view! {
            <Field label="Caller">
                <input
                    type="search"
                    name="caller"
                    inputmode="tel"
                    maxlength="255"
                    value=typed
                    placeholder="Number or last digits"
                    aria-invalid=move || fault.invalid()
                    autofocus=fault.is_first()
                />
                {fault.message()}
            </Field>
        }
        .erased()
    })
}
