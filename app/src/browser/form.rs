//! Reading and changing form fields.

use earshot_domain::FormPairs;
use wasm_bindgen::{JsCast, JsValue};
use web_sys::{FormData, HtmlFormElement, HtmlInputElement, HtmlSelectElement};

/// Returns the form as it would be submitted, urlencoded.
pub fn form_body(form: &HtmlFormElement) -> String {
    FormPairs(form_pairs(form)).encode()
}

/// Returns the name–value pairs the form would submit.
pub fn form_pairs(form: &HtmlFormElement) -> Vec<(String, String)> {
    let Ok(data) = FormData::new_with_form(form) else { return Vec::new() };
    let text = |value: JsValue| value.as_string().unwrap_or_default();
    data.entries()
        .into_iter()
        .flatten()
        .filter_map(|entry| entry.dyn_into::<js_sys::Array>().ok())
        .map(|entry| (text(entry.get(0)), text(entry.get(1))))
        .collect()
}

/// Sets the value of a text field.
pub fn set_field(form: &HtmlFormElement, name: &str, value: &str) {
    for input in fields::<HtmlInputElement>(form, name) {
        input.set_value(value);
    }
}

/// Removes one value: clears its checkbox, or empties the field.
pub fn clear_field(form: &HtmlFormElement, name: &str, value: &str) {
    for input in fields::<HtmlInputElement>(form, name) {
        if input.type_() != "checkbox" {
            input.set_value("");
        } else if input.value() == value {
            input.set_checked(false);
        }
    }
    for select in fields::<HtmlSelectElement>(form, name) {
        select.set_selected_index(0);
    }
}

fn fields<T: JsCast>(form: &HtmlFormElement, name: &str) -> Vec<T> {
    let elements = form.elements();
    (0..elements.length())
        .filter_map(|place| elements.item(place))
        .filter(|element| element.get_attribute("name").as_deref() == Some(name))
        .filter_map(|element| element.dyn_into().ok())
        .collect()
}
