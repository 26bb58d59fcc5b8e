//! Values of cells: lengths, numbers, lists and names.

use serde_json::{Value, json};

/// Seconds, written as a number or as `1:02:03`, `2:03` or `1h 2m 3s`.
pub(super) fn seconds(text: &str) -> Option<u32> {
    let text = text.trim();
    if text.contains(':') {
        return clock(text);
    }
    if let Ok(number) = text.parse::<f64>() {
        let whole = number.round();
        #[expect(clippy::cast_possible_truncation, clippy::cast_sign_loss, reason = "in range")]
        return (0.0..=f64::from(u32::MAX)).contains(&whole).then_some(whole as u32);
    }
    let mut sum = 0_u32;
    let mut digits = String::new();
    for letter in text.chars().filter(|letter| !letter.is_whitespace()) {
        let unit = match letter {
            '0'..='9' => {
                digits.push(letter);
                continue;
            }
            'h' => 3600,
            'm' => 60,
            's' => 1,
            _ => return None,
        };
        let part = digits.parse::<u32>().ok()?.checked_mul(unit)?;
        sum = sum.checked_add(part)?;
        digits.clear();
    }
    (digits.is_empty() && !text.is_empty()).then_some(sum)
}

fn clock(text: &str) -> Option<u32> {
    let whole = text.split('.').next().unwrap_or_default();
    let parts: Vec<u32> =
        whole.split(':').map(|part| part.trim().parse().ok()).collect::<Option<_>>()?;
    if parts.len() > 3 || parts.iter().skip(1).any(|part| *part > 59) {
        return None;
    }
    parts.iter().try_fold(0_u32, |sum, part| sum.checked_mul(60)?.checked_add(*part))
}

/// The value of a field as our format has it.
pub(super) fn of_field(field: &str, text: &str) -> Option<Value> {
    match field {
        "csat.rating" => text.trim().parse::<i64>().ok().map(Value::from),
        "costs.base" | "costs.total" => {
            text.trim().trim_start_matches(['$', '€', '£']).parse::<f64>().ok().map(Value::from)
        }
        "customer.identity_verified" => match text.to_ascii_lowercase().as_str() {
            "true" | "yes" | "1" => Some(Value::Bool(true)),
            "false" | "no" | "0" => Some(Value::Bool(false)),
            _ => None,
        },
        "tags" | "skills" => {
            let words = text.split([',', ';', '|']).map(str::trim).filter(|word| !word.is_empty());
            Some(words.collect())
        }
        "notes" => Some(json!([text])),
        "recording.file_name" => file_name(text).map(Value::from),
        _ => Some(Value::from(text)),
    }
}

/// The last part of a path or an address.
fn file_name(path: &str) -> Option<&str> {
    let path = path.split(['?', '#']).next().unwrap_or_default();
    path.rsplit(['/', '\\']).find(|part| !part.trim().is_empty())
}

/// Whether it is an extension: 1 to 6 digits.
pub(super) fn is_extension(number: &str) -> bool {
    (1..=6).contains(&number.len()) && number.bytes().all(|byte| byte.is_ascii_digit())
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn lengths_are_read_as_they_are_written() {
        for (text, expected) in [
            ("65", Some(65)),
            ("64.6", Some(65)),
            ("00:01:05", Some(65)),
            ("1:05", Some(65)),
            ("0:01:05.250", Some(65)),
            ("1m 5s", Some(65)),
            ("1h 1m 5s", Some(3665)),
            ("", None),
            ("-5", None),
            ("1:75", None),
            ("5 apples", None),
            ("99999999999", None),
            ("99999999h", None),
        ] {
            assert_eq!(seconds(text), expected, "{text}");
        }
    }

    #[test]
    fn cells_become_the_types_of_their_fields() {
        for (field, text, expected) in [
            ("tags", "new, vip;  ", json!(["new", "vip"])),
            ("notes", "Call back", json!(["Call back"])),
            ("costs.total", "$1.50", json!(1.5)),
            ("csat.rating", "4", json!(4)),
            ("recording.file_name", "/var/spool/x/in-1.wav", json!("in-1.wav")),
            ("recording.file_name", "https://x.example/a/b.mp3?k=1", json!("b.mp3")),
            ("customer.identity_verified", "Yes", json!(true)),
            ("caller", "+447700900140", json!("+447700900140")),
        ] {
            assert_eq!(of_field(field, text), Some(expected), "{field}");
        }
        assert_eq!(of_field("csat.rating", "good"), None);
    }
}
