//! The form of a streamed export, and its options.

use serde::{Deserialize, Serialize};

use crate::{CallFilter, FieldError, FilterParameter, ParsedFilter, code::codes, values::one_of};

/// Highest number of calls in one streamed export (docs/compatibility.md#aidial-export-limit).
pub const EXPORT_LIMIT: u64 = 10_000;

codes! {
    /// Reason for exporting sensitive data.
    ReasonCode {
        /// Quality control of the receptionist.
        QualityAssurance = "quality_assurance", "Quality assurance";
        /// A complaint of a caller.
        CustomerComplaint = "customer_complaint", "Customer complaint";
        /// A request of a lawyer or a court.
        LegalRequest = "legal_request", "Legal request";
        /// A compliance audit.
        ComplianceAudit = "compliance_audit", "Compliance audit";
        /// Another reason, given in the justification.
        Other = "other", "Other";
    }
}

/// Reason and justification that every sensitive option requires.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize, utoipa::ToSchema)]
pub struct SensitiveUse {
    /// Reason.
    pub reason_code: ReasonCode,
    /// Justification in the person's own words, 1 to 2,000 characters.
    pub justification: String,
}

/// Options of the file.
#[derive(Debug, Clone, Default, PartialEq, Eq, Serialize, Deserialize, utoipa::ToSchema)]
pub struct ExportOptions {
    /// Start with a UTF-8 byte order mark, which some spreadsheets need.
    pub bom: bool,
    /// Full caller numbers, with the reason given.
    pub caller_full: Option<SensitiveUse>,
}

/// A parsed export form; see [`ExportForm::parse`].
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct ExportForm {
    /// Filter of the calls.
    pub filter: CallFilter,
    /// Options of the file.
    pub options: ExportOptions,
    /// Sensitive options that were requested, by field name, whether or not they can be granted.
    pub sensitive: Vec<&'static str>,
    /// Errors by field.
    pub errors: Vec<FieldError>,
    /// Names of unknown fields.
    pub unknown: Vec<String>,
}

/// Parameters of the list that a form may contain and the export ignores.
const IGNORED: [&str; 6] = ["cursor", "expand", "export", "lines", "t", "turn"];

impl ExportForm {
    /// Field of the sensitive option for full caller numbers.
    pub const CALLER_FULL: &'static str = "include_caller_full";
    /// Sensitive options that are recognised but not supported.
    pub const UNSUPPORTED: [&'static str; 2] = ["include_entities", "include_decrypted_transcript"];

    /// Parses the pairs of a form; the server checks whether the role may use the options.
    pub fn parse(pairs: &[(String, String)]) -> Self {
        let borrowed = pairs.iter().map(|(name, value)| (name.as_str(), value.as_str()));
        let ParsedFilter { filter, errors } = CallFilter::parse(borrowed);
        let mut form = Self {
            filter,
            options: ExportOptions::default(),
            sensitive: Vec::new(),
            errors,
            unknown: Vec::new(),
        };
        let mut reason = Reason::default();
        for (name, value) in pairs {
            form.take(name, value, &mut reason);
        }
        form.require_reason(reason);
        form
    }

    fn take(&mut self, name: &str, value: &str, reason: &mut Reason) {
        match name {
            "bom" => self.options.bom = self.checkbox(name, value),
            "reason_code" => reason.code = Some(value.trim().to_owned()),
            "justification" => reason.justification = Some(value.trim().to_owned()),
            Self::CALLER_FULL => {
                if self.checkbox(name, value) {
                    self.sensitive.push(Self::CALLER_FULL);
                }
            }
            _ => {
                if let Some(option) = Self::UNSUPPORTED.into_iter().find(|option| *option == name) {
                    if self.checkbox(name, value) {
                        self.sensitive.push(option);
                    }
                } else if name.parse::<FilterParameter>().is_err() && !IGNORED.contains(&name) {
                    self.unknown.push(name.to_owned());
                }
            }
        }
    }

    fn checkbox(&mut self, name: &str, value: &str) -> bool {
        match value {
            "on" | "true" | "1" => true,
            "" | "off" | "false" | "0" => false,
            _ => {
                self.errors.push(FieldError::new(name, "must be on or omitted"));
                false
            }
        }
    }

    fn require_reason(&mut self, reason: Reason) {
        if !self.sensitive.contains(&Self::CALLER_FULL) {
            return;
        }
        let text = reason.code.unwrap_or_default();
        let code = if text.is_empty() {
            Err(FieldError::new("reason_code", "must be given for full caller numbers"))
        } else {
            one_of("reason_code", &text, ReasonCode::ALL)
        };
        let code = code.map_err(|error| self.errors.push(error));
        let justification = reason.justification.unwrap_or_default();
        let valid = (1..=2_000).contains(&justification.chars().count());
        if !valid {
            self.errors.push(FieldError::new(
                "justification",
                "must state in 1 to 2,000 characters why full caller numbers are needed",
            ));
        }
        if let (Ok(reason_code), true) = (code, valid) {
            self.options.caller_full = Some(SensitiveUse { reason_code, justification });
        }
    }
}

#[derive(Default)]
struct Reason {
    code: Option<String>,
    justification: Option<String>,
}

#[cfg(test)]
mod tests {
    use super::*;

    fn form(query: &str) -> ExportForm {
        let pairs: Vec<_> = form_urlencoded::parse(query.as_bytes()).into_owned().collect();
        ExportForm::parse(&pairs)
    }

    #[test]
    fn full_numbers_require_a_reason_and_a_justification() {
        let fields = |query| -> Vec<String> {
            form(query).errors.into_iter().map(|error| error.field).collect()
        };
        assert_eq!(fields("include_caller_full=on"), ["reason_code", "justification"]);
        assert_eq!(
            fields("include_caller_full=on&reason_code=fun&justification=x"),
            ["reason_code"]
        );
        let good = form("include_caller_full=on&reason_code=other&justification=+asked+");
        let used = good.options.caller_full.unwrap();
        assert_eq!((used.reason_code, used.justification.as_str()), (ReasonCode::Other, "asked"));
    }

    #[test]
    fn a_reason_without_an_option_is_ignored() {
        let form = form("reason_code=&justification=&bom=on");
        assert!(form.errors.is_empty() && form.options.bom && form.options.caller_full.is_none());
    }

    #[test]
    fn unknown_fields_are_reported_and_list_parameters_ignored() {
        assert_eq!(form("colour=red&cursor=x&expand=y&status=missed").unknown, ["colour"]);
    }
}
