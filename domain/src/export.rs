//! An export as a form asks for it, as the store knows it and as a page follows it.

use serde::{Deserialize, Serialize};

use crate::{
    CallFilter, CallId, ExportId, FieldError, FilterParameter, LocalTime, Parsed, code::codes,
    values::one_of,
};

/// Most calls in one streamed export (docs/compatibility.md#aidial-export-limit).
pub const EXPORT_LIMIT: u64 = 10_000;

codes! {
    /// Why somebody takes sensitive data out.
    ReasonCode {
        /// Checking the receptionist's work.
        QualityAssurance = "quality_assurance", "Quality assurance";
        /// A caller complained.
        CustomerComplaint = "customer_complaint", "Customer complaint";
        /// A lawyer or a court asks.
        LegalRequest = "legal_request", "Legal request";
        /// An audit of compliance.
        ComplianceAudit = "compliance_audit", "Compliance audit";
        /// Anything else; the justification says what.
        Other = "other", "Other";
    }
    /// Where an export stands.
    ExportState {
        /// Rows are being written.
        Running = "running", "Running";
        /// Everything was written.
        Completed = "completed", "Completed";
        /// Calls had matched, and none was there any more.
        Empty = "empty", "Empty";
        /// Stopped by a person or by its reader leaving.
        Cancelled = "cancelled", "Cancelled";
        /// Broken off by a fault.
        Failed = "failed", "Failed";
    }
}

impl ExportState {
    /// Moves a running export to its end; an ended one stays as it is.
    pub fn finish(self, end: Self) -> Result<Self, Self> {
        match (self, end) {
            (Self::Running, Self::Running) => Err(self),
            (Self::Running, end) => Ok(end),
            (ended, _) => Err(ended),
        }
    }
}

/// The reason that every sensitive option requires.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize, utoipa::ToSchema)]
pub struct SensitiveUse {
    /// Kind of reason.
    pub reason_code: ReasonCode,
    /// In the person's own words, 1 to 2,000 characters.
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

/// The export form after reading; see [`ExportForm::parse`].
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct ExportForm {
    /// Which calls.
    pub filter: CallFilter,
    /// How.
    pub options: ExportOptions,
    /// Which sensitive options were asked for, by field name, whatever became of them.
    pub sensitive: Vec<&'static str>,
    /// What could not be read.
    pub errors: Vec<FieldError>,
    /// Fields that no export knows.
    pub unknown: Vec<String>,
}

/// Names of the list's own state: a form may carry them, the export does not use them.
const IGNORED: [&str; 6] = ["cursor", "expand", "export", "lines", "t", "turn"];

impl ExportForm {
    /// The sensitive option for the whole caller number.
    pub const CALLER_FULL: &'static str = "include_caller_full";
    /// Sensitive options this version knows by name and cannot serve.
    pub const NOT_SERVED: [&'static str; 2] = ["include_entities", "include_decrypted_transcript"];

    /// Reads the form's pairs. Whether the role may use an option is for the server to check.
    pub fn parse(pairs: &[(String, String)]) -> Self {
        let borrowed = pairs.iter().map(|(name, value)| (name.as_str(), value.as_str()));
        let Parsed { filter, errors } = CallFilter::parse(borrowed);
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
        form.demand_reason(reason);
        form
    }

    fn take(&mut self, name: &str, value: &str, reason: &mut Reason) {
        match name {
            "bom" => self.options.bom = self.ticked(name, value),
            "reason_code" => reason.code = Some(value.trim().to_owned()),
            "justification" => reason.justification = Some(value.trim().to_owned()),
            Self::CALLER_FULL => {
                if self.ticked(name, value) {
                    self.sensitive.push(Self::CALLER_FULL);
                }
            }
            _ => {
                if let Some(option) = Self::NOT_SERVED.into_iter().find(|option| *option == name) {
                    if self.ticked(name, value) {
                        self.sensitive.push(option);
                    }
                } else if name.parse::<FilterParameter>().is_err() && !IGNORED.contains(&name) {
                    self.unknown.push(name.to_owned());
                }
            }
        }
    }

    fn ticked(&mut self, name: &str, value: &str) -> bool {
        match value {
            "on" | "true" | "1" => true,
            "" | "off" | "false" | "0" => false,
            _ => {
                self.errors.push(FieldError::new(name, "must be on or left out"));
                false
            }
        }
    }

    fn demand_reason(&mut self, reason: Reason) {
        if !self.sensitive.contains(&Self::CALLER_FULL) {
            return;
        }
        let text = reason.code.unwrap_or_default();
        let code = if text.is_empty() {
            Err(FieldError::new("reason_code", "must be given for whole caller numbers"))
        } else {
            one_of("reason_code", &text, ReasonCode::ALL)
        };
        let code = code.map_err(|error| self.errors.push(error));
        let justification = reason.justification.unwrap_or_default();
        let fits = (1..=2_000).contains(&justification.chars().count());
        if !fits {
            self.errors.push(FieldError::new(
                "justification",
                "must say in 1 to 2,000 characters why whole caller numbers are needed",
            ));
        }
        if let (Ok(reason_code), true) = (code, fits) {
            self.options.caller_full = Some(SensitiveUse { reason_code, justification });
        }
    }
}

#[derive(Default)]
struct Reason {
    code: Option<String>,
    justification: Option<String>,
}

/// Status of an export: the response of `/api/exports/status`.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize, utoipa::ToSchema)]
pub struct ExportProgress {
    /// The export.
    pub export_id: ExportId,
    /// State.
    pub state: ExportState,
    /// Calls that matched at the start.
    pub matched: u64,
    /// Calls written so far.
    pub written: u64,
    /// Calls that matched but were deleted or out of scope when they were to be written.
    pub omitted: u64,
}

/// An entry of the export history.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize, utoipa::ToSchema)]
pub struct ExportRecord {
    /// State.
    pub progress: ExportProgress,
    /// When it began.
    pub started: LocalTime,
    /// When it ended.
    pub ended: Option<LocalTime>,
    /// Its filter.
    pub filter: CallFilter,
    /// How.
    pub options: ExportOptions,
    /// The file's name.
    pub file_name: String,
}

impl ExportRecord {
    /// The Calls page with this export's filter and the form open.
    pub fn again_href(&self) -> String {
        crate::ListQuery {
            filter: self.filter.clone(),
            export: true,
            expand: None::<CallId>,
            ..crate::ListQuery::default()
        }
        .href()
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn form(query: &str) -> ExportForm {
        let pairs: Vec<_> = form_urlencoded::parse(query.as_bytes()).into_owned().collect();
        ExportForm::parse(&pairs)
    }

    #[test]
    fn whole_numbers_demand_a_reason_and_a_justification() {
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
    fn a_reason_without_an_option_is_harmless() {
        let form = form("reason_code=&justification=&bom=on");
        assert!(form.errors.is_empty() && form.options.bom && form.options.caller_full.is_none());
    }

    #[test]
    fn unknown_fields_are_reported_and_the_lists_own_state_is_not() {
        assert_eq!(form("colour=red&cursor=x&expand=y&status=missed").unknown, ["colour"]);
    }

    #[test]
    fn an_ended_export_stays_ended() {
        assert_eq!(ExportState::Running.finish(ExportState::Empty), Ok(ExportState::Empty));
        assert_eq!(
            ExportState::Cancelled.finish(ExportState::Completed),
            Err(ExportState::Cancelled)
        );
    }
}
