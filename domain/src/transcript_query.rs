//! Which file of a transcript is asked for.

use crate::{FieldError, code::codes};

codes! {
    /// What a transcript is downloaded as.
    TranscriptFormat {
        /// Plain text.
        Txt = "txt", "Text";
    }
}

/// The query of `/api/calls/<id>/transcript`.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct TranscriptQuery {
    /// The kind of file; plain text unless another is named.
    pub format: TranscriptFormat,
    /// Whether the labelled review history follows the transcript.
    pub include_quality_history: bool,
    /// What could not be read.
    pub errors: Vec<FieldError>,
}

impl TranscriptQuery {
    /// Reads a query string; unknown names and blanks are ignored.
    pub fn parse(query: &str) -> Self {
        let mut parsed =
            Self { format: TranscriptFormat::Txt, include_quality_history: false, errors: vec![] };
        for (name, value) in form_urlencoded::parse(query.as_bytes()) {
            match (name.as_ref(), value.trim()) {
                (_, "") => {}
                ("format", value) => match value.parse() {
                    Ok(format) => parsed.format = format,
                    Err(_) => parsed.refuse("format", "must be txt"),
                },
                ("include_quality_history", "true" | "on") => {
                    parsed.include_quality_history = true;
                }
                ("include_quality_history", "false" | "off") => {
                    parsed.include_quality_history = false;
                }
                ("include_quality_history", _) => {
                    parsed.refuse("include_quality_history", "must be true or false");
                }
                _ => {}
            }
        }
        parsed
    }

    fn refuse(&mut self, field: &str, message: &str) {
        self.errors.push(FieldError::new(field, message));
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn plain_text_is_what_nobody_has_to_ask_for() {
        let parsed = TranscriptQuery::parse("");
        assert_eq!((parsed.format, parsed.include_quality_history), (TranscriptFormat::Txt, false));
        assert!(TranscriptQuery::parse("include_quality_history=true").include_quality_history);
    }

    #[test]
    fn wrong_values_are_named() {
        let errors = TranscriptQuery::parse("format=doc&include_quality_history=maybe").errors;
        let fields: Vec<_> = errors.iter().map(|error| error.field.as_str()).collect();
        assert_eq!(fields, ["format", "include_quality_history"]);
    }
}
