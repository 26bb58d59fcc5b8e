//! A record of our own format, built by field names.

use serde_json::{Map, Value, json};

use super::values::{ReportValue, Seconds, instant};

/// Fields that are numbers; a number in any other becomes text.
const NUMBERS: [&str; 8] = [
    "total_seconds",
    "ring_seconds",
    "talk_seconds",
    "hold_seconds",
    "costs.base",
    "costs.total",
    "csat.rating",
    "revision",
];
/// Fields that are times.
const TIMES: [&str; 3] = ["started_at", "ended_at", "updated_at"];
/// The field that may be anything.
const ANALYSIS: &str = "analysis";

/// A record of our own format.
#[derive(Default)]
pub(super) struct OwnRecord(Map<String, Value>);

impl OwnRecord {
    /// Sets a field (`customer.name` for a nested one); `null` is omitted.
    pub(super) fn set(&mut self, field: &str, value: &Value) {
        let value = converted(field, value);
        if !value.is_null() {
            self.put(field, value);
        }
    }

    /// Sets a field to a value of its type.
    pub(super) fn put(&mut self, field: &str, value: Value) {
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

    pub(super) fn into_value(self) -> Value {
        Value::Object(self.0)
    }
}

/// A time in RFC 3339, whatever its year: the reader refuses it by the name of its field.
fn time(value: &Value) -> Option<String> {
    instant(value).map(|time| time.to_string())
}

/// A value of the type its field has; one that cannot be converted is left to the reader to refuse.
fn converted(field: &str, value: &Value) -> Value {
    if TIMES.contains(&field) {
        return time(value).map_or_else(|| value.clone(), Value::from);
    }
    match value {
        Value::String(_) | Value::Number(_) if NUMBERS.contains(&field) => {
            number(field, value).unwrap_or_else(|| value.clone())
        }
        Value::Number(number) if field != ANALYSIS => Value::String(number.to_string()),
        other => other.clone(),
    }
}

/// Whole seconds; other numbers as they are.
fn number(field: &str, value: &Value) -> Option<Value> {
    if field.ends_with("_seconds") {
        return Seconds::from_json(value).map(|Seconds(seconds)| json!(seconds));
    }
    if field == "revision" && value.is_u64() {
        return Some(value.clone());
    }
    // A rating or a revision is a whole number, whatever it was written as.
    let number = f64::from_json(value)?;
    #[expect(clippy::cast_possible_truncation, reason = "only whole numbers of this size are cast")]
    let whole = (number.fract() == 0.0 && number.abs() < 9e15).then_some(number as i64);
    Some(whole.map_or_else(|| json!(number), |whole| json!(whole)))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn values_are_converted_to_the_types_of_their_fields() {
        let mut record = OwnRecord::default();
        for (field, value) in [
            ("total_seconds", json!("64.6")),
            ("source_id", json!(42)),
            ("customer.name", json!("Ann")),
            ("summary", Value::Null),
            ("analysis", json!(3)),
        ] {
            record.set(field, &value);
        }
        let expected = json!({
            "total_seconds": 65, "source_id": "42", "customer": {"name": "Ann"}, "analysis": 3,
        });
        assert_eq!(record.into_value(), expected);
    }
}
