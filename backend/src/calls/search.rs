//! Searches built from a viewer's filter: days as instants, numbers as hashes, text as words.

use earshot_domain::{Bound, CallFilter, FieldError, Permission};
use jiff::{Timestamp, tz::TimeZone};

use super::{Calls, numbers::NUMBER_NEEDED, words::searched_words};
use crate::{
    Error,
    access::{ProjectScope, Viewer, day_start},
    privacy::{numbers::Asked, redaction::redact},
    store::{Assignee, Search, Words},
};

impl Calls<'_> {
    /// Builds the search of a filter in these projects, or returns an error for every invalid field.
    pub(crate) async fn search(
        self,
        viewer: &Viewer,
        projects: &[ProjectScope],
        filter: &CallFilter,
    ) -> Result<Search, Error> {
        let mut search = Search::new(viewer, filter)?;
        for text in &filter.caller {
            search.callers.extend(self.callers(viewer, projects, text).await?);
        }
        Ok(search)
    }
}

impl Search {
    /// Builds a search from `filter`, without its callers, or returns an error for every invalid field.
    fn new(viewer: &Viewer, filter: &CallFilter) -> Result<Self, Error> {
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
        for text in &filter.caller {
            if Asked::read(text, None).is_none() {
                errors.push(FieldError::new("caller", NUMBER_NEEDED));
            }
        }
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
            callers: Vec::new(),
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
