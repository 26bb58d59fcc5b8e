//! Changes of a review, parsed from a form.

use super::{RedactionLabel, ReviewAction};
use crate::{
    FieldError,
    values::{one_of, text},
};

/// Longest annotation, corrected text or note in characters.
const MAX_TEXT: usize = 4000;
/// Longest reason in characters.
const MAX_REASON: usize = 1000;
/// Longest tag in characters.
const MAX_TAG: usize = 50;
/// Most words to redact, in characters.
const MAX_WORDS: usize = 200;
/// Longest e-mail address in characters.
const MAX_EMAIL: usize = 254;

/// Decision about a dispute.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Verdict {
    /// The disputed text changes.
    Accept,
    /// The disputed text stays.
    Reject,
}

/// One change. `turn` counts lines from 0; `seen` is the number of the last change of the line's
/// text that the person has seen, 0 for none.
#[derive(Debug, Clone, PartialEq, Eq)]
#[allow(missing_docs, reason = "the fields are those of HistoryEvent")]
pub enum ReviewChange {
    /// Annotates a line.
    Annotate { turn: u32, text: String },
    /// Corrects a line.
    Correct { turn: u32, text: String, reason: Option<String>, seen: u32 },
    /// Disputes a line, optionally with the text it should have.
    Dispute { turn: u32, text: Option<String>, reason: String, seen: u32 },
    /// Decides a dispute.
    Decide { dispute: u32, verdict: Verdict, reason: Option<String> },
    /// Marks words of a line that redaction missed.
    MarkMissed { turn: u32, text: String, label: RedactionLabel, seen: u32 },
    /// Marks a placeholder of a line as not personal; `place` counts them from 0.
    MarkWrong { turn: u32, place: u32, seen: u32 },
    /// Adds a note.
    Note { text: String },
    /// Adds a tag.
    Tag { tag: String },
    /// Removes a tag.
    Untag { tag: String },
    /// Assigns the call to the person.
    Claim,
    /// Removes the assignee.
    Release,
    /// Assigns the call to somebody, by e-mail address.
    Assign { assignee: String },
    /// Escalates the call and removes the assignee.
    Escalate { reason: String },
    /// Marks the call as done.
    Resolve { reason: Option<String> },
    /// Marks a call that was done as to do.
    Reopen,
}

impl ReviewChange {
    /// The fields of the form.
    pub const FIELDS: [&str; 9] =
        ["action", "turn", "text", "reason", "seen", "dispute", "assignee", "label", "place"];

    /// Parses the pairs of a form; the errors name their fields.
    pub fn parse(pairs: &[(String, String)]) -> Result<Self, Vec<FieldError>> {
        let mut form = Form { pairs, errors: Vec::new() };
        let action = one_of("action", form.value("action"), ReviewAction::ALL);
        let change = match action {
            Ok(action) => form.change(action),
            Err(error) => {
                form.errors.push(error);
                Self::Reopen
            }
        };
        if form.errors.is_empty() { Ok(change) } else { Err(form.errors) }
    }
}

/// A form being parsed; an invalid value is recorded as an error and replaced by a default.
struct Form<'a> {
    pairs: &'a [(String, String)],
    errors: Vec<FieldError>,
}

impl<'a> Form<'a> {
    fn change(&mut self, action: ReviewAction) -> ReviewChange {
        use ReviewAction as A;
        use ReviewChange as C;
        match action {
            A::Annotate => C::Annotate { turn: self.turn(), text: self.required("text", MAX_TEXT) },
            A::Correct => C::Correct {
                turn: self.turn(),
                text: self.required("text", MAX_TEXT),
                reason: self.optional("reason", MAX_REASON),
                seen: self.number("seen"),
            },
            A::Dispute => C::Dispute {
                turn: self.turn(),
                text: self.optional("text", MAX_TEXT),
                reason: self.required("reason", MAX_REASON),
                seen: self.number("seen"),
            },
            A::Accept => self.decision(Verdict::Accept),
            A::Reject => self.decision(Verdict::Reject),
            A::MarkMissed => C::MarkMissed {
                turn: self.turn(),
                text: self.required("text", MAX_WORDS),
                label: self.label(),
                seen: self.number("seen"),
            },
            A::MarkWrong => C::MarkWrong {
                turn: self.turn(),
                place: self.counted("place", "must be the number of a placeholder, from 1"),
                seen: self.number("seen"),
            },
            A::Note => C::Note { text: self.required("text", MAX_TEXT) },
            A::Tag => C::Tag { tag: self.required("text", MAX_TAG) },
            A::Untag => C::Untag { tag: self.required("text", MAX_TAG) },
            A::Claim => C::Claim,
            A::Release => C::Release,
            A::Assign => C::Assign { assignee: self.required("assignee", MAX_EMAIL) },
            A::Escalate => C::Escalate { reason: self.required("reason", MAX_REASON) },
            A::Resolve => C::Resolve { reason: self.optional("reason", MAX_REASON) },
            A::Reopen => C::Reopen,
        }
    }

