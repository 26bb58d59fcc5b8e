//! Problems of errors: what a person reads and what a program gets.

use earshot_domain::{FieldError, Problem, ProblemCode, format_number};

use crate::Error;

impl Error {
    /// Returns the problem shown to the person or sent to the program.
    pub fn problem(&self) -> Problem {
        match self {
            Self::NotFound => Problem::new(
                ProblemCode::NotFound,
                "The requested item was not found. It may not exist, or it may belong to a project \
                 that is not assigned to you.",
            ),
            Self::Invalid(fields) => Problem::fields(fields.clone()),
            Self::UnknownParameters(names) => unknown_parameters(names),
            Self::Malformed(detail) => Problem::new(ProblemCode::Malformed, detail),
            Self::TooLarge(limit) => Problem::new(
                ProblemCode::TooLarge,
                format!("The request exceeds {limit}. Split it into several requests."),
            ),
            Self::ProjectRequired => Problem {
                fields: vec![FieldError::new("project_id", "must name one of your projects")],
                ..Problem::new(
                    ProblemCode::ProjectRequired,
                    "There are several projects to choose from. Select one, or name it as project_id.",
                )
            },
            Self::OptionForbidden { field, permission } => {
                let roles = permission.role_names();
                Problem {
                    fields: vec![FieldError::new(*field, format!("is available to {roles} only"))],
                    ..Problem::new(
                        ProblemCode::OptionForbidden,
                        format!("This is available to {roles} only."),
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
            | Self::Unavailable(_)
            | Self::MediaUnreachable
            | Self::MediaUnwritable
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
            Self::UnlockRefused(refusal) => {
                Problem::new(ProblemCode::UnlockRefused, refusal.label())
            }
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
            Self::MediaUnwritable => busy(
                60,
                "The recording storage is full, or cannot be written to. The recording was not stored: \
                 ask your operator to mend it, and send it again.",
            ),
            Self::ExportsUnreachable | Self::UploadLost => busy(
                5,
                "The storage of exported files is not responding. Nothing was lost: try again in a few \
                 seconds.",
            ),
            Self::StorageFull => busy(
                300,
                "The storage of exported files, or of temporary ones, is full. Ask your operator to free \
                 space, and try again.",
            ),
            Self::Upstream(who) => busy(
                60,
                format!("{who} is not responding, so nothing was stored. Send this again later."),
            ),
            Self::Unavailable(_) => busy(
                5,
                "The database cannot be reached, or cannot be written to, at the moment. Nothing was \
                 changed: try again in a few seconds; if the problem persists, give your operator the \
                 request id.",
            ),
            _ => busy(2, "The database is busy. Nothing was lost: try again in a few seconds."),
        }
    }
}

fn unknown_parameters(names: &[String]) -> Problem {
    let unknown = |name: &String| {
        FieldError::new(name.clone(), "is not a field or parameter of this address")
    };
    Problem {
        code: ProblemCode::UnknownParameter,
        ..Problem::fields(names.iter().map(unknown).collect())
    }
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
