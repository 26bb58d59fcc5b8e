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
    /// Extracted entities, with the reason given.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub entities: Option<SensitiveUse>,
    /// Decrypted transcripts of the calls that the exporter has unlocked, with the reason given.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub decrypted_transcript: Option<SensitiveUse>,
}

impl ExportOptions {
    /// The sensitive options by their fields, in the order of the form, with the reason of those used.
    pub const fn sensitive(&self) -> [(&'static str, Option<&SensitiveUse>); 3] {
        [
            (ExportForm::CALLER_FULL, self.caller_full.as_ref()),
            (ExportForm::ENTITIES, self.entities.as_ref()),
            (ExportForm::DECRYPTED_TRANSCRIPT, self.decrypted_transcript.as_ref()),
        ]
    }

    /// The reason of the sensitive options, which is the same for all.
    pub fn sensitive_use(&self) -> Option<&SensitiveUse> {
        self.sensitive().into_iter().find_map(|(_, used)| used)
    }

    /// Labels of the sensitive options that are used.
    pub fn sensitive_labels(&self) -> Vec<String> {
        let used = self.sensitive().into_iter().filter(|(_, used)| used.is_some());
        used.map(|(field, _)| FieldError::new(field, "").label().to_owned()).collect()
    }

    /// The columns that the options add behind all others.
    pub fn added_columns(&self) -> Vec<&'static str> {
        let added = [(self.entities.is_some(), "entities"), (self.reads_unlocked(), "unlocked")];
        added.into_iter().filter(|(is_added, _)| *is_added).map(|(_, name)| name).collect()
    }

    /// Whether the file has what the exporter has unlocked.
    pub const fn reads_unlocked(&self) -> bool {
        self.entities.is_some() || self.decrypted_transcript.is_some()
    }
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
    /// Field of the sensitive option for extracted entities.
    pub const ENTITIES: &'static str = "include_entities";
    /// Field of the sensitive option for decrypted transcripts.
    pub const DECRYPTED_TRANSCRIPT: &'static str = "include_decrypted_transcript";
    /// Fields of the sensitive options, with what they add to a file.
    pub const SENSITIVE: [(&'static str, &'static str); 3] = [
        (Self::CALLER_FULL, "full caller numbers"),
        (Self::ENTITIES, "extracted entities"),
        (Self::DECRYPTED_TRANSCRIPT, "decrypted transcripts"),
    ];

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
            _ => {
                let known = Self::SENSITIVE.into_iter().find(|(option, _)| *option == name);
                if let Some((option, _)) = known {
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
        if self.sensitive.is_empty() {
            return;
        }
        let asked = Self::SENSITIVE.into_iter().filter(|(field, _)| self.sensitive.contains(field));
        let what = asked.map(|(_, what)| what).collect::<Vec<_>>().join(" and ");
        let text = reason.code.unwrap_or_default();
        let code = if text.is_empty() {
            Err(FieldError::new("reason_code", format!("must be given for {what}")))
        } else {
            one_of("reason_code", &text, ReasonCode::ALL)
        };
        let code = code.map_err(|error| self.errors.push(error));
        let justification = reason.justification.unwrap_or_default();
        let valid = (1..=2_000).contains(&justification.chars().count());
        if !valid {
            self.errors.push(FieldError::new(
                "justification",
                format!("must state in 1 to 2,000 characters why {what} are needed"),
            ));
        }
        if let (Ok(reason_code), true) = (code, valid) {
            let used = SensitiveUse { reason_code, justification };
            let of = |field| self.sensitive.contains(&field).then(|| used.clone());
            self.options.caller_full = of(Self::CALLER_FULL);
            self.options.entities = of(Self::ENTITIES);
            self.options.decrypted_transcript = of(Self::DECRYPTED_TRANSCRIPT);
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
