//! Form for creating a webhook.

use crate::{FieldError, Slug, WebhookEvent};

/// Properties of a new webhook; invalid values are reported in `errors`.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct WebhookForm {
    /// Display name, 1 to 50 characters.
    pub name: String,
    /// URL it sends to, as typed; checked before it is stored.
    pub url: String,
    /// Events it sends.
    pub events: Vec<WebhookEvent>,
    /// Projects whose events it sends.
    pub projects: Vec<Slug>,
    /// Errors by field.
    pub errors: Vec<FieldError>,
}

/// Longest name in characters.
const MAX_NAME_CHARACTERS: usize = 50;
/// Longest URL in characters.
const MAX_URL_CHARACTERS: usize = 500;

impl WebhookForm {
    /// The form's fields.
    pub const FIELDS: &'static [&'static str] = &["name", "url", "event", "project_id"];

    /// Parses the pairs of a form; `event` and `project_id` may repeat.
    pub fn parse<N: AsRef<str>, V: AsRef<str>>(pairs: &[(N, V)]) -> Self {
        let mut errors = Vec::new();
        let all = |field: &'static str| {
            let of = pairs.iter().filter(move |(name, _)| name.as_ref() == field);
            of.map(|(_, value)| value.as_ref().trim()).filter(|value| !value.is_empty())
        };
        let one = |field| all(field).next().unwrap_or_default().to_owned();
        let (name, url) = (one("name"), one("url"));
        if !(1..=MAX_NAME_CHARACTERS).contains(&name.chars().count()) {
            errors.push(FieldError::new("name", "must have 1 to 50 characters"));
        }
        if !(1..=MAX_URL_CHARACTERS).contains(&url.chars().count()) {
            errors.push(FieldError::new("url", "must be a URL of at most 500 characters"));
        }
        let (mut events, mut projects) = (Vec::new(), Vec::new());
        for text in all("event") {
            match text.parse() {
                Ok(event) if events.contains(&event) => {}
                Ok(event) if WebhookEvent::CHOICES.contains(&event) => events.push(event),
                _ => errors.push(FieldError::new("event", "must be one of the listed events")),
            }
        }
        for text in all("project_id") {
            match Slug::parse("project_id", text) {
                Ok(slug) if projects.contains(&slug) => {}
                Ok(slug) => projects.push(slug),
                Err(error) => errors.push(error),
            }
        }
        for (field, empty, message) in [
            ("event", events.is_empty(), "must name at least one event"),
            ("project_id", projects.is_empty(), "must name at least one of your projects"),
        ] {
            if empty && !errors.iter().any(|error| error.field == field) {
                errors.push(FieldError::new(field, message));
            }
        }
        errors.dedup();
        Self { name, url, events, projects, errors }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_name_a_url_an_event_and_a_project_suffice() {
        let form = WebhookForm::parse(&[
            ("name", " Tickets "),
            ("url", "https://example.org/hook"),
            ("event", "call.ingested"),
            ("event", "review.changed"),
            ("event", "call.ingested"),
            ("project_id", "front-desk"),
        ]);
        assert_eq!(form.errors, []);
        assert_eq!(form.name, "Tickets");
        assert_eq!(form.events, [WebhookEvent::CallIngested, WebhookEvent::ReviewChanged]);
    }

    #[test]
    fn every_invalid_field_is_reported_once() {
        let none: [(&str, &str); 0] = [];
        let long = "x".repeat(501);
        let wrong = [("url", long.as_str()), ("event", "webhook.test"), ("project_id", "A b")];
        for pairs in [none.as_slice(), &wrong] {
            let form = WebhookForm::parse(pairs);
            let fields: Vec<_> = form.errors.iter().map(|error| error.field.as_str()).collect();
            assert_eq!(fields.len(), 4);
            for field in WebhookForm::FIELDS {
                assert!(fields.contains(field), "{field}");
            }
        }
    }
}
