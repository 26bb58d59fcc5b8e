//! The filters of Activity: a form that works without scripts.

use earshot_domain::{ActivityArea, ActivityOutcome, ActivityQuery, AuditAction};
use leptos::prelude::*;

use crate::ui::{Choice, Erased, SelectField, TextField};

/// The form of the filters.
#[component]
pub fn ActivityFilters(
    /// What is filtered now.
    query: ActivityQuery,
    /// Who has acted.
    actors: Vec<String>,
) -> impl IntoView {
    let clear = (!query.is_all()).then(|| {
        view! { <a class="button button-quiet" href="/activity" rel="external">"Show all"</a> }
    });
    view! {
        <form class="activity-filters" method="get" action="/activity" role="search">
            <TextField label="From" name="from" kind="date" value=query.from.map(|day| day.to_string())/>
            <TextField label="To" name="to" kind="date" value=query.to.map(|day| day.to_string())/>
            <SelectField label="Area" name="area" choices=areas(query.area)/>
            <SelectField label="Action" name="action" choices=actions(&query)/>
            <SelectField label="Who" name="actor" choices=people(query.actor.as_deref(), actors)/>
            <SelectField label="Result" name="outcome" choices=outcomes(query.outcome)/>
            <TextField label="On what (id)" name="subject" value=query.subject.clone() max_length=320/>
            <div class="activity-buttons">
                <button class="button button-primary" type="submit">"Show"</button>
                {clear}
            </div>
        </form>
    }
    .erased()
}

fn any(selected: bool) -> Choice {
    Choice::new("", "Any", selected)
}

fn areas(chosen: Option<ActivityArea>) -> Vec<Choice> {
    let choice =
        |area: &ActivityArea| Choice::new(area.as_str(), area.label(), chosen == Some(*area));
    [any(chosen.is_none())].into_iter().chain(ActivityArea::ALL.iter().map(choice)).collect()
}

fn outcomes(chosen: Option<ActivityOutcome>) -> Vec<Choice> {
    let choice = |outcome: &ActivityOutcome| {
        Choice::new(outcome.as_str(), outcome.label(), chosen == Some(*outcome))
    };
    [any(chosen.is_none())].into_iter().chain(ActivityOutcome::ALL.iter().map(choice)).collect()
}

/// The actions of the chosen area, in alphabetical order; all without one.
fn actions(query: &ActivityQuery) -> Vec<Choice> {
    let fits = |action: &&AuditAction| query.area.is_none_or(|area| action.area() == area);
    let mut actions: Vec<AuditAction> =
        AuditAction::ALL.iter().filter(fits).chain(&query.action).copied().collect();
    actions.sort_by_key(|action| action.label());
    actions.dedup();
    let choice = |action: AuditAction| {
        Choice::new(action.as_str(), action.label(), query.action == Some(action))
    };
    [any(query.action.is_none())].into_iter().chain(actions.into_iter().map(choice)).collect()
}

fn people(chosen: Option<&str>, mut actors: Vec<String>) -> Vec<Choice> {
    if let Some(chosen) = chosen
        && !actors.iter().any(|actor| actor == chosen)
    {
        actors.insert(0, chosen.to_owned());
    }
    let choice = |actor: String| {
        let selected = chosen == Some(actor.as_str());
        Choice::new(actor.clone(), actor, selected)
    };
    [any(chosen.is_none())].into_iter().chain(actors.into_iter().map(choice)).collect()
}
