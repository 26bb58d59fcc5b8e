//! Errors of fetching from a PBX, with advice for the operator.

/// Failure of a request to the PBX. It never holds a secret or a token.
#[derive(Debug, thiserror::Error)]
pub(crate) enum FetchError {
    /// The PBX refused, with one of its error codes.
    #[error("{interface}: the PBX answered {code} {message}{}", advice(*code))]
    Refused {
        /// Interface that was called.
        interface: &'static str,
        /// `errcode`.
        code: i64,
        /// `errmsg`.
        message: String,
    },
    /// The PBX, or a proxy in front of it, refused with an HTTP status.
    #[error("{interface}: the PBX answered HTTP {status}")]
    Status {
        /// Interface that was called.
        interface: &'static str,
        /// HTTP status.
        status: u16,
    },
    /// The answer is not one of the PBX interface.
    #[error("{0}: the answer is not that of a PBX interface; check --from")]
    UnexpectedAnswer(&'static str),
    /// The file has no end: its transfer was cut off.
    #[error("the file is incomplete; nothing was imported")]
    Truncated,
    /// The network failed.
    #[error("{interface}: {what}")]
    Network {
        /// Interface that was called.
        interface: &'static str,
        /// What failed.
        what: &'static str,
        /// Cause of the failure.
        source: reqwest::Error,
    },
    /// The downloaded file could not be stored.
    #[error("a temporary file cannot be written or read")]
    TemporaryFile(#[from] std::io::Error),
}

/// Returns advice on an error code.
const fn advice(code: i64) -> &'static str {
    match code {
        10001 | 10003 => ": it has no AI call transcription interface of version 2.0",
        10005 => ": check --client-id, the secret and the client's permissions",
        40001 | 40002 => ": check --date-order and --clock-face, which must match the PBX",
        60002 => ": too many of the client's tokens are valid; they expire within 30 minutes",
        70004 | 70087 => ": it does not accept requests from this address",
        70082 => ": another request of this client is running",
        _ => "",
    }
}
