//! Reading and changing form fields.

use earshot_domain::FormPairs;
use wasm_bindgen::{JsCast, JsValue};
use web_sys::{
    Element, Event, FormData, HtmlElement, HtmlFormElement, HtmlInputElement, HtmlSelectElement,
    HtmlTextAreaElement,
};

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

/// Returns the pairs of the form within an element; none without a form.
pub fn form_entries(around: &HtmlElement) -> Vec<(String, String)> {
    let form = around.query_selector("form.export-form").ok().flatten();
    let form = form.and_then(|form| form.dyn_into::<HtmlFormElement>().ok());
    form.map(|form| form_pairs(&form)).unwrap_or_default()
}

/// Returns the pairs of the fields in which a person types or chooses.
pub fn typed_pairs(form: &HtmlFormElement) -> Vec<(String, String)> {
    let hidden = |name: &str| {
        let found = form.query_selector(&format!("input[type='hidden'][name='{name}']"));
        matches!(found, Ok(Some(_)))
    };
    form_pairs(form).into_iter().filter(|(name, _)| !hidden(name)).collect()
}

/// Whether an event comes from a control with which something is chosen rather than typed.
pub fn is_choice(event: &Event) -> bool {
    let target = event.target().and_then(|target| target.dyn_into::<Element>().ok());
    let choices = "select, input[type='checkbox'], input[type='radio']";
    target.is_some_and(|target| target.matches(choices).unwrap_or_default())
}

/// Shows applied values in a form. A text field changes only where the applied value has, so that
/// what is being typed stays.
pub fn show_values(form: &HtmlFormElement, now: &[(String, String)], before: &[(String, String)]) {
    let elements = form.elements();
    for element in (0..elements.length()).filter_map(|place| elements.item(place)) {
        let Some(name) = element.get_attribute("name") else { continue };
        let value = |of: &[(String, String)]| {
            of.iter().find(|(found, _)| *found == name).map(|(_, value)| value.clone())
        };
        if let Some(select) = element.dyn_ref::<HtmlSelectElement>() {
            match value(now) {
                Some(value) => select.set_value(&value),
                None => select.set_selected_index(0),
            }
        } else if let Some(input) = element.dyn_ref::<HtmlInputElement>() {
            if input.type_() == "checkbox" {
                let own = (name, input.value());
                input.set_checked(now.contains(&own));
            } else if input.type_() != "hidden" && value(now) != value(before) {
                input.set_value(&value(now).unwrap_or_default());
            }
        } else if let Some(area) = element.dyn_ref::<HtmlTextAreaElement>()
            && value(now) != value(before)
        {
            area.set_value(&value(now).unwrap_or_default());
        }
    }
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
