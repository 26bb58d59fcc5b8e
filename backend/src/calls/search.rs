//! Searches built from a viewer's filter: days as instants, numbers as hashes, text as words.

use earshot_domain::{Bound, CallFilter, FieldError, Permission};
use jiff::{Timestamp, tz::TimeZone};

use super::words::searched_words;
use crate::{
    Error,
    access::{Viewer, day_start},
    privacy::{encryption::TenantKey, redaction::redact},
    store::{Assignee, CallerDigits, CallerHash, Search, Words},
};

impl Search {
    /// Builds a search from `filter`, or returns an error for every invalid field.
    pub(crate) fn new(viewer: &Viewer, filter: &CallFilter) -> Result<Self, Error> {
        if !filter.caller.is_empty() {
            viewer.demand("caller", Permission::SearchCallers)?;
        }
        let mut errors = Vec::new();
        let mut valid =
            |result: Result<i64, FieldError>| result.map_err(|error| errors.push(error)).ok();
        let zone = &viewer.tenant.zone;
        let from_ms = filter.from.as_ref().and_then(|bound| valid(start_of(bound, zone)));
        let before_ms = filter.to.as_ref().and_then(|bound| valid(end_of(bound, zone)));
        if from_ms.zip(before_ms).is_some_and(|(from, before)| from > before) {
            errors.push(FieldError::new("to", "must not be earlier than the start"));
        }
        let callers =
            collect(&filter.caller, &mut errors, |text| caller_hash(&viewer.tenant.key, text));
        let texts = collect(&filter.q, &mut errors, words_of_query);
        if !errors.is_empty() {
            return Err(Error::Invalid(errors));
        }
        let me = viewer.actor.user_id();
        let assignee = |name: &String| match name.as_str() {
            CallFilter::ME => Assignee::Viewer(me),
            CallFilter::NOBODY => Assignee::Nobody,
            email => Assignee::Person(email.to_lowercase()),
        };
        Ok(Self {
            assignees: filter.assignee.iter().map(assignee).collect(),
            tenant_id: viewer.tenant.id,
            all_tags: Vec::new(),
            chosen: Vec::new(),
            identities: None,
            filter: filter.clone(),
            from_ms,
            before_ms,
            callers,
            texts,
        })
    }
}

fn collect<T>(
    texts: &[String],
    errors: &mut Vec<FieldError>,
    read: impl Fn(&str) -> Result<T, FieldError>,
) -> Vec<T> {
    texts.iter().filter_map(|text| read(text).map_err(|error| errors.push(error)).ok()).collect()
}

fn start_of(bound: &Bound, zone: &TimeZone) -> Result<i64, FieldError> {
    match bound {
        Bound::Day(day) => day_start("from", *day, 0, zone),
        Bound::Instant(text) => instant("from", text),
    }
}

fn end_of(bound: &Bound, zone: &TimeZone) -> Result<i64, FieldError> {
    match bound {
        Bound::Day(day) => day_start("to", *day, 1, zone),
        Bound::Instant(text) => instant("to", text),
    }
}

fn instant(field: &str, text: &str) -> Result<i64, FieldError> {
    text.parse::<Timestamp>()
        .map(Timestamp::as_millisecond)
        .map_err(|_| FieldError::new(field, "must be an RFC 3339 time with its offset"))
}

/// The lookup key of a number: its digits, or its letters when it has none.
pub(crate) fn caller_key(number: &str) -> String {
    let digits: String = number.chars().filter(char::is_ascii_digit).collect();
    if digits.is_empty() { number.trim().to_lowercase() } else { digits }
}

/// Hashes the whole number or its last digits; `None` when it has fewer.
pub(crate) fn hash_caller(key: &TenantKey, number: &str, digits: CallerDigits) -> Option<Vec<u8>> {
    let whole = caller_key(number);
    let (purpose, length) = match digits {
        CallerDigits::All => ("caller", whole.len()),
        CallerDigits::Last4 => ("caller last 4", 4),
        CallerDigits::Last6 => ("caller last 6", 6),
        CallerDigits::Last8 => ("caller last 8", 8),
    };
    let start = whole.len().checked_sub(length)?;
    whole.get(start..).map(|tail| key.hash(purpose, tail))
}

/// The hash by which callers are searched for: of a whole number, or of its end.
pub(crate) fn caller_hash(key: &TenantKey, text: &str) -> Result<CallerHash, FieldError> {
    let whole = caller_key(text);
    let digits = match whole.len() {
        4 => CallerDigits::Last4,
        6 => CallerDigits::Last6,
        8 => CallerDigits::Last8,
        // A national number lacks the country code that the stored number may have.
        9.. if whole.starts_with('0') => CallerDigits::Last8,
        _ => CallerDigits::All,
    };
    hash_caller(key, text, digits).filter(|_| whole.len() >= 4).map_or_else(
        || Err(FieldError::new("caller", "must be a number, or its last 4, 6 or 8 digits")),
        |hash| Ok(CallerHash { digits, hash }),
    )
}

fn words_of_query(text: &str) -> Result<Words, FieldError> {
    let digits = text.chars().filter(char::is_ascii_digit).count();
    if digits >= 6 || !redact(text).found.is_empty() {
        return Err(FieldError::new(
            "q",
            "must not contain personal details such as numbers, e-mail addresses, health ids or \
             dates of birth: they are removed from transcripts, so nothing can be found by them",
        ));
    }
    let words = searched_words(text);
    if words.is_empty() {
        return Err(FieldError::new("q", "must contain a letter or a digit"));
    }
    Ok(words)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn personal_patterns_are_not_searched_for() {
        for text in ["+44 7700 900123", "ann@example.com", "943 476 5919", "555012"] {
            assert_eq!(words_of_query(text).unwrap_err().field, "q", "{text}");
        }
        assert!(words_of_query("room 204").is_ok());
        assert!(words_of_query("!!").is_err());
    }

    #[test]
    fn days_begin_at_the_zones_midnight_even_when_clocks_change() {
        let zone = TimeZone::get("Europe/London").unwrap();
        let day = Bound::Day("2026-03-29".parse().unwrap());
        let length = end_of(&day, &zone).unwrap() - start_of(&day, &zone).unwrap();
        assert_eq!(length, 23 * 3_600_000);
        assert!(instant("from", "2026-03-29T10:00:00").is_err());
    }
}
