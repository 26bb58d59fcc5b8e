//! Bounds of a time range.

use serde::{Deserialize, Serialize};

use crate::{Day, FieldError, FilterParameter};

/// Lower or upper bound of a time range.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize, utoipa::ToSchema)]
pub enum Bound {
    /// A day in the tenant's time zone, inclusive at both ends.
    Day(Day),
    /// An RFC 3339 instant; `from ≤ t < to`. Only its syntax is checked here.
    Instant(String),
}

impl Bound {
    /// Parses a bound; an error names `field`.
    pub(crate) fn parse(field: FilterParameter, text: &str) -> Result<Self, FieldError> {
        if let Ok(day) = text.parse() {
            return Ok(Self::Day(day));
        }
        let instant = text.len() <= 40
            && text.is_ascii()
            && text.get(..10).is_some_and(|day| day.parse::<Day>().is_ok())
            && text.as_bytes().get(10).is_some_and(|b| matches!(b, b'T' | b't' | b' '));
        if instant {
            return Ok(Self::Instant(text.to_owned()));
        }
        Err(FieldError::new(
            field.as_str(),
            "must be a valid date (YYYY-MM-DD) or an RFC 3339 time with its offset",
        ))
    }

    /// The bound as written in a URL.
    pub fn as_text(&self) -> String {
        match self {
            Self::Day(day) => day.to_string(),
            Self::Instant(text) => text.clone(),
        }
    }
}
