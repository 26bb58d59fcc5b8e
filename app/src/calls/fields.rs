//! The fields that every search begins with: project, status, agent, caller.

use earshot_domain::{CallsPage, Status};
use leptos::prelude::*;

use super::ticks::{CheckList, Tick};
use crate::ui::Erased;

/// The project; a person with several must pick one.
#[component]
pub fn ProjectField(page: StoredValue<CallsPage>) -> impl IntoView {
    let (projects, picked) = page.with_value(|page| {
        let picked = page.filter.project.clone();
        let picked = picked.or_else(|| page.project.as_ref().map(|project| project.slug.clone()));
        (page.profile.projects.clone(), picked)
    });
    let option = move |project: earshot_domain::Project| {
        let selected = picked.as_ref() == Some(&project.slug);
        view! { <option value=project.slug.to_string() selected=selected>{project.name}</option> }
    };
    let several = projects.len() > 1;
    view! {
        <label class="field">
            <span>"Project"</span>
            <select name="project_id">
                {several.then(|| view! { <option value="">"Pick a project"</option> })}
                {projects.into_iter().map(option).collect_view()}
            </select>
        </label>
    }
    .erased()
}

/// How calls ended.
#[component]
pub fn StatusField(page: StoredValue<CallsPage>) -> impl IntoView {
    let chosen = page.with_value(|page| page.filter.status.clone());
    let count = chosen.len();
    let status = |status: &Status| {
        let (code, label) = (status.as_str(), status.label());
        Tick { value: code.to_owned(), label: label.to_owned(), checked: chosen.contains(status) }
    };
    let options = Status::ALL.iter().map(status).collect();
    view! { <CheckList name="status" label="Status" count options/> }
}

/// Who answered.
#[component]
pub fn AgentField(page: StoredValue<CallsPage>) -> impl IntoView {
    let (agents, chosen) =
        page.with_value(|page| (page.choices.agents.clone(), page.filter.agent.clone()));
    let count = chosen.len();
    let mut options: Vec<_> = agents
        .into_iter()
        .map(|agent| Tick { value: agent.clone(), checked: chosen.contains(&agent), label: agent })
        .collect();
    // An agent that a link names and no call has stays visible, so that it can be taken out.
    for agent in chosen {
        if !options.iter().any(|tick| tick.value == agent) {
            options.push(Tick { value: agent.clone(), label: agent, checked: true });
        }
    }
    view! { <CheckList name="agent" label="Agent" count options/> }
}

/// Absent for Staff, who see callers masked.
#[component]
pub fn CallerField(page: StoredValue<CallsPage>) -> impl IntoView {
    let (may, caller) = page.with_value(|page| {
        (page.profile.role.searches_callers(), page.filter.caller.first().cloned())
    });
    may.then(|| {
        view! {
            <label class="field">
                <span>"Caller"</span>
                <input
                    type="search"
                    name="caller"
                    inputmode="tel"
                    maxlength="40"
                    value=caller.unwrap_or_default()
                    placeholder="Number or last 4 digits"
                />
            </label>
        }
    })
}
