//! Redaction of JSON whose names and structure are a source's own.

use earshot_names::{Before, Question};
use serde_json::{Map, Number, Value};

use super::{
    conversation::{redact_lines_of_one, redact_named, redact_value},
    names::{Names, Persons},
    redact::redact,
    topic::words_of_name,
};

/// Digits of a whole number that can be a telephone number.
const NUMBER_DIGITS: std::ops::RangeInclusive<usize> = 9..=15;
/// Seconds and milliseconds from 1990 to 2100: numbers in between are more often times.
const SECONDS: std::ops::RangeInclusive<u64> = 631_152_000..=4_102_444_800;
const MILLISECONDS: std::ops::RangeInclusive<u64> = 631_152_000_000..=4_102_444_800_000;

/// Fewest words of a value that is a sentence.
const SENTENCE: usize = 4;

/// Redacts every name and every value of a source's JSON. What a name says about a value counts, and
/// the texts of a list are read together, as those of a conversation.
pub fn redact_json(value: &mut Value) {
    Redaction { persons: Persons::of(Names::Off, None) }.value("", value);
}

/// Redacts JSON as [`redact_json`] does, and names of persons as this process is set to, in values that are
/// sentences or whose name says that they are names; but not that of the call's agent.
pub fn redact_json_prose(value: &mut Value, agent: Option<&str>) {
    Redaction { persons: Persons::of(Names::of_process(), agent) }.value("", value);
}

struct Redaction {
    persons: Persons,
}

impl Redaction {
    fn value(&self, name: &str, value: &mut Value) {
        match value {
            Value::String(text) => *text = self.text(name, text),
            Value::Number(number) => {
                if let Some(text) = redacted_number(name, number) {
                    *value = Value::String(text);
                }
            }
            Value::Array(items) => {
                redact_together(items);
                for item in items {
                    self.value(name, item);
                }
            }
            Value::Object(fields) => self.fields(fields),
            Value::Null | Value::Bool(_) => {}
        }
    }

    fn text(&self, name: &str, text: &str) -> String {
        let before = Before::of(&words_of_name(name));
        let is_sentence = text.split_whitespace().nth(SENTENCE.saturating_sub(1)).is_some();
        if !is_sentence && before.question != Question::Name {
            return redact_named(name, text).text;
        }
        redact_value(name, text, |folded, found| self.persons.add(before, folded, found).0).text
    }

    fn fields(&self, fields: &mut Map<String, Value>) {
        let mut redacted = Map::with_capacity(fields.len());
        for (name, mut value) in std::mem::take(fields) {
            self.value(&name, &mut value);
            let safe = redact(&name).text;
            let mut free = safe.clone();
            // Two names can be the same without their numbers.
            for copy in 2.. {
                if !redacted.contains_key(&free) {
                    break;
                }
                free = format!("{safe} ({copy})");
            }
            redacted.insert(free, value);
        }
        *fields = redacted;
    }
}

/// Redacts the texts of a list, and the texts of the same name in a list of objects, as one.
fn redact_together(items: &mut [Value]) {
    redact_texts(items.iter_mut().filter_map(text_of));
    let mut names: Vec<String> = Vec::new();
    for fields in items.iter().filter_map(Value::as_object) {
        for (name, _) in fields.iter().filter(|(_, value)| value.is_string()) {
            if !names.contains(name) {
                names.push(name.clone());
            }
        }
    }
    for name in names {
        redact_texts(items.iter_mut().filter_map(|item| text_of(item.get_mut(&name)?)));
    }
}

fn text_of(value: &mut Value) -> Option<&mut String> {
    if let Value::String(text) = value { Some(text) } else { None }
}

fn redact_texts<'v>(texts: impl Iterator<Item = &'v mut String>) {
    let mut texts: Vec<&mut String> = texts.collect();
    if texts.len() < 2 {
        return;
    }
    let redacted = redact_lines_of_one(texts.iter().map(|text| text.as_str()));
    for (text, redacted) in texts.iter_mut().zip(redacted) {
        **text = redacted.text;
    }
}

/// The text for a number that can be a person's; `None` for one that stays.
fn redacted_number(name: &str, number: &Number) -> Option<String> {
    let text = number.to_string();
    let redacted = redact_named(name, &text);
    let whole = number.as_u64()?;
    let is_time = SECONDS.contains(&whole) || MILLISECONDS.contains(&whole);
    if !NUMBER_DIGITS.contains(&text.len()) && super::topic::topics_of_name(name).is_empty() {
        return None;
    }
    if !redacted.found.is_empty() {
        return Some(redacted.text);
    }
    (text.len() >= 10 && NUMBER_DIGITS.contains(&text.len()) && !is_time)
        .then(|| super::PersonalKind::Phone.placeholder().to_owned())
}

#[cfg(test)]
mod tests {
    use serde_json::json;

    use super::*;

    #[test]
    fn names_and_values_are_redacted() {
        let mut value = json!({
            "call +447700900123 back": 1,
            "call +447700900124 back": 2,
            "at": "+447700900123",
            "timestamp": "2026-08-11T07:03:07Z",
            "dateOfBirth": "1984-12-03",
            "plain": 7_700_900_998_u64,
            "created": 1_786_431_784,
            "created_ms": 1_786_431_784_000_u64,
            "words": [{ "word": "4111", "s": 1 }, { "word": "1111" }, { "word": "1111" }, { "word": "1111" }],
            "list": ["07700", "900123"],
            "size": 12.5,
            "order_id": "28740",
        });
        redact_json(&mut value);
        assert_eq!(
            value,
            json!({
                "call [PHONE] back": 1,
                "call [PHONE] back (2)": 2,
                "at": "[PHONE]",
                "timestamp": "2026-08-11T07:03:07Z",
                "dateOfBirth": "[DATE_OF_BIRTH]",
                "plain": "[PHONE]",
                "created": 1_786_431_784,
                "created_ms": 1_786_431_784_000_u64,
                "words": [
                    { "word": "[CARD]", "s": 1 }, { "word": "[CARD]" }, { "word": "[CARD]" },
                    { "word": "[CARD]" },
                ],
                "list": ["[PHONE]", "[PHONE]"],
                "size": 12.5,
                "order_id": "28740",
            })
        );
        let once = value.clone();
        redact_json(&mut value);
        assert_eq!(value, once, "again");
    }

    #[test]
    fn names_of_persons_are_redacted_in_sentences_and_where_a_name_is_asked_for() {
        let mut value = json!({
            "Hannah Price": true,
            "customerName": "Hannah Price",
            "first_name": "Hannah",
            "outcome": "Booked",
            "branch": "Charlotte",
            "note": "Please call Hannah Price back about her crown.",
            "by": "Marina called Hannah Price about the crown.",
        });
        redact_json_prose(&mut value, Some("Marina"));
        let expected = json!({
            "Hannah Price": true,
            "customerName": "[PERSON]",
            "first_name": "[PERSON]",
            "outcome": "Booked",
            "branch": "Charlotte",
            "note": "Please call [PERSON] back about her crown.",
            "by": "Marina called [PERSON] about the crown.",
        });
        assert_eq!(value, expected);
        redact_json_prose(&mut value, Some("Marina"));
        assert_eq!(value, expected, "again");
        let mut plain = json!({ "customerName": "Hannah Price" });
        redact_json(&mut plain);
        assert_eq!(plain, json!({ "customerName": "Hannah Price" }));
    }
}
