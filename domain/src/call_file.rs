//! Queries for the files of one call.

use std::str::FromStr;

use crate::{FieldError, code::codes};

codes! {
    /// File format of a transcript.
    TranscriptFormat {
        /// Plain text.
        Txt = "txt", "Text";
        /// A printable document.
        Pdf = "pdf", "PDF";
    }
    /// File format of a conversation.
    ConversationFormat {
        /// All data of the call, for programs.
        Json = "json", "JSON";
        /// One row per message, for spreadsheets.
        Csv = "csv", "CSV";
        /// The transcript as a printable document.
        Pdf = "pdf", "PDF";
    }
}

/// A set of file formats; the first is the default.
pub trait FileFormat: FromStr + Copy + 'static {
    /// Every format.
    const FORMATS: &'static [Self];

    /// The code in a query.
    fn code(self) -> &'static str;

    /// The media type of the file.
    fn content_type(self) -> &'static str;
}

impl FileFormat for TranscriptFormat {
    const FORMATS: &'static [Self] = Self::ALL;

    fn code(self) -> &'static str {
        self.as_str()
    }

    fn content_type(self) -> &'static str {
        match self {
            Self::Txt => "text/plain; charset=utf-8",
            Self::Pdf => "application/pdf",
        }
    }
}

impl FileFormat for ConversationFormat {
    const FORMATS: &'static [Self] = Self::ALL;

    fn code(self) -> &'static str {
        self.as_str()
    }

    fn content_type(self) -> &'static str {
        match self {
            Self::Json => "application/json",
            Self::Csv => "text/csv; charset=utf-8",
            Self::Pdf => "application/pdf",
        }
    }
}

/// The query of `/api/calls/<id>/transcript`.
pub type TranscriptQuery = CallFileQuery<TranscriptFormat>;

/// The query of `/api/calls/<id>/conversation`.
pub type ConversationQuery = CallFileQuery<ConversationFormat>;

/// The query for a file of one call.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct CallFileQuery<F> {
    /// File format.
    pub format: F,
    /// Whether to append the review history.
    pub include_quality_history: bool,
    /// Errors by field.
    pub errors: Vec<FieldError>,
}

impl<F: FileFormat> CallFileQuery<F> {
    /// Parses a query string; unknown names and blank values are ignored.
    pub fn parse(query: &str) -> Self {
        let mut parsed =
            Self { format: F::FORMATS[0], include_quality_history: false, errors: vec![] };
        for (name, value) in form_urlencoded::parse(query.as_bytes()) {
            match (name.as_ref(), value.trim()) {
                (_, "") => {}
                ("format", value) => match value.parse() {
                    Ok(format) => parsed.format = format,
                    Err(_) => parsed.refuse("format", &must_be::<F>()),
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

/// Error message that lists the formats: `must be txt or pdf`.
fn must_be<F: FileFormat>() -> String {
    let codes: Vec<&str> = F::FORMATS.iter().map(|format| format.code()).collect();
    match codes.split_last() {
        Some((last, rest)) if !rest.is_empty() => format!("must be {} or {last}", rest.join(", ")),
        _ => format!("must be {}", codes.concat()),
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn plain_text_is_the_default() {
        let parsed = TranscriptQuery::parse("");
        assert_eq!((parsed.format, parsed.include_quality_history), (TranscriptFormat::Txt, false));
        assert!(TranscriptQuery::parse("include_quality_history=true").include_quality_history);
        assert_eq!(ConversationQuery::parse("format=csv").format, ConversationFormat::Csv);
    }

    #[test]
    fn invalid_values_are_reported_by_field() {
        let errors = TranscriptQuery::parse("format=doc&include_quality_history=maybe").errors;
        let fields: Vec<_> = errors.iter().map(|error| error.field.as_str()).collect();
        assert_eq!(fields, ["format", "include_quality_history"]);
        assert_eq!(errors[0].message, "must be txt or pdf");
        let errors = ConversationQuery::parse("format=txt").errors;
        assert_eq!(errors[0].message, "must be json, csv or pdf");
    }
}
