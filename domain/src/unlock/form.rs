//! The form of a request to unlock, parsed.

use super::UnlockScope;
use crate::{
    FieldError, ReasonCode,
    values::{one_of, text},
};

/// Fewest and most characters of a justification.
const JUSTIFICATION: std::ops::RangeInclusive<usize> = 20..=2000;
/// Most characters of another reason.
const MAX_OTHER_REASON: usize = 200;

/// A request to unlock a call.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct UnlockRequest {
    /// What is asked for.
    pub scope: UnlockScope,
    /// Why, by its code.
    pub reason_code: ReasonCode,
    /// The reason that [`ReasonCode::Other`] stands for.
    pub other_reason: Option<String>,
    /// Why, in the person's own words.
    pub justification: String,
}

/// The form of an [`UnlockRequest`].
pub struct UnlockForm;

impl UnlockForm {
    /// The fields of the form.
    pub const FIELDS: [&str; 4] = ["scope", "reason_code", "other_reason", "justification"];

    /// Parses the pairs of a form; the errors name their fields.
    pub fn parse(pairs: &[(String, String)]) -> Result<UnlockRequest, Vec<FieldError>> {
        let value = |field: &str| {
            let found = pairs.iter().find(|(name, _)| name == field);
            // Browsers submit the line breaks of a text area as CRLF.
            found.map(|(_, value)| value.trim().replace("\r\n", "\n")).unwrap_or_default()
        };
        let scope = one_of("scope", &value("scope"), UnlockScope::ALL);
        let reason_code = one_of("reason_code", &value("reason_code"), ReasonCode::ALL);
        let other_reason = other_reason(reason_code.as_ref().ok(), &value("other_reason"));
        let justification = justification(&value("justification"));
        match (scope, reason_code, other_reason, justification) {
            (Ok(scope), Ok(reason_code), Ok(other_reason), Ok(justification)) => {
                Ok(UnlockRequest { scope, reason_code, other_reason, justification })
            }
            (scope, reason_code, other_reason, justification) => {
                let errors =
                    [scope.err(), reason_code.err(), other_reason.err(), justification.err()];
                Err(errors.into_iter().flatten().collect())
            }
        }
    }
}

fn other_reason(code: Option<&ReasonCode>, value: &str) -> Result<Option<String>, FieldError> {
    let value = text("other_reason", value, MAX_OTHER_REASON)?;
    match (code, value.is_empty()) {
        (Some(ReasonCode::Other), true) => {
            Err(FieldError::new("other_reason", "must say what the other reason is"))
        }
        (Some(ReasonCode::Other), false) => Ok(Some(value)),
        _ => Ok(None),
    }
}

fn justification(value: &str) -> Result<String, FieldError> {
    let value = text("justification", value, *JUSTIFICATION.end())?;
    if value.chars().count() < *JUSTIFICATION.start() {
        return Err(FieldError::new(
            "justification",
            "must state in 20 to 2,000 characters why this is needed",
        ));
    }
    Ok(value)
}

#[cfg(test)]
mod tests {
    use super::*;

    const WHY: &str = "The caller disputes the fee.";

    fn parse(pairs: &[(&str, &str)]) -> Result<UnlockRequest, Vec<String>> {
        let own = |(name, value): &(&str, &str)| ((*name).to_owned(), (*value).to_owned());
        let pairs: Vec<_> = pairs.iter().map(own).collect();
        UnlockForm::parse(&pairs)
            .map_err(|errors| errors.into_iter().map(|error| error.field).collect())
    }

    #[test]
    fn a_request_has_a_scope_a_reason_and_a_justification() {
        let form =
            [("scope", "all"), ("reason_code", "customer_complaint"), ("justification", WHY)];
        assert_eq!(
            parse(&form).unwrap(),
            UnlockRequest {
                scope: UnlockScope::All,
                reason_code: ReasonCode::CustomerComplaint,
                other_reason: None,
                justification: WHY.to_owned(),
            }
        );
        assert_eq!(parse(&[]).unwrap_err(), ["scope", "reason_code", "justification"]);
        assert_eq!(
            parse(&[("scope", "everything"), ("reason_code", ""), ("justification", WHY)])
                .unwrap_err(),
            ["scope", "reason_code"]
        );
    }

    #[test]
    fn another_reason_is_named() {
        let form = |other| {
            [
                ("scope", "transcript"),
                ("reason_code", "other"),
                ("justification", WHY),
                ("other_reason", other),
            ]
        };
        assert_eq!(parse(&form("  ")).unwrap_err(), ["other_reason"]);
        let named = parse(&form(" Insurance claim ")).unwrap();
        assert_eq!(named.other_reason.as_deref(), Some("Insurance claim"));
        assert_eq!(parse(&form(&"x".repeat(201))).unwrap_err(), ["other_reason"]);
    }

    #[test]
    fn a_justification_has_20_to_2000_characters() {
        let form = |text: &str| {
            parse(&[
                ("scope", "transcript"),
                ("reason_code", "legal_request"),
                ("justification", text),
            ])
        };
        for text in ["", &" ".repeat(40), &"é".repeat(19), &"é".repeat(2001)] {
            assert_eq!(form(text).unwrap_err(), ["justification"], "{}", text.len());
        }
        for text in ["é".repeat(20), format!("  {}\r\n", "é".repeat(2000))] {
            assert!(form(&text).is_ok(), "{}", text.len());
        }
    }
}
