//! Errors of the use cases, independent of HTTP.

use earshot_domain::{
    ApiScope, ExportId, FieldError, Permission, Problem, ProblemCode, RecordingBlock,
    ReviewConflict, format_number,
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
    /// The recording storage does not respond; a retry may succeed.
    #[error("recordings unreachable")]
    MediaUnreachable,
    /// The storage of exported files does not respond; a retry may succeed.
    #[error("exports unreachable")]
    ExportsUnreachable,
    /// The storage of exported files lost what was uploaded of a file.
    #[error("upload lost")]
    UploadLost,
    /// The storage of exported files is full.
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

    /// Logs an internal error with its causes, in the span of the request or job that it ended. Called
    /// once, where the error becomes a response; other errors are ordinary responses and not logged.
    pub fn log(&self) {
        if let Self::Internal(cause) = self {
            tracing::error!(cause = chain(cause.as_ref()), "internal error");
        }
    }

    /// Returns the problem shown to the person or sent to the program.
    pub fn problem(&self) -> Problem {
        match self {
            Self::NotFound => Problem::new(
                ProblemCode::NotFound,
                "The requested item was not found. It may not exist, or it may belong to a project \
                 that is not assigned to you.",
            ),
            Self::Invalid(fields) => Problem::fields(fields.clone()),
            Self::UnknownParameters(names) => Problem {
                code: ProblemCode::UnknownParameter,
                ..Problem::fields(
                    names
                        .iter()
                        .map(|name| FieldError::new(name.clone(), "is not a field of this form"))
                        .collect(),
                )
            },
            Self::Malformed(detail) => Problem::new(ProblemCode::Malformed, detail),
            Self::TooLarge(limit) => Problem::new(
                ProblemCode::TooLarge,
                format!("The request exceeds {limit}. Split it into several requests."),
            ),
            Self::ProjectRequired => Problem {
                fields: vec![FieldError::new("project_id", "must name one of your projects")],
                ..Problem::new(
                    ProblemCode::ProjectRequired,
                    "You have several projects. Select one, then search or export.",
                )
            },
            Self::OptionForbidden { field, permission } => {
                let roles = permission.role_names();
                Problem {
                    fields: vec![FieldError::new(*field, format!("is available to {roles} only"))],
                    ..Problem::new(
                        ProblemCode::OptionForbidden,
                        format!("{field} is available to {roles} only. Omit it and try again."),
                    )
                }
            }
            Self::TooManyResults { matched, limit } => too_many(*matched, *limit),
            Self::NoMatches => no_matches(),
            Self::EmptyExport { matched } => Problem {
                matched: Some(*matched),
                ..Problem::new(
                    ProblemCode::EmptyExport,
                    "The calls that matched were no longer available when the export ran, so no file \
                     was created. Change the filters and search again.",
                )
            },
            Self::AlreadyInProgress(export_id) => Problem {
                export_id: Some(*export_id),
                ..Problem::new(
                    ProblemCode::AlreadyInProgress,
                    "Your last export is still running. Wait until it has finished, or cancel it, \
                     then export again.",
                )
            },
            Self::RateLimited { retry_after } => Problem {
                retry_after: Some(*retry_after),
                ..Problem::new(ProblemCode::RateLimited, rate_limit_detail(*retry_after))
            },
            Self::Busy
            | Self::MediaUnreachable
            | Self::ExportsUnreachable
            | Self::UploadLost
            | Self::StorageFull
            | Self::Upstream(_) => self.temporary(),
            Self::InvalidKey => Problem::new(
                ProblemCode::InvalidKey,
                "This API key is not valid: it is unknown, revoked, expired, or not allowed from this \
                 IP address. A Client Admin can see its state on the API keys page.",
            ),
            Self::ScopeMissing(scope) => Problem::new(
                ProblemCode::ScopeMissing,
                format!("This key does not have the scope {scope}. Use a key that has it."),
            ),
            Self::Conflict(detail) | Self::MailRefused(detail) => {
                Problem::new(ProblemCode::Conflict, detail)
            }
            Self::MailDeferred(reason) => busy(60, reason),
            Self::RecordingBlocked(block) => Problem {
                block: Some(*block),
                ..Problem::new(ProblemCode::RecordingBlocked, block.label())
            },
            Self::GrantExpired => Problem::new(
                ProblemCode::GrantExpired,
                "This link to a recording has expired or was already used. Open the call and press \
                 Play, or Download recording, again.",
            ),
            Self::LinkExpired => Problem::new(
                ProblemCode::LinkExpired,
                "The links to these files have ended, and the files were deleted. Export again.",
            ),
            Self::Internal(_) => Problem::new(
                ProblemCode::Internal,
                "Something failed on the server and nothing was changed. Try again; if the problem \
                 persists, give your operator the request id.",
            ),
        }
    }

    /// The problem of an error that passes: when to try again.
    fn temporary(&self) -> Problem {
        match self {
            Self::MediaUnreachable => busy(
                5,
                "The recording storage is not responding. Nothing was lost: try again in a few seconds.",
            ),
            Self::ExportsUnreachable | Self::UploadLost => busy(
                5,
                "The storage of exported files is not responding. Nothing was lost: try again in a few \
                 seconds.",
            ),
            Self::StorageFull => busy(
                300,
                "The storage of exported files is full. Ask your operator to free space, and try again.",
            ),
            Self::Upstream(who) => busy(
                60,
                format!("{who} is not responding, so nothing was stored. Send this again later."),
            ),
            _ => busy(2, "The database is busy. Nothing was lost: try again in a few seconds."),
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

fn busy(retry_after: u32, detail: impl Into<String>) -> Problem {
    Problem { retry_after: Some(retry_after), ..Problem::new(ProblemCode::Busy, detail) }
}

fn no_matches() -> Problem {
    let detail =
        "No calls match, so there is nothing to export. Change the filters and search again.";
    Problem { matched: Some(0), ..Problem::new(ProblemCode::NoMatches, detail) }
}

fn too_many(matched: u64, limit: u64) -> Problem {
    Problem {
        matched: Some(matched),
        ..Problem::new(
            ProblemCode::TooManyResults,
            format!(
                "{} calls match. A CSV file contains at most {} calls: narrow the dates or add a filter.",
                format_number(matched),
                format_number(limit)
            ),
        )
    }
}

fn rate_limit_detail(seconds: u32) -> String {
    let minutes = seconds.div_ceil(60);
    let wait = match (seconds, minutes) {
        (0..=1, _) => "a second".to_owned(),
        (2..=90, _) => format!("{seconds} seconds"),
        _ => format!("{minutes} minutes"),
    };
    format!("Too many requests in a short time. Wait {wait}, then try again.")
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
