//! Filters of Activity, and their query string.

use serde::{Deserialize, Serialize};

use super::{ActivityArea, ActivityOutcome};
use crate::{AuditAction, Day, FieldError};

/// Filters of Activity, and where the page continues. What cannot be read stays in `errors`.
#[derive(Debug, Clone, Default, PartialEq, Eq, Serialize, Deserialize, utoipa::ToSchema)]
pub struct ActivityQuery {
    /// First day.
    pub from: Option<Day>,
    /// Last day.
    pub to: Option<Day>,
    /// Area.
    pub area: Option<ActivityArea>,
    /// Action.
    pub action: Option<AuditAction>,
    /// Who acted, as the log names them.
    pub actor: Option<String>,
    /// Outcome.
    pub outcome: Option<ActivityOutcome>,
    /// What was acted on: an id or a slug.
    pub subject: Option<String>,
    /// Number of the last event shown; the page continues before it.
    pub before: Option<i64>,
    /// Errors by field.
    pub errors: Vec<FieldError>,
}

/// Longest actor or subject.
const MAX_TEXT: usize = 320;

impl ActivityQuery {
    /// Reads a query string; empty values are no filters, and other parameters are not looked at.
    pub fn parse(query: &str) -> Self {
        let mut parsed = Self::default();
        for (name, value) in form_urlencoded::parse(query.as_bytes()) {
            let value = value.trim();
            if !value.is_empty() {
                parsed.set(&name, value);
            }
        }
        if let (Some(from), Some(to)) = (parsed.from, parsed.to)
            && from > to
        {
            parsed.errors.push(FieldError::new("to", "must not be before the first day"));
        }
        parsed
    }

    fn set(&mut self, name: &str, value: &str) {
        let unknown = || FieldError::new(name, "is not one of the choices");
        let error = match name {
            "from" => read(value.parse(), &mut self.from, |error| {
                FieldError::new(name, error.to_string())
            }),
            "to" => {
                read(value.parse(), &mut self.to, |error| FieldError::new(name, error.to_string()))
            }
            "area" => read(value.parse(), &mut self.area, |_| unknown()),
            "action" => read(value.parse(), &mut self.action, |_| unknown()),
            "outcome" => read(value.parse(), &mut self.outcome, |_| unknown()),
            "before" => read(value.parse(), &mut self.before, |_| unknown()),
            "actor" | "subject" if value.len() > MAX_TEXT => {
                Some(FieldError::new(name, "is too long"))
            }
            "actor" => {
                self.actor = Some(text(value));
                None
            }
            "subject" => {
                self.subject = Some(text(value));
                None
            }
            _ => None,
        };
        self.errors.extend(error);
    }

    /// The query string of the filters, without the place of the page.
    pub fn filters(&self) -> String {
        let mut query = form_urlencoded::Serializer::new(String::new());
        let mut pair = |name: &str, value: Option<String>| {
            if let Some(value) = value {
                query.append_pair(name, &value);
            }
        };
        pair("from", self.from.map(|day| day.to_string()));
        pair("to", self.to.map(|day| day.to_string()));
        pair("area", self.area.map(|area| area.to_string()));
        pair("action", self.action.map(|action| action.to_string()));
        pair("actor", self.actor.clone());
        pair("outcome", self.outcome.map(|outcome| outcome.to_string()));
        pair("subject", self.subject.clone());
        query.finish()
    }

    /// Whether nothing is filtered.
    pub fn is_all(&self) -> bool {
        self.filters().is_empty()
    }

    /// The URL of a page of these filters, from an event on.
    pub fn href(&self, path: &str, before: Option<i64>) -> String {
        let mut query = self.filters();
        if let Some(before) = before {
            let and = if query.is_empty() { "" } else { "&" };
            query = format!("{query}{and}before={before}");
        }
        if query.is_empty() { path.to_owned() } else { format!("{path}?{query}") }
    }

    /// Actions that the area, the action and the outcome leave; `None` if that is all of them.
    pub fn actions(&self) -> Option<Vec<AuditAction>> {
        if self.area.is_none() && self.action.is_none() && self.outcome.is_none() {
            return None;
        }
        let fits = |action: &AuditAction| {
            self.action.is_none_or(|wanted| wanted == *action)
                && self.area.is_none_or(|area| action.area() == area)
                && self.outcome.is_none_or(|outcome| action.outcome() == outcome)
        };
        Some(AuditAction::ALL.iter().copied().filter(fits).collect())
    }
}

/// A text as the log has it: PostgreSQL stores no NUL.
fn text(value: &str) -> String {
    value.replace('\0', "\u{fffd}")
}

fn read<T, E>(
    result: Result<T, E>,
    field: &mut Option<T>,
    error: impl Fn(E) -> FieldError,
) -> Option<FieldError> {
    match result {
        Ok(value) => {
            *field = Some(value);
            None
        }
        Err(cause) => Some(error(cause)),
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn filters_are_read_and_written() {
        let text = "from=2026-05-01&to=2026-05-31&area=exports&action=export.started\
                    &actor=a%2Bb%40harbour.example&outcome=done&subject=front-desk";
        let query = ActivityQuery::parse(text);
        assert!(query.errors.is_empty(), "{query:?}");
        assert_eq!(query.actor.as_deref(), Some("a+b@harbour.example"));
        assert_eq!(query.filters(), text);
        assert_eq!(query.actions(), Some(vec![AuditAction::ExportStarted]));
        assert_eq!(query.href("/activity", Some(7)), format!("/activity?{text}&before=7"));
        assert_eq!(ActivityQuery::parse(&format!("{text}&before=7")).before, Some(7));
        let nul = ActivityQuery::parse("actor=a%00b&subject=%00");
        assert_eq!(nul.filters(), "actor=a%EF%BF%BDb&subject=%EF%BF%BD");
        let all = ActivityQuery::parse("area=&saved=1");
        assert!(all.is_all() && all.actions().is_none());
        assert_eq!(all.href("/activity", None), "/activity");
    }

    #[test]
    fn what_cannot_be_read_is_named() {
        let query = ActivityQuery::parse("from=31.5.2026&area=kitchen&before=x&outcome=good");
        let fields: Vec<&str> = query.errors.iter().map(|error| error.field.as_str()).collect();
        assert_eq!(fields, ["from", "area", "before", "outcome"]);
        let query = ActivityQuery::parse("from=2026-05-02&to=2026-05-01");
        assert_eq!(query.errors[0].field, "to");
        // An outcome that no action of the area has leaves none.
        let none = ActivityQuery::parse("area=settings&outcome=refused");
        assert_eq!(none.actions(), Some(Vec::new()));
    }
}
