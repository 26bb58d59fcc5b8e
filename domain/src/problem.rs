//! Problems: errors with a sentence for people and a code for programs.

use serde::{Deserialize, Serialize};

use crate::{ExportId, FilterParameter, FormField, RecordingBlock, code::codes};

codes! {
    /// The machine code of a problem.
    ProblemCode {
        /// The request cannot be parsed.
        Malformed = "malformed", "Malformed request";
        /// A field has an invalid value.
        InvalidValue = "invalid_value", "Check the marked fields";
        /// A form has an unknown field.
        UnknownParameter = "unknown_parameter", "Unknown field";
        /// There are several projects, and none was selected.
        ProjectRequired = "project_required", "Select a project";
        /// More calls match than one export can contain.
        TooManyResults = "too_many_results", "Too many results";
        /// No call matches.
        NoMatches = "no_matches", "No matching calls";
        /// Calls matched, but none could be written.
        EmptyExport = "empty_export", "Empty export result";
        /// The person's export is still running.
        AlreadyInProgress = "already_in_progress", "Already in progress";
        /// The data was changed by somebody else, or does not permit the change.
        Conflict = "conflict", "Changed in the meantime";
        /// Too many requests in a short time.
        RateLimited = "rate_limited", "Rate limited";
        /// The role may not use this option.
        OptionForbidden = "option_forbidden", "Not available to your role";
        /// A recording may not be played or downloaded.
        RecordingBlocked = "recording_blocked", "Recording not available";
        /// A call may not be unlocked.
        UnlockRefused = "unlock_refused", "Not unlocked";
        /// A grant has expired or was already used.
        GrantExpired = "grant_expired", "Link expired";
        /// The links to an export's files have ended.
        LinkExpired = "link_expired", "Link expired";
        /// The request came from another site.
        CrossSite = "cross_site", "Request from another site";
        /// There is no valid session.
        NotSignedIn = "not_signed_in", "Signed out";
        /// The API key is not valid.
        InvalidKey = "invalid_key", "Invalid key";
        /// The API key lacks the required scope.
        ScopeMissing = "scope_missing", "Scope missing";
        /// The resource does not exist, or the viewer may not see it.
        NotFound = "not_found", "Not found";
        /// The URL does not support the method.
        MethodNotAllowed = "method_not_allowed", "Method not allowed";
        /// The body of the request did not arrive in time.
        RequestTimeout = "request_timeout", "Request took too long";
        /// The request exceeds the size limit.
        TooLarge = "too_large", "Too large";
        /// The content type is not supported.
        UnsupportedContent = "unsupported_content", "Unsupported content";
        /// The database is busy.
        Busy = "busy", "Busy";
        /// The browser could not reach the server; no server sends this.
        Unreachable = "unreachable", "No connection. Nothing was lost.";
        /// Internal error.
        Internal = "internal", "Something failed on the server";
    }
}

impl ProblemCode {
    /// Returns the HTTP status of the problem.
    pub const fn status(self) -> u16 {
        use ProblemCode as P;
        match self {
            P::Malformed => 400,
            P::NotSignedIn | P::InvalidKey => 401,
            P::OptionForbidden
            | P::RecordingBlocked
            | P::CrossSite
            | P::ScopeMissing
            | P::UnlockRefused => 403,
            P::NotFound => 404,
            P::MethodNotAllowed => 405,
            P::RequestTimeout => 408,
            P::AlreadyInProgress | P::Conflict => 409,
            P::GrantExpired | P::LinkExpired => 410,
            P::TooLarge => 413,
            P::UnsupportedContent => 415,
            P::InvalidValue
            | P::UnknownParameter
            | P::ProjectRequired
            | P::TooManyResults
            | P::NoMatches
            | P::EmptyExport => 422,
            P::RateLimited => 429,
            P::Internal => 500,
            P::Busy | P::Unreachable => 503,
        }
    }
}

/// An invalid field.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize, utoipa::ToSchema)]
pub struct FieldError {
    /// The field's name in the form or URL.
    pub field: String,
    /// What is wrong, and what is valid.
    pub message: String,
}

impl FieldError {
    /// Creates an error of `field`; the message continues the sentence "`field` …".
    pub fn new(field: impl Into<String>, message: impl Into<String>) -> Self {
        Self { field: field.into(), message: message.into() }
    }

    /// Returns the field's label; an unknown field is named as it was sent.
    pub fn label(&self) -> &str {
        let filter = self.field.parse().map(FilterParameter::label);
        filter.or_else(|_| self.field.parse().map(FormField::label)).unwrap_or(&self.field)
    }
}

/// A problem with all its details.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize, utoipa::ToSchema)]
#[schema(as = Refusal)]
pub struct Problem {
    /// The machine code.
    pub code: ProblemCode,
    /// One sentence: what happened and what to do.
    pub detail: String,
    /// The invalid fields.
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    pub fields: Vec<FieldError>,
    /// How many calls matched, if that is the cause.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub matched: Option<u64>,
    /// The running export, if that is the cause.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub export_id: Option<ExportId>,
    /// Why a recording is blocked, if that is the cause.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub block: Option<RecordingBlock>,
    /// Seconds to wait, if waiting helps.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub retry_after: Option<u32>,
    /// Id of the request, by which the operator finds the cause in the log; the server adds it to
    /// what it answers.
    #[serde(default, skip_serializing)]
    #[schema(ignore)]
    pub request_id: Option<String>,
}

impl Problem {
    /// Creates a problem without details.
    pub fn new(code: ProblemCode, detail: impl Into<String>) -> Self {
        Self {
            code,
            detail: detail.into(),
            fields: Vec::new(),
            matched: None,
            export_id: None,
            block: None,
            retry_after: None,
            request_id: None,
        }
    }

    /// Creates the problem of a lost connection.
    pub fn unreachable() -> Self {
        let detail = "The server could not be reached. Check the connection, then try again.";
        Self::new(ProblemCode::Unreachable, detail)
    }

    /// Creates the problem of one or more invalid fields.
    pub fn fields(fields: Vec<FieldError>) -> Self {
        let detail = fields
            .iter()
            .map(|error| format!("{} {}.", error.field, error.message))
            .collect::<Vec<_>>()
            .join(" ");
        Self { fields, ..Self::new(ProblemCode::InvalidValue, detail) }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn unknown_fields_keep_their_names() {
        let label = |field: &str| FieldError::new(field, "").label().to_owned();
        assert_eq!(label("project_id"), "Project");
        assert_eq!(label("reason_code"), "Reason");
        assert_eq!(label("colour"), "colour");
    }

    #[test]
    fn the_fields_of_every_form_have_labels() {
        let forms =
            [crate::ApiKeyForm::FIELDS, crate::WebhookForm::FIELDS, &crate::ReviewChange::FIELDS];
        for field in forms.into_iter().flatten() {
            assert_ne!(FieldError::new(*field, "").label(), *field);
        }
    }
}
