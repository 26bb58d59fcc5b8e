//! Checkboxes; several values of one field are alternatives.

use leptos::prelude::*;

use super::{Choice, Erased, FieldFault};

/// One checkbox with its label.
#[component]
fn Checkbox(
    /// The field in the form.
    name: &'static str,
    /// The value, its label, and whether it is checked.
    choice: Choice,
    /// Whether a page without scripts focuses it.
    #[prop(optional)]
    focused: bool,
) -> impl IntoView {
    let Choice { value, label, selected } = choice;
    view! {
        <label class="checkbox">
            <input type="checkbox" name=name value=value checked=selected autofocus=focused/>
            <span>{label}</span>
        </label>
    }
    .erased()
}

/// A labelled group of checkboxes.
#[component]
pub fn CheckboxGroup(
    /// The field in the form.
    name: &'static str,
    /// The group's legend.
    label: &'static str,
    /// The values.
    choices: Vec<Choice>,
) -> impl IntoView {
    let fault = FieldFault::of(name);
    let boxes = choices.into_iter().enumerate().map(|(place, choice)| {
        view! { <Checkbox name choice focused=place == 0 && fault.is_first()/> }
    });
    view! {
        <fieldset class="field checkbox-group" data-invalid=move || fault.invalid()>
            <legend>{label}</legend>
            {boxes.collect_view().erased()}
            {fault.message()}
        </fieldset>
    }
    .erased()
}

/// Renders the checkboxes of one field.
pub fn checkboxes(name: &'static str, choices: Vec<Choice>) -> AnyView {
    let checkbox = move |choice: Choice| view! { <Checkbox name choice/> };
    choices.into_iter().map(checkbox).collect_view().erased()
}
