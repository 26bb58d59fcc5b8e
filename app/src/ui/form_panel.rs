//! A form that opens in place.

use earshot_domain::Problem;
use leptos::{context::Provider, prelude::*};

use super::{Erased, FormErrors, ProblemNotice};

/// A button that opens a form; the form is open from the start when it was refused.
#[component]
pub fn FormPanel(
    /// The label of the button that opens it.
    title: &'static str,
    /// The URL the form is posted to.
    action: &'static str,
    /// The label of the button that submits it.
    submit: &'static str,
    /// The problem it was refused with.
    problem: Option<Problem>,
    /// The fields.
    children: Children,
) -> impl IntoView {
    let refused = problem.is_some();
    let errors = problem.as_ref().map(|problem| problem.fields.clone()).unwrap_or_default();
    view! {
        <details class="form-panel" open=refused>
            <summary class="button button-primary">{title}</summary>
            <form class="panel-form" method="post" action=action>
                {problem.map(|problem| view! { <ProblemNotice problem/> })}
                <Provider value=FormErrors(Signal::stored(errors))>{children()}</Provider>
                <button class="button button-primary" type="submit">{submit}</button>
            </form>
        </details>
    }
    .erased()
}
