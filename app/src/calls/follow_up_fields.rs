//! Follow-up filters: state and assignee.

use earshot_domain::{CallFilter, CallsPage, Person, ReviewState};
use leptos::prelude::*;

use crate::ui::{CheckboxGroup, Choice, Erased, SelectField};

/// Checkboxes of the state, and the assignee.
#[component]
pub fn FollowUpFields(page: StoredValue<CallsPage>) -> impl IntoView {
    let (states, assignee, people) = page.with_value(|page| {
        let filter = &page.filter;
        let assignee = filter.assignee.first().cloned().unwrap_or_default();
        (filter.review_state.clone(), assignee, page.choices.people.clone())
    });
    let state =
        |state: &ReviewState| Choice::new(state.as_str(), state.label(), states.contains(state));
    let choice = |value: String, name: String| {
        let selected = value == assignee;
        Choice::new(value, name, selected)
    };
    let fixed = [("", "Anyone"), (CallFilter::ME, "Me"), (CallFilter::NOBODY, "Nobody")];
    let fixed = fixed.map(|(value, name)| choice(value.to_owned(), name.to_owned()));
    // A person whom a link names and who has left stays visible, so that the filter can be removed.
    let known = assignee.is_empty()
        || [CallFilter::ME, CallFilter::NOBODY].contains(&assignee.as_str())
        || people.iter().any(|person| person.email == assignee);
    let left = (!known).then(|| choice(assignee.clone(), assignee.clone()));
    let people = people.into_iter().map(|Person { email, name }| choice(email, name));
    let assignees = fixed.into_iter().chain(people).chain(left).collect();
    view! {
        <CheckboxGroup
            name="review_state"
            label="Follow-up"
            choices=ReviewState::ALL.iter().map(state).collect()
        />
        <SelectField label="Assigned to" name="assignee" choices=assignees/>
    }
    .erased()
}
