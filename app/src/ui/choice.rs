//! A value that a form offers.

/// A value of a select or a checkbox.
#[derive(Clone)]
pub struct Choice {
    /// The value in the form.
    pub value: String,
    /// The label people see.
    pub label: String,
    /// Whether it is selected.
    pub selected: bool,
}

impl Choice {
    /// Builds a choice of a value and its label.
    pub fn new(value: impl Into<String>, label: impl Into<String>, selected: bool) -> Self {
        Self { value: value.into(), label: label.into(), selected }
    }
}
