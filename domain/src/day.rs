//! A calendar day without a time zone.

use std::{fmt, str::FromStr};

use serde::{Deserialize, Serialize};
use utoipa::openapi::{KnownFormat, ObjectBuilder, RefOr, Schema, SchemaFormat, Type};

/// A valid day of the Gregorian calendar, in the years 1900 to 2999.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash, PartialOrd, Ord, Serialize, Deserialize)]
#[serde(try_from = "String", into = "String")]
pub struct Day {
    year: i16,
    month: u8,
    day: u8,
}

impl utoipa::PartialSchema for Day {
    fn schema() -> RefOr<Schema> {
        let day = ObjectBuilder::new().schema_type(Type::String);
        let day = day.format(Some(SchemaFormat::KnownFormat(KnownFormat::Date)));
        day.description(Some("A day, `YYYY-MM-DD`.")).into()
    }
}

impl utoipa::ToSchema for Day {}

/// The text or the parts are not a valid day.
#[derive(Debug, Clone, Copy, PartialEq, Eq, thiserror::Error)]
#[error("must be a valid date, written YYYY-MM-DD")]
pub struct InvalidDay;

impl Day {
    /// Creates a day from its parts if it exists.
    pub fn new(year: i16, month: u8, day: u8) -> Result<Self, InvalidDay> {
        let exists = (1900..=2999).contains(&year)
            && (1..=12).contains(&month)
            && (1..=days_in_month(year, month)).contains(&day);
        if exists { Ok(Self { year, month, day }) } else { Err(InvalidDay) }
    }

    /// Returns year, month and day of the month.
    pub const fn parts(self) -> (i16, u8, u8) {
        (self.year, self.month, self.day)
    }

    /// Returns the day `count` days earlier, at least 1 January 1900.
    pub fn minus_days(self, count: u32) -> Self {
        let mut remaining = count;
        let mut day = self;
        while remaining >= u32::from(day.day) {
            remaining = remaining.saturating_sub(u32::from(day.day));
            let (year, month) = match day.month {
                ..=1 => (day.year.saturating_sub(1), 12),
                month => (day.year, month.saturating_sub(1)),
            };
            if year < 1900 {
                return Self { year: 1900, month: 1, day: 1 };
            }
            day = Self { year, month, day: days_in_month(year, month) };
        }
        Self { day: day.day.saturating_sub(u8::try_from(remaining).unwrap_or(0)), ..day }
    }

    /// Returns the text shown on pages: `5 May 2026`.
    pub fn label(self) -> String {
        const MONTHS: [&str; 12] =
            ["Jan", "Feb", "Mar", "Apr", "May", "Jun", "Jul", "Aug", "Sep", "Oct", "Nov", "Dec"];
        let month = usize::from(self.month).checked_sub(1).and_then(|place| MONTHS.get(place));
        format!("{} {} {}", self.day, month.copied().unwrap_or_default(), self.year)
    }
}

const fn days_in_month(year: i16, month: u8) -> u8 {
    match month {
        2 if year % 4 == 0 && (year % 100 != 0 || year % 400 == 0) => 29,
        2 => 28,
        4 | 6 | 9 | 11 => 30,
        _ => 31,
    }
}

impl fmt::Display for Day {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "{:04}-{:02}-{:02}", self.year, self.month, self.day)
    }
}

impl FromStr for Day {
    type Err = InvalidDay;

    fn from_str(text: &str) -> Result<Self, InvalidDay> {
        let well_formed = text.len() == 10
            && text.bytes().enumerate().all(|(i, b)| match i {
                4 | 7 => b == b'-',
                _ => b.is_ascii_digit(),
            });
        if !well_formed {
            return Err(InvalidDay);
        }
        let number =
            |range: std::ops::Range<usize>| text[range].parse::<i16>().map_err(|_| InvalidDay);
        let small = |range: std::ops::Range<usize>| {
            number(range).and_then(|n| u8::try_from(n).map_err(|_| InvalidDay))
        };
        Self::new(number(0..4)?, small(5..7)?, small(8..10)?)
    }
}

impl TryFrom<String> for Day {
    type Error = InvalidDay;

    fn try_from(text: String) -> Result<Self, InvalidDay> {
        text.parse()
    }
}

impl From<Day> for String {
    fn from(day: Day) -> Self {
        day.to_string()
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn day(text: &str) -> Day {
        text.parse().unwrap()
    }

    #[test]
    fn only_valid_days_are_parsed() {
        assert_eq!(day("2024-02-29").to_string(), "2024-02-29");
        for bad in [
            "2026-02-29",
            "2026-13-01",
            "2026-00-10",
            "2026-1-1",
            "20260101",
            "2026-04-31",
            "+026-01-01",
            "",
        ] {
            assert_eq!(bad.parse::<Day>(), Err(InvalidDay), "{bad}");
        }
    }

    #[test]
    fn subtraction_crosses_months_and_years() {
        assert_eq!(day("2026-03-01").minus_days(1), day("2026-02-28"));
        assert_eq!(day("2026-01-05").minus_days(6), day("2025-12-30"));
        assert_eq!(day("2024-03-30").minus_days(30), day("2024-02-29"));
        assert_eq!(day("2026-11-21").minus_days(0), day("2026-11-21"));
        assert_eq!(day("1900-01-02").minus_days(400), day("1900-01-01"));
    }
}
