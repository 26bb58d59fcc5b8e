//! Errors of the database drivers.

use super::fault::{Fault, fault};
use crate::Error;

impl From<sqlx::Error> for Error {
    fn from(error: sqlx::Error) -> Self {
        match fault(&error) {
            Fault::Busy => Self::Busy,
            Fault::Unavailable => Self::Unavailable(Box::new(error)),
            Fault::Internal => Self::Internal(Box::new(error)),
        }
    }
}
