//! A filter as a menu of checkboxes.

use leptos::prelude::*;

use crate::ui::{Choice, Erased, checkboxes};

/// A menu of checkboxes, with the number of those that are checked.
#[component]
pub fn CheckboxMenu(
    /// The field in the form.
    name: &'static str,
    /// The menu's label.
    label: &'static str,
    /// The values.
    choices: Vec<Choice>,
) -> impl IntoView {
    let count = choices.iter().filter(|choice| choice.selected).count();
    view! {
        <details class="menu" name="filter-menu">
            <summary>
                {label} {(count > 0).then(|| view! { <span class="count">{count}</span> })}
            </summary>
            <fieldset class="menu-body">
                <legend class="visually-hidden">{label}</legend>
                {checkboxes(name, choices)}
            </fieldset>
        </details>
    }
    .erased()
}
