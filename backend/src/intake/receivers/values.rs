//! Values of vendors' reports, any of which may be missing or of an undocumented type.

use std::ops::Deref;

use jiff::{Timestamp, fmt::rfc2822};
use serde::{Deserialize, Deserializer, de::DeserializeOwned};
use serde_json::Value;

use crate::intake::readers::{EXPECTED_SECONDS, in_years, whole_seconds};

/// Below this a time is in seconds, from it on in milliseconds: the year 5138 in the one and 1973 in
/// the other.
const FIRST_MILLISECOND: f64 = 100_000_000_000.0;

/// An object within a report; anything else in its place counts as missing.
#[derive(Clone, Default)]
pub(super) struct Part<T>(T);

impl<T> Deref for Part<T> {
    type Target = T;

    fn deref(&self) -> &T {
        &self.0
    }
}

impl<'de, T: DeserializeOwned + Default> Deserialize<'de> for Part<T> {
    fn deserialize<D: Deserializer<'de>>(deserializer: D) -> Result<Self, D::Error> {
        Value::deserialize(deserializer).map(|value| Self(fields(&value)))
    }
}

/// A value or list within a report; one of another type than expected counts as missing.
#[derive(Clone, Default)]
pub(super) struct Lenient<T>(T);

impl<T> Deref for Lenient<T> {
    type Target = T;

    fn deref(&self) -> &T {
        &self.0
    }
}

impl<'de, T: DeserializeOwned + Default> Deserialize<'de> for Lenient<T> {
    fn deserialize<D: Deserializer<'de>>(deserializer: D) -> Result<Self, D::Error> {
        let value = Value::deserialize(deserializer)?;
        Ok(Self(T::deserialize(value).unwrap_or_default()))
    }
}

/// The fields of a report, with what it came as.
#[derive(Clone, Default)]
pub(super) struct WithSource<T> {
    pub(super) fields: T,
    pub(super) source: Value,
}

impl<'de, T: DeserializeOwned + Default> Deserialize<'de> for WithSource<T> {
    fn deserialize<D: Deserializer<'de>>(deserializer: D) -> Result<Self, D::Error> {
        let source = Value::deserialize(deserializer)?;
        Ok(Self { fields: fields(&source), source })
    }
}

/// The fields of an object; none of any other value.
pub(super) fn fields<T: DeserializeOwned + Default>(value: &Value) -> T {
    // An array would be read as the fields of a type in order.
    if value.is_object() { T::deserialize(value).unwrap_or_default() } else { T::default() }
}

/// A value that a field of a call is made of: a report in which it is invalid is refused.
#[derive(Clone, Default)]
pub(super) enum Given<T> {
    #[default]
    Missing,
    Invalid,
    Valid(T),
}

impl<T: ReportValue + Clone> Given<T> {
    /// The value of a field that may be sent as any JSON.
    pub(super) fn of(value: &Value) -> Self {
        match value {
            Value::Null => Self::Missing,
            value => T::from_json(value).map_or(Self::Invalid, Self::Valid),
        }
    }

    /// This value, or another where it is missing.
    pub(super) fn or(&self, other: &Self) -> Self {
        if self.is_missing() { other.clone() } else { self.clone() }
    }

    pub(super) const fn is_missing(&self) -> bool {
        matches!(self, Self::Missing)
    }

    /// The value where it is valid.
    pub(super) fn valid(&self) -> Option<T> {
        match self {
            Self::Valid(value) => Some(value.clone()),
            Self::Missing | Self::Invalid => None,
        }
    }

    /// The value, if there is one; the error names `field`.
    pub(super) fn optional(&self, field: &str) -> Result<Option<T>, String> {
        match self {
            Self::Missing => Ok(None),
            Self::Invalid => Err(format!("`{field}` must be {}", T::EXPECTED)),
            Self::Valid(value) => Ok(Some(value.clone())),
        }
    }

    /// The value, which must be there; the error names `field`.
    pub(super) fn required(&self, field: &str) -> Result<T, String> {
        self.optional(field)?.ok_or_else(|| format!("missing field `{field}`"))
    }
}

impl<'de, T: ReportValue + Clone> Deserialize<'de> for Given<T> {
    fn deserialize<D: Deserializer<'de>>(deserializer: D) -> Result<Self, D::Error> {
        Value::deserialize(deserializer).map(|value| Self::of(&value))
    }
}

/// A type with more than one JSON representation in vendors' reports.
pub(super) trait ReportValue: Sized {
    /// Description of accepted values, for errors.
    const EXPECTED: &'static str;

    fn from_json(value: &Value) -> Option<Self>;
}

impl ReportValue for String {
    const EXPECTED: &'static str = "text";

    fn from_json(value: &Value) -> Option<Self> {
        match value {
            Value::String(text) => Some(text.clone()),
            Value::Number(number) => Some(number.to_string()),
            _ => None,
        }
    }
}

