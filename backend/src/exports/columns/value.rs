//! Typed values, and the text of those that every format spells alike.

use std::{
    borrow::Cow,
    fmt::{self, Write},
};

/// A typed value; how it is spelt is up to the format.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(in crate::exports) enum Value<'a> {
    /// None.
    Null,
    /// Text from anybody.
    Text(Cow<'a, str>),
    /// Texts, each from anybody.
    List(Cow<'a, [String]>),
    /// A JSON document.
    Json(String),
    /// A whole number.
    Int(i64),
    /// An instant, in milliseconds since 1970 UTC.
    Instant(i64),
    /// A length of time, in milliseconds.
    Duration(i64),
    /// Yes or no.
    Bool(bool),
}

impl<'a> Value<'a> {
    /// Text that is there.
    pub(super) const fn text(text: &'a str) -> Self {
        Self::Text(Cow::Borrowed(text))
    }

    /// Text that may be absent.
    pub(super) fn optional(text: Option<&'a str>) -> Self {
        text.map_or(Self::Null, Self::text)
    }

    /// A whole number that may be absent.
    pub(super) fn integer(number: Option<i64>) -> Self {
        number.map_or(Self::Null, Self::Int)
    }
}

/// A list in one cell.
pub(in crate::exports) fn joined(list: &[String]) -> String {
    list.join("; ")
}

/// Writes milliseconds as seconds, with as many digits as they have.
pub(in crate::exports) fn write_seconds(target: &mut String, milliseconds: i64) -> fmt::Result {
    let sign = if milliseconds < 0 { "-" } else { "" };
    let (whole, rest) = (milliseconds.unsigned_abs() / 1000, milliseconds.unsigned_abs() % 1000);
    write!(target, "{sign}{whole}")?;
    if rest > 0 {
        write!(target, ".{rest:03}")?;
        let digits = target.trim_end_matches('0').len();
        target.truncate(digits);
    }
    Ok(())
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn seconds_have_the_digits_they_need() {
        let written = [0, 1000, 10_000, 12_500, 60_007, -250].map(|milliseconds| {
            let mut number = String::new();
            write_seconds(&mut number, milliseconds).unwrap();
            number
        });
        assert_eq!(written, ["0", "1", "10", "12.5", "60.007", "-0.25"]);
    }
}
