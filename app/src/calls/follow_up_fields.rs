//! Follow-up filters: state and assignee.

use earshot_domain::{CallFilter, Person, ReviewState};
use leptos::prelude::*;

use crate::{
    state::{PageQuery, ShownList},
    ui::{CheckboxGroup, Choice, Erased, SelectField},
};

/// Checkboxes of the state, and the assignee.
#[component]
pub fn FollowUpFields() -> impl IntoView {
    let query = expect_context::<PageQuery>();
    let list = expect_context::<ShownList>();
    let states = query.get_untracked().filter.review_state;
    let state =
        |state: &ReviewState| Choice::new(state.as_str(), state.label(), states.contains(state));
    let people = Memo::new(move |_| list.page.with(|page| page.choices.people.clone()));
    let assignee = Memo::new(move |_| query.get().filter.assignee.first().cloned());
    let assignees = move || {
        let choices = assignees(people.get(), assignee.get().unwrap_or_default());
        view! { <SelectField label="Assigned to" name="assignee" choices/> }
    };
    view! {
        <CheckboxGroup
            name="review_state"
            label="Follow-up"
            choices=ReviewState::ALL.iter().map(state).collect()
        />
        {assignees}
    }
    .erased()
}

fn assignees(people: Vec<Person>, assignee: String) -> Vec<Choice> {
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
    fixed.into_iter().chain(people).chain(left).collect()
}
