//! What was typed into a form that is shown again, and boxes to tick.

use leptos::prelude::*;

use crate::ui::Erased;

/// The fields of a form as they were sent.
#[derive(Clone)]
pub(super) struct Typed(pub(super) Vec<(String, String)>);

impl Typed {
    /// The value of a field.
    pub(super) fn value(&self, field: &str) -> Option<String> {
        self.0.iter().find(|(name, _)| name == field).map(|(_, value)| value.clone())
    }

    /// Whether a field, which may be there several times, had this value.
    pub(super) fn has(&self, field: &str, value: &str) -> bool {
        self.0.iter().any(|(name, typed)| name == field && typed == value)
    }
}

/// A box to tick, with its words.
#[component]
pub(super) fn Tick(
    name: &'static str,
    value: String,
    label: String,
    checked: bool,
) -> impl IntoView {
    view! {
        <label class="tick">
            <input type="checkbox" name=name value=value checked=checked/>
            <span>{label}</span>
        </label>
    }
    .erased()
}
