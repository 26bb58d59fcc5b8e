//! The follow-up among the filters: how far it is, and who has the call.

use earshot_domain::{CallFilter, CallsPage, Person, ReviewState};
use leptos::prelude::*;

use super::ticks::{Tick, Ticks};
use crate::ui::Erased;

/// Ticks for the state, and whose calls.
#[component]
pub fn FollowUpFields(page: StoredValue<CallsPage>) -> impl IntoView {
    let (states, assignee, people) = page.with_value(|page| {
        let filter = &page.filter;
        let assignee = filter.assignee.first().cloned().unwrap_or_default();
        (filter.review_state.clone(), assignee, page.choices.people.clone())
    });
    let state = |state: &ReviewState| Tick {
        value: state.as_str().to_owned(),
        label: state.label().to_owned(),
        checked: states.contains(state),
    };
    let option = |value: String, name: String| {
        let selected = value == assignee;
        view! { <option value=value selected=selected>{name}</option> }
    };
    let fixed = [("", "Anybody"), (CallFilter::ME, "Me"), (CallFilter::NOBODY, "Nobody")];
    let fixed = fixed.map(|(value, name)| option(value.to_owned(), name.to_owned()));
    // Somebody whom a link names and who is gone stays visible, so that it can be taken out.
    let known = assignee.is_empty()
        || [CallFilter::ME, CallFilter::NOBODY].contains(&assignee.as_str())
        || people.iter().any(|person| person.email == assignee);
    let gone = (!known).then(|| option(assignee.clone(), assignee.clone()));
    let people = people.into_iter().map(|Person { email, name }| option(email, name));
    view! {
        <Ticks
            name="review_state"
            label="Follow-up"
            options=ReviewState::ALL.iter().map(state).collect()
        />
        <label class="field">
            <span>"Assigned to"</span>
            <select name="assignee">{fixed.into_iter().collect_view()} {people.collect_view()} {gone}</select>
        </label>
    }
    .erased()
}
