//! What a use case can refuse or fail with; nothing here knows of HTTP.

use earshot_domain::{
    ApiScope, ExportId, FieldError, Problem, ProblemCode, RecordingBlock, ReviewRefused, grouped,
};

/// Every way a use case can end badly.
#[derive(Debug, thiserror::Error)]
pub enum Error {
    /// Unknown, foreign and out of scope are one and the same.
    #[error("not found")]
    NotFound,
    /// Fields with values they cannot have.
    #[error("invalid fields")]
    Invalid(Vec<FieldError>),
    /// Form fields nobody knows.
    #[error("unknown fields")]
    UnknownParameters(Vec<String>),
    /// A request that cannot be read at all; the words say what of it.
    #[error("malformed: {0}")]
    Malformed(String),
    /// More than one request may hold: this much.
    #[error("more than {0}")]
    TooLarge(String),
    /// Several projects, and none was picked.
    #[error("no project picked")]
    ProjectRequired,
    /// The role does not have the option with this field name.
    #[error("option forbidden")]
    OptionForbidden {
        /// The field of the form or the URL.
        field: &'static str,
        /// Who has the option.
        open_to: &'static str,
    },
    /// More calls match than one export holds.
    #[error("too many results")]
    TooManyResults {
        /// How many match.
        matched: u64,
        /// How many one export holds.
        limit: u64,
    },
    /// No call matches.
    #[error("no matches")]
    NoMatches,
    /// Calls matched, and none was there any more when they were read.
    #[error("empty export")]
    EmptyExport {
        /// How many had matched.
        matched: u64,
    },
    /// The person's export is still running.
    #[error("already in progress")]
    AlreadyInProgress(ExportId),
    /// Somebody else was first, or the change does not fit what is there.
    #[error("conflict: {0}")]
    Conflict(String),
    /// A recording may not be played or taken away.
    #[error("recording blocked: {0}")]
    RecordingBlocked(RecordingBlock),
    /// The time of a grant is over, or it was used.
    #[error("grant expired")]
    GrantExpired,
    /// A key or token that does not work, for whatever reason.
    #[error("invalid key")]
    InvalidKey,
    /// A key that works, and is not good for this.
    #[error("scope missing: {0}")]
    ScopeMissing(ApiScope),
    /// The window is used up for so many more seconds.
    #[error("rate limited")]
    RateLimited {
        /// Seconds until the next attempt can succeed.
        retry_after: u32,
    },
    /// The database is busy; trying again helps.
    #[error("database busy")]
    Busy,
    /// The store of the recordings does not answer; trying again may help.
    #[error("recordings unreachable")]
    MediaUnreachable,
    /// A system that a report must be completed from does not answer: this one.
    #[error("{0} does not answer")]
    Upstream(String),
    /// A fault that is not the caller's. The source is for the log alone.
    #[error("internal: {0}")]
    Internal(Box<dyn std::error::Error + Send + Sync>),
}

impl Error {
    /// A fault with its cause.
    pub fn internal(cause: impl Into<Box<dyn std::error::Error + Send + Sync>>) -> Self {
        Self::Internal(cause.into())
    }

    /// One field that cannot be taken.
    pub fn field(field: impl Into<String>, message: impl Into<String>) -> Self {
        Self::Invalid(vec![FieldError::new(field, message)])
    }

    /// Logs an internal error with its causes, in the span of the request or job that it ended. Called
    /// once, where the error becomes an answer; refusals are answers, and are not logged.
    pub fn log(&self) {
        if let Self::Internal(cause) = self {
            tracing::error!(cause = chain(cause.as_ref()), "internal error");
        }
    }

    /// The words and the machine code for the person or program that asked.
    pub fn problem(&self) -> Problem {
        match self {
            Self::NotFound => Problem::new(
                ProblemCode::NotFound,
                "There is nothing here that you can see. It may not exist, or it may belong to \
                 a project that is not assigned to you.",
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
            Self::TooLarge(most) => Problem::new(
                ProblemCode::TooLarge,
                format!("This is more than {most}. Send it in several requests."),
            ),
            Self::ProjectRequired => Problem {
                fields: vec![FieldError::new("project_id", "must name one of your projects")],
                ..Problem::new(
                    ProblemCode::ProjectRequired,
                    "You have several projects. Pick one, then search or export.",
                )
            },
            Self::OptionForbidden { field, open_to } => Problem {
                fields: vec![FieldError::new(*field, format!("is open to {open_to} only"))],
                ..Problem::new(
                    ProblemCode::OptionForbidden,
                    format!("{field} is open to {open_to} only. Leave it out and try again."),
                )
            },
            Self::TooManyResults { matched, limit } => too_many(*matched, *limit),
            Self::NoMatches => no_matches(),
            Self::EmptyExport { matched } => Problem {
                matched: Some(*matched),
                ..Problem::new(
                    ProblemCode::EmptyExport,
                    "Calls matched a moment ago, and none of them was there any more when the \
                     export ran. No file was made. Change the filters and search again.",
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
                ..Problem::new(ProblemCode::RateLimited, wait_words(*retry_after))
            },
            Self::Busy => {
                busy(2, "The database is busy. Nothing was lost: try again in a few seconds.")
            }
            Self::InvalidKey => Problem::new(
                ProblemCode::InvalidKey,
                "This key does not work: it is unknown, revoked, over its time, or not for use from \
                 this address. A Client Admin sees its state on the API keys page.",
            ),
            Self::ScopeMissing(scope) => Problem::new(
                ProblemCode::ScopeMissing,
                format!("This key works, but not for this: it needs the right {scope}."),
            ),
            Self::Conflict(detail) => Problem::new(ProblemCode::Conflict, detail),
            Self::MediaUnreachable => busy(
                5,
                "The place where recordings are kept does not answer. Nothing was lost: try again \
                 in a few seconds.",
            ),
            Self::Upstream(who) => busy(
                60,
                format!("{who} does not answer, so nothing was taken. Send this again later."),
            ),
            Self::RecordingBlocked(block) => Problem {
                block: Some(*block),
                ..Problem::new(ProblemCode::RecordingBlocked, block.label())
            },
            Self::GrantExpired => Problem::new(
                ProblemCode::GrantExpired,
                "This link to a recording was used or has run out. Open the call and press Play, or \
                 Download recording, again.",
            ),
            Self::Internal(_) => Problem::new(
                ProblemCode::Internal,
                "Something failed on the server and nothing was changed. Try again; if it keeps \
                 failing, give your operator the request id.",
            ),
        }
    }
}

/// An error and its sources in one line, without a source that the text before it ends in.
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
                "{} calls match. A CSV holds at most {}: narrow the dates or add a filter.",
                grouped(matched),
                grouped(limit)
            ),
        )
    }
}

fn wait_words(seconds: u32) -> String {
    let minutes = seconds.div_ceil(60);
    let wait = match (seconds, minutes) {
        (0..=1, _) => "a second".to_owned(),
        (2..=90, _) => format!("{seconds} seconds"),
        _ => format!("{minutes} minutes"),
    };
    format!("Too many requests in a short time. Wait {wait}, then try again.")
}

impl From<ReviewRefused> for Error {
    fn from(refused: ReviewRefused) -> Self {
        Self::Conflict(refused.to_string())
    }
}

impl From<sqlx::Error> for Error {
    fn from(error: sqlx::Error) -> Self {
        if crate::store::is_busy(&error) { Self::Busy } else { Self::Internal(Box::new(error)) }
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
