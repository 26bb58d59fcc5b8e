//! Errors of the database drivers.

use super::dialect::is_busy;
use crate::Error;

impl From<sqlx::Error> for Error {
    fn from(error: sqlx::Error) -> Self {
        if is_busy(&error) { Self::Busy } else { Self::Internal(Box::new(error)) }
    }
}
