//! Values of reports put into our own format.

use jiff::{Timestamp, fmt::rfc2822};
use serde_json::{Map, Value, json};

/// Fields of our own format that are numbers; a number elsewhere becomes text.
const NUMBERS: [&str; 8] = [
    "total_seconds",
    "ring_seconds",
    "talk_seconds",
    "hold_seconds",
    "costs.base",
    "costs.total",
    "csat.rating",
    "analysis",
];
/// Fields that are times.
const TIMES: [&str; 2] = ["started_at", "ended_at"];
/// Below this a number of a time is seconds, from it on milliseconds; it is the year 5138 in the one
/// and 1973 in the other.
const FIRST_MILLISECOND: f64 = 100_000_000_000.0;

/// A call of our own format while it is put together.
#[derive(Default)]
pub(super) struct OwnCall(Map<String, Value>);

impl OwnCall {
    /// Sets a field, `customer.name` within another; `null` is left out.
    pub(super) fn set(&mut self, field: &str, value: impl Into<Value>) {
        let value = fitting(field, value.into());
        if value.is_null() {
            return;
        }
        match field.split_once('.') {
            None => drop(self.0.insert(field.to_owned(), value)),
            Some((outer, inner)) => {
                let within = self.0.entry(outer).or_insert_with(|| json!({}));
                if let Value::Object(within) = within {
                    within.insert(inner.to_owned(), value);
                }
            }
        }
    }

    /// Sets a field to the first place of `from` that has a value.
    pub(super) fn copy(&mut self, field: &str, from: &Value, places: &[&str]) {
        let found = places.iter().find_map(|place| from.pointer(place).filter(|v| !v.is_null()));
        self.set(field, found.cloned().unwrap_or_default());
    }

    /// Sets a field that has no value yet.
    pub(super) fn set_missing(&mut self, field: &str, value: impl Into<Value>) {
        if !self.has(field) {
            self.set(field, value);
        }
    }

    pub(super) fn has(&self, field: &str) -> bool {
        self.0.contains_key(field)
    }

    pub(super) fn into_value(self) -> Value {
        Value::Object(self.0)
    }
}

/// One turn; without text it is none.
pub(super) fn turn(speaker: &str, text: Option<&str>, at: Option<Value>) -> Option<Value> {
    let text = text.map(str::trim).filter(|text| !text.is_empty())?;
    Some(json!({ "speaker": speaker, "text": text, "at": at.and_then(|at| time(&at)) }))
}

/// The caller's mood where it is one of ours; senders begin it with a capital.
pub(super) fn sentiment(value: &Value) -> Option<String> {
    let word = value.as_str()?.to_lowercase();
    ["positive", "neutral", "negative"].contains(&word.as_str()).then_some(word)
}

/// The name of the file at an address.
pub(super) fn file_of(url: &str) -> Option<&str> {
    let path = url.split(['?', '#']).next()?;
    path.rsplit('/').next().filter(|name| !name.is_empty())
}

/// JSON that was sent as text; other text as it is.
pub(super) fn unquoted(value: &Value) -> Value {
    let inner = value.as_str().and_then(|text| serde_json::from_str(text).ok());
    inner.unwrap_or_else(|| value.clone())
}

fn fitting(field: &str, value: Value) -> Value {
    if TIMES.contains(&field) {
        return time(&value).map_or(value, Value::from);
    }
    match value {
        Value::String(text) if NUMBERS.contains(&field) && field != "analysis" => {
            text.trim().parse::<f64>().map_or(Value::String(text), |number| seconds(field, number))
        }
        Value::Number(number) if NUMBERS.contains(&field) && field != "analysis" => {
            number.as_f64().map_or(Value::Null, |number| seconds(field, number))
        }
        Value::Number(number) if field != "analysis" => Value::String(number.to_string()),
        other => other,
    }
}

/// Whole seconds; other numbers as they are.
#[expect(clippy::cast_possible_truncation, reason = "bounded by the reader, which refuses more")]
fn seconds(field: &str, number: f64) -> Value {
    if field.ends_with("_seconds") { json!(number.round() as i64) } else { json!(number) }
}

/// A time as RFC 3339: it may be that already, RFC 2822, or a number of seconds or milliseconds.
pub(super) fn time(value: &Value) -> Option<String> {
    let moment = match value {
        Value::String(text) => {
            let text = text.trim();
            text.parse()
                .ok()
                .or_else(|| rfc2822::parse(text).ok().map(|zoned| zoned.timestamp()))
                .or_else(|| number(text.parse().ok()?))?
        }
        Value::Number(given) => number(given.as_f64()?)?,
        _ => return None,
    };
    Some(moment.to_string())
}

#[expect(clippy::cast_possible_truncation, reason = "out of range is no time, and refused")]
fn number(given: f64) -> Option<Timestamp> {
    let milliseconds = if given < FIRST_MILLISECOND { given * 1000.0 } else { given };
    Timestamp::from_millisecond(milliseconds.round() as i64).ok()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn times_are_read_however_they_are_written() {
        let expected = Some("2026-11-05T17:31:08Z".to_owned());
        for written in [
            json!("2026-11-05T17:31:08Z"),
            json!("2026-11-05T18:31:08+01:00"),
            json!("Thu, 05 Nov 2026 17:31:08 +0000"),
            json!(1_793_899_868),
            json!(1_793_899_868_000_i64),
            json!("1793899868"),
        ] {
            assert_eq!(time(&written), expected, "{written}");
        }
        assert_eq!(time(&json!("yesterday")), None);
    }

    #[test]
    fn values_fit_their_fields() {
        let mut call = OwnCall::default();
        call.set("total_seconds", "64.6");
        call.set("source_id", 42);
        call.set("customer.name", "Ann");
        call.set("summary", Value::Null);
        let expected = json!({"total_seconds": 65, "source_id": "42", "customer": {"name": "Ann"}});
        assert_eq!(call.into_value(), expected);
    }
}
