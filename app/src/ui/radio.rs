//! Radio buttons; one value of a field.

use earshot_domain::FieldError;
use leptos::prelude::*;

use super::{Choice, Erased, FieldProblems};

/// A labelled group of radio buttons.
#[component]
pub fn RadioGroup(
    /// The field in the form.
    name: &'static str,
    /// The group's legend.
    label: &'static str,
    /// The values.
    choices: Vec<Choice>,
    /// The errors of the whole form.
    #[prop(optional)]
    errors: Vec<FieldError>,
) -> impl IntoView {
    let radio = move |Choice { value, label, selected }: Choice| {
        view! {
            <label class="checkbox">
                <input type="radio" name=name value=value checked=selected/>
                <span>{label}</span>
            </label>
        }
    };
    view! {
        <fieldset class="field checkbox-group">
            <legend>{label}</legend>
            {choices.into_iter().map(radio).collect_view()}
            <FieldProblems errors of=vec![name]/>
        </fieldset>
    }
    .erased()
}
