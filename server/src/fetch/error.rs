//! What can go wrong between a PBX and us, in words that say where to look.

/// A request that came to nothing. It never repeats a secret or a token.
#[derive(Debug, thiserror::Error)]
pub(crate) enum FetchError {
    /// The PBX refused by its own table of codes.
    #[error("{interface}: the PBX answered {code} {message}{}", advice(*code))]
    Refused {
        /// What was asked.
        interface: &'static str,
        /// `errcode`.
        code: i64,
        /// `errmsg`.
        message: String,
    },
    /// The PBX, or what stands in front of it, refused by a status alone.
    #[error("{interface}: the PBX answered HTTP {status}")]
    Status {
        /// What was asked.
        interface: &'static str,
        /// The status.
        status: u16,
    },
    /// Something answered that speaks another language.
    #[error("{0}: what answers there is not the interface of a PBX; look at --from")]
    UnexpectedAnswer(&'static str),
    /// The file has no end: its transfer broke off.
    #[error("the file broke off before its end; nothing of it was imported")]
    Truncated,
    /// The network failed.
    #[error("{interface}: {what}")]
    Network {
        /// What was asked.
        interface: &'static str,
        /// What was being done.
        what: &'static str,
        /// Why it failed.
        source: reqwest::Error,
    },
    /// The file could not be kept while it is read.
    #[error("a temporary file cannot be written or read")]
    TemporaryFile(#[from] std::io::Error),
}

/// What an operator can do about a code.
const fn advice(code: i64) -> &'static str {
    match code {
        10001 | 10003 => ": it has no AI call transcription interface of version 2.0",
        10005 => ": look at --client-id, the secret and what the client may do",
        40001 | 40002 => ": look at --date-order and --clock-face, which must be the PBX's own",
        60002 => {
            ": too many of the client's tokens are valid; they end by themselves in 30 minutes"
        }
        70004 | 70087 => ": it takes no requests from this address",
        70082 => ": another request of this client is running",
        _ => "",
    }
}
