//! A filter as a menu of checkboxes.

use leptos::prelude::*;

use crate::ui::{Choice, Erased, checkboxes};

/// A menu of checkboxes, with the number of those that are applied.
#[component]
pub fn CheckboxMenu(
    /// The field in the form.
    name: &'static str,
    /// The menu's label.
    label: &'static str,
    /// The values.
    choices: impl Fn() -> Vec<Choice> + Copy + Send + Sync + 'static,
    /// The number of applied values.
    count: Memo<usize>,
    /// What the menu says without values.
    #[prop(default = Signal::stored(""))]
    empty: Signal<&'static str>,
) -> impl IntoView {
    let body = move || {
        let choices = choices();
        if choices.is_empty() {
            view! { <p class="faint">{empty.get()}</p> }.erased()
        } else {
            checkboxes(name, choices)
        }
    };
    view! {
        <details class="menu" name="filter-menu">
            <summary>
                {label}
                {move || (count.get() > 0).then(|| view! { <span class="count">{count.get()}</span> })}
            </summary>
            <fieldset class="menu-body">
                <legend class="visually-hidden">{label}</legend>
                {body}
            </fieldset>
        </details>
    }
    .erased()
}
