//! Ids in paths.

use std::str::FromStr;

use earshot_backend::Error;

/// Parses an id or a number of a path: what cannot be one is not found.
pub(super) fn path_id<T: FromStr>(text: &str) -> Result<T, Error> {
    text.parse().map_err(|_| Error::NotFound)
}
