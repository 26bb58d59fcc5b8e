//! Errors of the use cases, independent of HTTP.

use earshot_domain::{
    ApiScope, ExportId, FieldError, Permission, RecordingBlock, ReviewConflict, UnlockRefusal,
};

/// Error of a use case.
#[derive(Debug, thiserror::Error)]
pub enum Error {
    /// The resource does not exist, belongs to another tenant or is out of scope; callers cannot tell
    /// which.
    #[error("not found")]
    NotFound,
    /// Fields with invalid values.
    #[error("invalid fields")]
    Invalid(Vec<FieldError>),
    /// Unknown form fields.
    #[error("unknown fields")]
    UnknownParameters(Vec<String>),
    /// A request that cannot be parsed, with the detail.
    #[error("malformed: {0}")]
    Malformed(String),
    /// A request that exceeds this limit.
    #[error("more than {0}")]
    TooLarge(String),
    /// There are several projects, and none was selected.
    #[error("no project selected")]
    ProjectRequired,
    /// The role may not use an option.
    #[error("option forbidden")]
    OptionForbidden {
        /// The field of the form or the URL.
        field: &'static str,
        /// The required permission.
        permission: Permission,
    },
    /// More calls match than one export can contain.
    #[error("too many results")]
    TooManyResults {
        /// Number of calls that match.
        matched: u64,
        /// Highest number of calls in one export.
        limit: u64,
    },
    /// No call matches.
    #[error("no matches")]
    NoMatches,
    /// Calls matched, but none was available when they were read.
    #[error("empty export")]
    EmptyExport {
        /// Number of calls that had matched.
        matched: u64,
    },
    /// The person's export is still running.
    #[error("already in progress")]
    AlreadyInProgress(ExportId),
    /// The data was changed by somebody else, or does not permit the change.
    #[error("conflict: {0}")]
    Conflict(String),
    /// A recording may not be played or downloaded.
    #[error("recording blocked: {0}")]
    RecordingBlocked(RecordingBlock),
    /// A call may not be unlocked.
    #[error("unlock refused: {0}")]
    UnlockRefused(UnlockRefusal),
    /// A grant has expired or was already used.
    #[error("grant expired")]
    GrantExpired,
    /// The links to an export's files have ended.
    #[error("link expired")]
    LinkExpired,
    /// An API key or token is not valid, for whatever reason.
    #[error("invalid key")]
    InvalidKey,
    /// A valid API key lacks the required scope.
    #[error("scope missing: {0}")]
    ScopeMissing(ApiScope),
    /// A rate limit is exceeded.
    #[error("rate limited")]
    RateLimited {
        /// Seconds until the next attempt can succeed.
        retry_after: u32,
    },
    /// The database is busy; a retry succeeds.
    #[error("database busy")]
    Busy,
    /// The database cannot be reached or written to for now; the cause is only logged.
    #[error("database unavailable: {0}")]
    Unavailable(Box<dyn std::error::Error + Send + Sync>),
    /// The recording storage does not respond; a retry may succeed.
    #[error("recordings unreachable")]
    MediaUnreachable,
    /// The recording storage takes no recordings for now: it is full, or read-only.
    #[error("recordings unwritable")]
    MediaUnwritable,
    /// The storage of exported files does not respond; a retry may succeed.
    #[error("exports unreachable")]
    ExportsUnreachable,
    /// The storage of exported files lost what was uploaded of a file.
    #[error("upload lost")]
    UploadLost,
    /// The storage of exported files is full, or that of temporary ones.
    #[error("storage full")]
    StorageFull,
    /// The named system, which a report must be completed from, does not respond.
    #[error("{0} does not respond")]
    Upstream(String),
    /// A message to a user was not sent and may be later; the reason holds no addresses.
    #[error("mail deferred: {0}")]
    MailDeferred(String),
    /// A message to a user cannot be sent; the reason holds no addresses.
    #[error("mail refused: {0}")]
    MailRefused(String),
    /// An internal error; its cause is only logged.
    #[error("internal: {0}")]
    Internal(Box<dyn std::error::Error + Send + Sync>),
}

impl Error {
    /// Creates an internal error with its cause.
    pub fn internal(cause: impl Into<Box<dyn std::error::Error + Send + Sync>>) -> Self {
        Self::Internal(cause.into())
    }

    /// Creates an error of one invalid field.
    pub fn field(field: impl Into<String>, message: impl Into<String>) -> Self {
        Self::Invalid(vec![FieldError::new(field, message)])
    }

    /// Creates the error of a cursor that belongs to another list, or to none.
    pub(crate) fn unknown_cursor() -> Self {
        Self::field("cursor", "does not belong to this list: open it again at its first page")
    }

    /// Whether the database refused the work for now, so that the same again can succeed.
    pub fn is_of_busy_database(&self) -> bool {
        matches!(self, Self::Busy | Self::Unavailable(_))
    }

    /// Logs an internal error with its causes, in the span of the request or job that it ended. Called
    /// once, where the error becomes a response; other errors are ordinary responses and not logged.
    pub fn log(&self) {
        match self {
            Self::Internal(cause) => {
                tracing::error!(cause = chain(cause.as_ref()), "internal error");
            }
            Self::Unavailable(cause) => {
                tracing::error!(cause = chain(cause.as_ref()), "the database is unavailable");
            }
            _ => {}
        }
    }
}

/// Joins an error and its sources in one line, without a source that the text already ends in.
fn chain(error: &(dyn std::error::Error + 'static)) -> String {
    let mut text = error.to_string();
    let mut source = error.source();
    while let Some(cause) = source {
        let cause_text = cause.to_string();
        if !text.ends_with(&cause_text) {
            text = format!("{text}: {cause_text}");
        }
        source = cause.source();
    }
    text
}

impl From<ReviewConflict> for Error {
    fn from(conflict: ReviewConflict) -> Self {
        Self::Conflict(conflict.to_string())
    }
}

impl From<serde_json::Error> for Error {
    fn from(error: serde_json::Error) -> Self {
        Self::Internal(Box::new(error))
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[derive(Debug, thiserror::Error)]
    #[error("the outer fault")]
    struct Outer(#[source] Quoting);

    #[derive(Debug, thiserror::Error)]
    #[error("the middle fault: {0}")]
    struct Quoting(#[source] std::num::ParseIntError);

    #[test]
    fn a_chain_names_each_cause_once() {
        let cause = "x".parse::<u8>().unwrap_err();
        let text = chain(&Outer(Quoting(cause)));
        assert_eq!(text, "the outer fault: the middle fault: invalid digit found in string");
    }
}
