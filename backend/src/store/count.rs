//! Conversion of row counts.

use crate::Error;

/// Converts a stored count, which is never negative.
pub(crate) fn unsigned(count: i64) -> Result<u64, Error> {
    u64::try_from(count).map_err(Error::internal)
}
