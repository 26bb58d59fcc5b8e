//! Errors of the interface: codes of the vendor's table (docs/compatibility.md#yeastar-error-codes).

use earshot_domain::PbxCode;

use crate::Error;

/// A refusal.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct PbxError(pub PbxCode);

impl From<PbxCode> for PbxError {
    fn from(code: PbxCode) -> Self {
        Self(code)
    }
}

impl From<Error> for PbxError {
    fn from(error: Error) -> Self {
        Self(match error {
            Error::NotFound | Error::NoMatches => PbxCode::DataNotFound,
            Error::InvalidKey => PbxCode::TokenExpired,
            Error::ScopeMissing(_) => PbxCode::AccessDenied,
            Error::RateLimited { .. } => PbxCode::MaxLimitationExceeded,
            other => {
                other.log();
                if other.is_of_busy_database() {
                    PbxCode::Unavailable
                } else {
                    PbxCode::InternalServerError
                }
            }
        })
    }
}
