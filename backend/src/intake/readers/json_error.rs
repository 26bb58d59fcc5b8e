//! JSON errors in plain words, without the personal data that serde quotes.

use serde_json::{Value, error::Category};

use super::encoding::NOT_UTF8;

/// Describes `error`, met in `record`, by field and type and never by value.
pub(super) fn describe(record: &[u8], error: &serde_json::Error) -> String {
    if std::str::from_utf8(record).is_err() {
        return NOT_UTF8.to_owned();
    }
    match error.classify() {
        Category::Data => data_error(record, error),
        Category::Eof => "not valid JSON: it ends too early".to_owned(),
        // serde calls it a fault of the syntax where another type stands for a word of a list.
        Category::Syntax if serde_json::from_slice::<Value>(record).is_ok() => {
            let path = path_at(record, offset(record, error));
            if path.is_empty() {
                "must be text".to_owned()
            } else {
                format!("`{path}` must be text")
            }
        }
        Category::Syntax | Category::Io => {
            let text = error.to_string();
            // The two halves of a letter beyond the first 65,536, one of which is missing.
            if text.contains("surrogate") || text.contains("end of hex escape") {
                return "not valid JSON: a text has an unpaired surrogate".to_owned();
            }
            match text.strip_prefix("recursion limit exceeded") {
                Some(place) => format!("nested too deeply, in more than 127 levels,{place}"),
                None => format!("not valid JSON: {text}"),
            }
        }
    }
}

fn data_error(record: &[u8], error: &serde_json::Error) -> String {
    let text = error.to_string();
    let text = text.rsplit_once(" at line ").map_or(text.as_str(), |(text, _)| text);
    // Raised before its value is read, so the path would still be that of the field before.
    if text.starts_with("unknown field ") {
        return text.split(", expected ").next().unwrap_or(text).to_owned();
    }
    let path = path_at(record, offset(record, error));
    match requirement(text) {
        Some(requirement) if path.is_empty() => requirement,
        Some(requirement) => format!("`{path}` {requirement}"),
        None if text.starts_with("data did not match") => {
            let subject =
                if path.is_empty() { "the record".to_owned() } else { format!("`{path}`") };
            format!("{subject} has a form that is not known")
        }
        None if path.is_empty() => text.to_owned(),
        None => format!("`{path}`: {text}"),
    }
}

/// "must be …, not …" for serde's "invalid type: string "…", expected u32"; `None` for an error that
/// quotes no value.
fn requirement(text: &str) -> Option<String> {
    if let Some(expected) = text.strip_prefix("expected ") {
        return Some(format!("must be {expected}"));
    }
    let (found, expected) = text.rsplit_once(", expected ")?;
    let expected = in_plain_words(expected);
    Some(match found.strip_prefix("invalid type: ") {
        Some(found) => {
            let kind = found.split(['"', '`']).next().unwrap_or_default().trim_end();
            format!("must be {expected}, not {}", in_plain_words(kind))
        }
        None => format!("must be {expected}"),
    })
}

/// The words people use for serde's types.
fn in_plain_words(kind: &str) -> &str {
    match kind.strip_prefix("struct ").map_or(kind, |_| "a map") {
        "u8" => "a whole number from 0 to 255",
        "u32" => "a whole number from 0 to 4,294,967,295",
        "u16" => "a whole number from 0 to 65,535",
        "u64" | "usize" => "a whole number, not negative",
        "i8" | "i16" | "i32" | "i64" | "integer" => "a whole number",
        "f32" | "f64" | "floating point" => "a number",
        // A word of a list is text, whatever serde calls the type of the list.
        "a string"
        | "string"
        | "str"
        | "borrowed string"
        | "a borrowed string"
        | "a character"
        | "character"
        | "string or map"
        | "map with a single key"
        | "variant identifier"
        | "enum"
        | "unit variant"
        | "newtype variant"
        | "tuple variant"
        | "struct variant"
        | "unit"
        | "field identifier" => "text",
        "a boolean" | "boolean" | "bool" => "true or false",
        "a sequence" | "sequence" | "a tuple" => "an array",
        "a map" | "map" => "an object",
        "unit value" | "option" | "Option value" | "an option" => "null",
        other => other,
    }
}

fn offset(record: &[u8], error: &serde_json::Error) -> usize {
    let lines = record.split_inclusive(|byte| *byte == b'\n').take(error.line().saturating_sub(1));
    lines.map(<[u8]>::len).sum::<usize>().saturating_add(error.column()).min(record.len())
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
            b'"' => string = Some(at.saturating_add(1)),
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
    #[serde(deny_unknown_fields, expecting = "a JSON object")]
    #[expect(dead_code, reason = "only the errors are looked at")]
    struct Person {
        age: Option<u8>,
        mood: Option<Mood>,
        #[serde(default)]
        friends: HashMap<String, Vec<Person>>,
    }

    #[derive(Debug, Deserialize)]
    #[serde(rename_all = "lowercase")]
    enum Mood {
        Good,
        Bad,
        Fair,
    }

    fn described(text: &str) -> String {
        describe(text.as_bytes(), &serde_json::from_str::<Person>(text).unwrap_err())
    }

    #[test]
    fn descriptions_name_the_field_and_not_its_value() {
        assert_eq!(
            described(r#"{"friends": {"a": [{"age": "Ada, expected home"}]}}"#),
            "`friends.a.age` must be a whole number from 0 to 255, not text"
        );
        assert_eq!(described(r#"{"age": 300}"#), "`age` must be a whole number from 0 to 255");
        assert_eq!(
            described("{\"age\": 3,\n \"friends\": []}"),
            "`friends` must be an object, not an array"
        );
        assert_eq!(described(r#"{"age": 3, "friend": 1}"#), "unknown field `friend`");
        assert_eq!(described(r#"{"mood": "Ada"}"#), "`mood` must be one of `good`, `bad`, `fair`");
        assert_eq!(described("7"), "must be a JSON object, not a whole number");
        assert_eq!(
            described(r#"{"age": -5}"#),
            "`age` must be a whole number from 0 to 255",
            "its value is not repeated"
        );
        assert_eq!(described(r#"{"mood": 5}"#), "`mood` must be text");
        for word in [r#"{"mood": {"good": 1}}"#, r#"{"mood": {}}"#, r#"{"mood": []}"#] {
            let described = described(word);
            assert!(described.starts_with("`mood"), "{described}");
            assert!(described.contains("must be text"), "{described}");
        }
        assert_eq!(
            described(r#"{"friends": {"a": 1}}"#),
            "`friends.a` must be an array, not a whole number"
        );
        let deep = r#"{"friends": {"a": ["#.repeat(100);
        assert!(described(&deep).starts_with("nested too deeply"), "{}", described(&deep));
    }

    #[test]
    fn text_in_another_encoding_is_described_as_such() {
        let record = b"{\"mood\": \"Jos\xe9\"}";
        let error = serde_json::from_slice::<Person>(record).unwrap_err();
        assert!(describe(record, &error).starts_with("not UTF-8"), "not a parser's position");
    }

    #[test]
    fn broken_json_is_described_as_such() {
        assert_eq!(described("{\"age\": "), "not valid JSON: it ends too early");
        assert!(described("{\"age\": x}").starts_with("not valid JSON: expected value"));
    }
}
