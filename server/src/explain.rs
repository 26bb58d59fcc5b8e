//! Errors of the use cases as text for the command line.

use earshot_backend::Error;

/// The text of an error: the cause of an internal one, and the detail of a refusal.
pub(crate) fn explain(error: Error) -> anyhow::Error {
    match error {
        Error::Internal(cause) | Error::Unavailable(cause) => anyhow::anyhow!("{cause}"),
        refusal => anyhow::anyhow!("{}", refusal.problem().detail),
    }
}
