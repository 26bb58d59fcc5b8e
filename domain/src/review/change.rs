//! What somebody asks to be done with a call, read from a form.

use super::ReviewAction;
use crate::{
    FieldError,
    values::{one_of, text},
};

/// Most characters of an annotation, a new text or a note.
const MOST_TEXT: usize = 4000;
/// Most characters of a reason.
const MOST_REASON: usize = 1000;
/// Most characters of a tag.
const MOST_TAG: usize = 50;
/// How a dispute is decided.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Verdict {
    /// Upheld.
    Accept,
    /// Turned down.
    Reject,
}

/// One change; `turn` counts lines from 0, `seen` is the place of the last event that changed the
/// line's text in front of the person, 0 for none.
#[derive(Debug, Clone, PartialEq, Eq)]
#[allow(missing_docs, reason = "the fields are those of HistoryEvent")]
pub enum ReviewChange {
    /// Remarks on a line.
    Annotate { turn: u32, text: String },
    /// Puts a line right.
    Correct { turn: u32, text: String, reason: Option<String>, seen: u32 },
    /// Contests a line, with the text it should have where one is known.
    Dispute { turn: u32, text: Option<String>, reason: String, seen: u32 },
    /// Decides about a dispute.
    Decide { dispute: u32, verdict: Verdict, reason: Option<String> },
    /// Adds to the notes.
    Note { text: String },
    /// Puts a tag on.
    Tag { tag: String },
    /// Takes a tag off.
    Untag { tag: String },
    /// Takes the call on.
    Claim,
    /// Gives it back.
    Release,
    /// Gives it to somebody, by e-mail address.
    Assign { assignee: String },
    /// Asks for somebody with more say.
    Escalate { reason: String },
    /// Finishes.
    Resolve { reason: Option<String> },
    /// Takes it up again.
    Reopen,
}

impl ReviewChange {
    /// The fields of the form.
    pub const FIELDS: [&str; 7] =
        ["action", "turn", "text", "reason", "seen", "dispute", "assignee"];

    /// Reads the form's pairs; the errors name their fields.
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

/// The form while it is read; what cannot be taken is noted and stands for nothing.
struct Form<'a> {
    pairs: &'a [(String, String)],
    errors: Vec<FieldError>,
}

impl<'a> Form<'a> {
    fn change(&mut self, action: ReviewAction) -> ReviewChange {
        use ReviewAction as A;
        use ReviewChange as C;
        match action {
            A::Annotate => C::Annotate { turn: self.turn(), text: self.must("text", MOST_TEXT) },
            A::Correct => C::Correct {
                turn: self.turn(),
                text: self.must("text", MOST_TEXT),
                reason: self.may("reason", MOST_REASON),
                seen: self.number("seen"),
            },
            A::Dispute => C::Dispute {
                turn: self.turn(),
                text: self.may("text", MOST_TEXT),
                reason: self.must("reason", MOST_REASON),
                seen: self.number("seen"),
            },
            A::Accept => self.decision(Verdict::Accept),
            A::Reject => self.decision(Verdict::Reject),
            A::Note => C::Note { text: self.must("text", MOST_TEXT) },
            A::Tag => C::Tag { tag: self.must("text", MOST_TAG) },
            A::Untag => C::Untag { tag: self.must("text", MOST_TAG) },
            A::Claim => C::Claim,
            A::Release => C::Release,
            A::Assign => C::Assign { assignee: self.must("assignee", 254) },
            A::Escalate => C::Escalate { reason: self.must("reason", MOST_REASON) },
            A::Resolve => C::Resolve { reason: self.may("reason", MOST_REASON) },
            A::Reopen => C::Reopen,
        }
    }

    fn decision(&mut self, verdict: Verdict) -> ReviewChange {
        ReviewChange::Decide {
            dispute: self.number("dispute"),
            verdict,
            reason: self.may("reason", MOST_REASON),
        }
    }

    fn value(&self, field: &str) -> &'a str {
        let found = self.pairs.iter().find(|(name, _)| name == field);
        found.map_or("", |(_, value)| value.trim())
    }

    /// Pages count lines from 1.
    fn turn(&mut self) -> u32 {
        let errors = self.errors.len();
        let number = self.number("turn");
        if number == 0 && self.errors.len() == errors {
            self.refuse("turn", "must be the number of a line, from 1");
        }
        number.saturating_sub(1)
    }

    fn number(&mut self, field: &'static str) -> u32 {
        self.value(field).parse().unwrap_or_else(|_| {
            self.refuse(field, "must be a whole number");
            0
        })
    }

    fn may(&mut self, field: &'static str, most: usize) -> Option<String> {
        // A text area sends the line ends of the wire.
        let value = self.value(field).replace("\r\n", "\n");
        match text(field, &value, most) {
            Ok(value) => (!value.is_empty()).then_some(value),
            Err(error) => {
                self.errors.push(error);
                None
            }
        }
    }

    fn must(&mut self, field: &'static str, most: usize) -> String {
        let errors = self.errors.len();
        let value = self.may(field, most).unwrap_or_default();
        if value.is_empty() && self.errors.len() == errors {
            self.refuse(field, "must not be empty");
        }
        value
    }

    fn refuse(&mut self, field: &'static str, message: &str) {
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
    fn what_cannot_be_taken_is_named_by_its_field() {
        let fields = |query: &str| parse(query).unwrap_err();
        assert_eq!(fields("action=correct&turn=0&text=&seen=x"), ["turn", "text", "seen"]);
        assert_eq!(fields("action=shout"), ["action"]);
        assert_eq!(fields(""), ["action"]);
        assert_eq!(fields(&format!("action=note&text={}", "x".repeat(4001))), ["text"]);
        assert_eq!(fields("action=dispute&turn=1&seen=0"), ["reason"]);
        assert!(parse(&format!("action=note&text={}", "x".repeat(4000))).is_ok());
    }
}