impl ReportValue for f64 {
    const EXPECTED: &'static str = "a number";

    fn from_json(value: &Value) -> Option<Self> {
        match value {
            Value::String(text) => text.trim().parse().ok(),
            Value::Number(number) => number.as_f64(),
            _ => None,
        }
    }
}

/// Whole seconds.
#[derive(Clone, Copy)]
pub(super) struct Seconds(pub(super) u32);

impl Seconds {
    pub(super) fn rounded(seconds: f64) -> Option<Self> {
        whole_seconds(seconds).map(Self)
    }
}

impl ReportValue for Seconds {
    const EXPECTED: &'static str = EXPECTED_SECONDS;

    fn from_json(value: &Value) -> Option<Self> {
        Self::rounded(f64::from_json(value)?)
    }
}

impl ReportValue for Timestamp {
    const EXPECTED: &'static str = "a time in the years 1970 to 2200";

    fn from_json(value: &Value) -> Option<Self> {
        instant(value).filter(|at| in_years(*at))
    }
}

/// RFC 3339, RFC 2822, or a number of seconds or milliseconds, whatever the year.
pub(super) fn instant(value: &Value) -> Option<Timestamp> {
    let Value::String(text) = value else { return from_number(value.as_f64()?) };
    let text = text.trim();
    let rfc3339 = text.parse().ok();
    let rfc2822 = || rfc2822::parse(text).ok().map(|zoned| zoned.timestamp());
    rfc3339.or_else(rfc2822).or_else(|| from_number(text.parse().ok()?))
}

fn from_number(number: f64) -> Option<Timestamp> {
    from_milliseconds(if number < FIRST_MILLISECOND { number * 1000.0 } else { number })
}

#[expect(clippy::cast_possible_truncation, reason = "out of range is no time, and refused")]
fn from_milliseconds(milliseconds: f64) -> Option<Timestamp> {
    Timestamp::from_millisecond(milliseconds.round() as i64).ok()
}

/// The time so many seconds after `start`.
#[expect(clippy::cast_precision_loss, reason = "a time of this century is exact")]
pub(super) fn after(start: Timestamp, seconds: f64) -> Option<Timestamp> {
    from_milliseconds(start.as_millisecond() as f64 + seconds * 1000.0)
}

#[cfg(test)]
mod tests {
    use serde_json::json;

    use super::*;

    #[test]
    fn times_are_read_however_they_are_written() {
        let expected: Timestamp = "2026-11-05T17:31:08Z".parse().unwrap();
        for written in [
            json!("2026-11-05T17:31:08Z"),
            json!("2026-11-05T18:31:08+01:00"),
            json!("Thu, 05 Nov 2026 17:31:08 +0000"),
            json!(1_793_899_868),
            json!(1_793_899_868_000_i64),
            json!("1793899868"),
        ] {
            assert_eq!(Timestamp::from_json(&written), Some(expected), "{written}");
        }
        assert_eq!(Timestamp::from_json(&json!("yesterday")), None);
        for outside in [json!("2201-01-01T00:00:00Z"), json!(99_999_999_999_i64), json!(-1)] {
            assert_eq!(Timestamp::from_json(&outside), None, "{outside}");
        }
        assert_eq!(after(expected, 1.5).unwrap().to_string(), "2026-11-05T17:31:09.5Z");
    }

    #[test]
    fn values_are_missing_valid_or_refused_by_name() {
        let text = |value: Value| Given::<String>::of(&value);
        assert_eq!(text(json!(42)).optional("id"), Ok(Some("42".to_owned())));
        assert_eq!(text(json!(null)).optional("id"), Ok(None));
        assert_eq!(text(json!(null)).required("id"), Err("missing field `id`".to_owned()));
        assert_eq!(text(json!([1])).optional("id"), Err("`id` must be text".to_owned()));
        assert!(text(json!(true)).or(&text(json!("x"))).valid().is_none());
        let seconds = |value: Value| Given::<Seconds>::of(&value).valid().map(|length| length.0);
        assert_eq!(seconds(json!("64.6")), Some(65));
        assert_eq!([-1, 2_678_401].map(|length| seconds(json!(length))), [None, None]);
    }

    #[test]
    fn parts_of_another_type_are_missing() {
        #[derive(Default, Deserialize)]
        #[serde(default)]
        struct Outer {
            name: Lenient<Option<String>>,
            inner: Lenient<Vec<Lenient<Option<f64>>>>,
            part: Part<Inner>,
        }
        #[derive(Default, Deserialize)]
        #[serde(default)]
        struct Inner {
            id: Value,
        }
        let part: Outer = fields(&json!({"name": 7, "inner": [1.5, "x"], "part": ["x"]}));
        assert!(part.name.is_none() && part.part.id.is_null());
        assert_eq!(part.inner.iter().map(|number| **number).collect::<Vec<_>>(), [Some(1.5), None]);
        assert!(fields::<Outer>(&json!("text")).inner.is_empty());
    }
}
