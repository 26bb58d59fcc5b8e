//! What a JSON error says, without the personal data it would quote.

use serde_json::error::Category;

/// Describes `error`, met in `record`, by field and kind and never by value.
pub(super) fn reason(record: &[u8], error: &serde_json::Error) -> String {
    match error.classify() {
        Category::Data => data_reason(record, error),
        Category::Eof => "not valid JSON: it ends too early".to_owned(),
        Category::Syntax | Category::Io => format!("not valid JSON: {error}"),
    }
}

fn data_reason(record: &[u8], error: &serde_json::Error) -> String {
    let text = error.to_string();
    let text = text.rsplit_once(" at line ").map_or(text.as_str(), |(text, _)| text);
    // Raised before its value is read, so the path would still be that of the field before.
    if text.starts_with("unknown field ") {
        return text.split(", expected ").next().unwrap_or(text).to_owned();
    }
    let path = path_at(record, offset(record, error));
    let what = without_value(text);
    if path.is_empty() { what } else { format!("`{path}`: {what}") }
}

/// Drops the value from serde's "invalid type: string "…", expected u32".
fn without_value(text: &str) -> String {
    let Some((found, expected)) = text.rsplit_once(", expected ") else {
        return text.to_owned();
    };
    let kind = found.split(['"', '`']).next().unwrap_or_default().trim_end();
    format!("{kind}, expected {expected}")
}

fn offset(record: &[u8], error: &serde_json::Error) -> usize {
    let lines = record.split_inclusive(|byte| *byte == b'\n').take(error.line().saturating_sub(1));
    (lines.map(<[u8]>::len).sum::<usize>() + error.column()).min(record.len())
}

/// The keys that lead to `offset`, such as `transcript.turns`.
fn path_at(record: &[u8], offset: usize) -> String {
    let mut keys: Vec<String> = Vec::new();
    let mut string: Option<usize> = None;
    let mut escaped = false;
    let mut last = 0..0;
    for (at, byte) in record[..offset].iter().enumerate() {
        if let Some(start) = string {
            if *byte == b'"' && !escaped {
                last = start..at;
                string = None;
            }
            escaped = *byte == b'\\' && !escaped;
            continue;
        }
        match byte {
            b'"' => string = Some(at + 1),
            b':' => set_last(&mut keys, &record[last.clone()]),
            b'{' | b'[' => keys.push(String::new()),
            b'}' | b']' => drop(keys.pop()),
            _ => {}
        }
    }
    keys.retain(|key| !key.is_empty());
    keys.join(".")
}

fn set_last(keys: &mut [String], key: &[u8]) {
    if let Some(last) = keys.last_mut() {
        *last = String::from_utf8_lossy(key).into_owned();
    }
}

#[cfg(test)]
mod tests {
    use std::collections::HashMap;

    use serde::Deserialize;

    use super::*;

    #[derive(Debug, Deserialize)]
    #[serde(deny_unknown_fields)]
    #[expect(dead_code, reason = "only the errors are looked at")]
    struct Person {
        age: Option<u8>,
        #[serde(default)]
        friends: HashMap<String, Vec<Person>>,
    }

    fn reason_of(text: &str) -> String {
        reason(text.as_bytes(), &serde_json::from_str::<Person>(text).unwrap_err())
    }

    #[test]
    fn reasons_name_the_field_and_not_its_value() {
        assert_eq!(
            reason_of(r#"{"friends": {"a": [{"age": "Ada, expected home"}]}}"#),
            "`friends.a.age`: invalid type: string, expected u8"
        );
        assert_eq!(reason_of(r#"{"age": 300}"#), "`age`: invalid value: integer, expected u8");
        assert_eq!(
            reason_of("{\"age\": 3,\n \"friends\": []}"),
            "`friends`: invalid type: sequence, expected a map"
        );
        assert_eq!(reason_of(r#"{"age": 3, "friend": 1}"#), "unknown field `friend`");
    }

    #[test]
    fn broken_json_is_told_apart() {
        assert_eq!(reason_of("{\"age\": "), "not valid JSON: it ends too early");
        assert!(reason_of("{\"age\": x}").starts_with("not valid JSON: expected value"));
    }
}
