//! Redaction of a call's details.

use earshot_domain::{CallDetails, MAX_SEARCHED_TAG};
use serde_json::Value;

use crate::{Error, privacy::redaction::redact};

/// The details as JSON, with every text redacted but names of functions and files, ids and times.
pub(super) fn redacted_details(details: &CallDetails) -> Result<String, Error> {
    let mut value = serde_json::to_value(details)?;
    redact_value(&mut value);
    Ok(value.to_string())
}

/// The distinct tags by which a call is found, redacted as in its details.
pub(super) fn searchable_tags(details: &CallDetails) -> Vec<String> {
    let fits = |tag: &String| (1..=MAX_SEARCHED_TAG).contains(&tag.chars().count());
    let mut tags: Vec<String> =
        details.tags.iter().map(|tag| redact(tag).text).filter(fits).collect();
    tags.sort_unstable();
    tags.dedup();
    tags
}

fn redact_value(value: &mut Value) {
    match value {
        Value::String(text) => *text = redact(text).text,
        Value::Number(number) => {
            let text = number.to_string();
            // A telephone number may come as a JSON number.
            if text.len() >= 9 && !redact(&text).found.is_empty() {
                *value = Value::String(redact(&text).text);
            }
        }
        Value::Array(items) => items.iter_mut().for_each(redact_value),
        Value::Object(fields) => {
            const NAMES: [&str; 5] = ["leg_id", "timestamp", "at", "file_name", "function"];
            fields
                .iter_mut()
                .filter(|(name, _)| !NAMES.contains(&name.as_str()))
                .for_each(|(_, value)| redact_value(value));
        }
        Value::Null | Value::Bool(_) => {}
    }
}
