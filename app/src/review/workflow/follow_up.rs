//! Follow-up of a call: state, assignee and next steps.

use earshot_domain::{FollowUpView, Person, ReviewAction, ReviewState};
use leptos::prelude::*;

use super::change::{ChangeForm, Changes};
use crate::ui::{Choice, Erased, SelectField, TextField};

/// State and assignee, with the available steps.
#[component]
pub fn FollowUpBar(changes: Changes) -> impl IntoView {
    let follow_up = Memo::new(move |_| changes.review.with(|review| review.follow_up.clone()));
    let summary = move || {
        let FollowUpView { state, assignee, own, .. } = follow_up.get();
        let who = if own { Some("you".to_owned()) } else { assignee };
        view! {
            <p class="follow-up-state" role="status">
                <span class=format!("follow-up follow-up-{state}")>{state.label()}</span>
                {who.map(|who| format!("Assigned to {who}"))}
            </p>
        }
    };
    view! {
        <section class="follow-up-bar" aria-label="Follow-up">
            <h2>"Follow-up"</h2>
            {summary}
            {move || steps(changes, &follow_up.get())}
        </section>
    }
    .erased()
}

/// Renders the steps that the state allows.
fn steps(changes: Changes, now: &FollowUpView) -> AnyView {
    use ReviewAction as A;
    if now.state == ReviewState::Done {
        return view! { <Step changes action=A::Reopen/> }.erased();
    }
    let unassigned = now.assignee.is_none();
    let may_release = now.own || (!unassigned && !now.people.is_empty());
    let people = now.people.clone();
    view! {
        {unassigned.then(|| view! { <Step changes action=A::Claim/> })}
        {may_release.then(|| view! { <Step changes action=A::Release/> })}
        <Step changes action=A::Resolve/>
        <details class="menu follow-up-more" name="review-menu">
            <summary>"More"</summary>
            <div class="menu-body">
                {(!people.is_empty()).then(|| view! { <Assign changes people/> })}
                <ChangeForm changes action=A::Escalate class="stacked-form">
                    <TextField
                        label="Reason for escalation"
                        name="reason"
                        max_length=1000
                        required=true
                    />
                    <button class="button" type="submit">"Escalate"</button>
                </ChangeForm>
            </div>
        </details>
    }
    .erased()
}

#[component]
fn Step(changes: Changes, action: ReviewAction) -> impl IntoView {
    view! {
        <ChangeForm changes action>
            <button class="button" type="submit">{action.label()}</button>
        </ChangeForm>
    }
}

#[component]
fn Assign(changes: Changes, people: Vec<Person>) -> impl IntoView {
    let choice = |person: Person| Choice::new(person.email, person.name, false);
    let choices: Vec<_> = people.into_iter().map(choice).collect();
    view! {
        <ChangeForm changes action=ReviewAction::Assign class="stacked-form">
            <SelectField label="Assign to" name="assignee" choices/>
            <button class="button" type="submit">"Assign"</button>
        </ChangeForm>
    }
    .erased()
}
