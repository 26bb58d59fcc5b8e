//! Counts of rows.

use crate::Error;

/// A count as the store gives it, which is never negative.
pub(crate) fn unsigned(count: i64) -> Result<u64, Error> {
    u64::try_from(count).map_err(Error::internal)
}
