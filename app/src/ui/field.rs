//! Labelled form fields.

use leptos::prelude::*;

use super::{Choice, Erased, FieldFault};

/// A control with its label.
#[component]
pub fn Field(
    /// The label.
    label: &'static str,
    /// The control.
    children: Children,
) -> impl IntoView {
    view! { <label class="field"><span>{label}</span>{children()}</label> }.erased()
}

/// A single-line text field.
#[component]
pub fn TextField(
    /// The label.
    label: &'static str,
    /// The field in the form.
    name: &'static str,
    /// The type of the input.
    #[prop(default = "text")]
    kind: &'static str,
    /// The value it begins with.
    #[prop(optional_no_strip)]
    value: Option<String>,
    /// An example of a value.
    #[prop(optional)]
    placeholder: Option<&'static str>,
    /// The most characters it takes.
    #[prop(optional)]
    max_length: Option<u32>,
    /// Whether it must be filled in.
    #[prop(optional)]
    required: bool,
) -> impl IntoView {
    let fault = FieldFault::of(name);
    view! {
        <Field label>
            <input
                type=kind
                name=name
                required=required
                maxlength=max_length
                placeholder=placeholder
                value=value
                aria-invalid=move || fault.invalid()
                autofocus=fault.is_first()
            />
            {fault.message()}
        </Field>
    }
    .erased()
}

/// Escapes the content of a text area: the framework writes it as it is, and a property needs a
/// script.
pub fn escaped(text: &str) -> String {
    text.replace('&', "&amp;").replace('<', "&lt;").replace('>', "&gt;")
}

/// A text field of several lines.
#[component]
pub fn TextAreaField(
    /// The label.
    label: &'static str,
    /// The field in the form.
    name: &'static str,
    /// The text it begins with.
    #[prop(optional)]
    text: String,
    /// The height in lines.
    #[prop(default = 3)]
    rows: u32,
    /// The most characters it takes.
    max_length: u32,
    /// Whether it must be filled in.
    #[prop(optional)]
    required: bool,
) -> impl IntoView {
    let escaped = escaped(&text);
    let fault = FieldFault::of(name);
    view! {
        <Field label>
            <textarea
                name=name
                rows=rows
                maxlength=max_length
                required=required
                aria-invalid=move || fault.invalid()
                autofocus=fault.is_first()
                inner_html=escaped
            ></textarea>
            {fault.message()}
        </Field>
    }
    .erased()
}

/// A drop-down list.
#[component]
pub fn SelectField(
    /// The label.
    label: &'static str,
    /// The field in the form.
    name: &'static str,
    /// The values.
    choices: Vec<Choice>,
) -> impl IntoView {
    let fault = FieldFault::of(name);
    view! {
        <Field label>
            <select name=name aria-invalid=move || fault.invalid() autofocus=fault.is_first()>
                {options(choices)}
            </select>
            {fault.message()}
        </Field>
    }
    .erased()
}

/// Renders the options of a drop-down list.
fn options(choices: Vec<Choice>) -> AnyView {
    let option = |Choice { value, label, selected }: Choice| {
        view! { <option value=value selected=selected>{label}</option> }
    };
    choices.into_iter().map(option).collect_view().erased()
}