    fn decision(&mut self, verdict: Verdict) -> ReviewChange {
        ReviewChange::Decide {
            dispute: self.number("dispute"),
            verdict,
            reason: self.optional("reason", MAX_REASON),
        }
    }

    fn value(&self, field: &str) -> &'a str {
        let found = self.pairs.iter().find(|(name, _)| name == field);
        found.map_or("", |(_, value)| value.trim())
    }

    /// Parses a line number, which counts from 1, into an index from 0.
    fn turn(&mut self) -> u32 {
        self.counted("turn", "must be the number of a line, from 1")
    }

    /// Parses a number that counts from 1 into one from 0.
    fn counted(&mut self, field: &'static str, otherwise: &str) -> u32 {
        let errors = self.errors.len();
        let number = self.number(field);
        if number == 0 && self.errors.len() == errors {
            self.reject(field, otherwise);
        }
        number.saturating_sub(1)
    }

    fn label(&mut self) -> RedactionLabel {
        one_of("label", self.value("label"), RedactionLabel::ALL).unwrap_or_else(|error| {
            self.errors.push(error);
            RedactionLabel::Person
        })
    }

    fn number(&mut self, field: &'static str) -> u32 {
        self.value(field).parse().unwrap_or_else(|_| {
            self.reject(field, "must be a whole number");
            0
        })
    }

    fn optional(&mut self, field: &'static str, max: usize) -> Option<String> {
        // Browsers submit the line breaks of a text area as CRLF.
        let value = self.value(field).replace("\r\n", "\n");
        match text(field, &value, max) {
            Ok(value) => (!value.is_empty()).then_some(value),
            Err(error) => {
                self.errors.push(error);
                None
            }
        }
    }

    fn required(&mut self, field: &'static str, max: usize) -> String {
        let errors = self.errors.len();
        let value = self.optional(field, max).unwrap_or_default();
        if value.is_empty() && self.errors.len() == errors {
            self.reject(field, "must not be empty");
        }
        value
    }

    fn reject(&mut self, field: &'static str, message: &str) {
        self.errors.push(FieldError::new(field, message));
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn parse(query: &str) -> Result<ReviewChange, Vec<String>> {
        let pairs: Vec<_> = form_urlencoded::parse(query.as_bytes()).into_owned().collect();
        ReviewChange::parse(&pairs)
            .map_err(|errors| errors.into_iter().map(|error| error.field).collect())
    }

    #[test]
    fn a_correction_counts_lines_from_one_on_the_page() {
        let correct = parse("action=correct&turn=3&text=+so%0D%0Asaid+&seen=0&reason=");
        let (text, reason) = ("so\nsaid".to_owned(), None);
        assert_eq!(correct, Ok(ReviewChange::Correct { turn: 2, text, reason, seen: 0 }));
    }

    #[test]
    fn marks_of_redaction_count_lines_and_placeholders_from_one() {
        let missed = parse("action=mark_missed&turn=2&text=Ann+Lee&label=person&seen=4");
        let (text, label) = ("Ann Lee".to_owned(), RedactionLabel::Person);
        assert_eq!(missed, Ok(ReviewChange::MarkMissed { turn: 1, text, label, seen: 4 }));
        let wrong = parse("action=mark_wrong&turn=2&place=1&seen=0");
        assert_eq!(wrong, Ok(ReviewChange::MarkWrong { turn: 1, place: 0, seen: 0 }));
    }

    #[test]
    fn invalid_values_are_reported_by_field() {
        let fields = |query: &str| parse(query).unwrap_err();
        assert_eq!(fields("action=correct&turn=0&text=&seen=x"), ["turn", "text", "seen"]);
        assert_eq!(fields("action=shout"), ["action"]);
        assert_eq!(fields(""), ["action"]);
        assert_eq!(fields(&format!("action=note&text={}", "x".repeat(4001))), ["text"]);
        assert_eq!(fields("action=dispute&turn=1&seen=0"), ["reason"]);
        assert!(parse(&format!("action=note&text={}", "x".repeat(4000))).is_ok());
        assert_eq!(fields("action=mark_missed&turn=1&text=+&label=cat"), ["text", "label", "seen"]);
        let long =
            format!("action=mark_missed&turn=1&seen=0&label=person&text={}", "x".repeat(201));
        assert_eq!(fields(&long), ["text"]);
        assert_eq!(fields("action=mark_wrong&turn=1&place=0&seen=0"), ["place"]);
    }
}
