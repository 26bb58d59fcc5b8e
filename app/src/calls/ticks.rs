//! Values that can be ticked: several of one field are alternatives.

use leptos::prelude::*;

use crate::ui::Erased;

/// A value that can be ticked.
pub struct Tick {
    /// The value in the form.
    pub value: String,
    /// What it is called.
    pub label: String,
    /// Whether it is ticked.
    pub checked: bool,
}

/// A menu of ticks.
#[component]
pub fn CheckList(
    name: &'static str,
    label: &'static str,
    count: usize,
    options: Vec<Tick>,
) -> impl IntoView {
    view! {
        <details class="menu field-menu" name="filter-menu">
            <summary>
                {label} {(count > 0).then(|| view! { <span class="count">{count}</span> })}
            </summary>
            <fieldset class="menu-body">
                <legend class="visually-hidden">{label}</legend>
                {ticked(name, options)}
            </fieldset>
        </details>
    }
    .erased()
}

/// A group of ticks inside a menu.
#[component]
pub fn Ticks(name: &'static str, label: &'static str, options: Vec<Tick>) -> impl IntoView {
    view! {
        <fieldset class="field ticks">
            <legend>{label}</legend>
            {ticked(name, options)}
        </fieldset>
    }
    .erased()
}

fn ticked(name: &'static str, options: Vec<Tick>) -> AnyView {
    let option = move |Tick { value, label, checked }: Tick| {
        view! {
            <label class="tick">
                <input type="checkbox" name=name value=value checked=checked/>
                {label}
            </label>
        }
    };
    options.into_iter().map(option).collect_view().erased()
}
