//! Errors of files and of single records.

use std::fmt;

use super::{Format, TextEncoding, pbx::DisplayConflict};

/// Position of a record in a file, counted from 1.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Place {
    /// The n-th element of an array.
    Record(u64),
    /// The line on which a record begins.
    Line(u64),
}

impl fmt::Display for Place {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self {
            Self::Record(number) => write!(f, "record {number}"),
            Self::Line(number) => write!(f, "line {number}"),
        }
    }
}

/// A record that could not be read as a call. The reason names fields and never repeats their
/// contents, so it may be shown and logged.
#[derive(Debug, Clone, PartialEq, Eq, thiserror::Error)]
#[error("{place}: {reason}")]
pub struct BadRecord {
    /// Its position in the file.
    pub place: Place,
    /// The reason, by field.
    pub reason: String,
}

/// Errors that prevent a file from being read at all.
#[derive(Debug, thiserror::Error)]
pub enum ReadError {
    /// The first record belongs to another format.
    #[error("not a file of the format {format}: {reason}")]
    NotTheFormat {
        /// The expected format.
        format: Format,
        /// What was found instead.
        reason: String,
    },
    /// The first record is not JSON.
    #[error("not a file of the format {format}: {reason}")]
    NotJson {
        /// The expected format.
        format: Format,
        /// What was found instead.
        reason: String,
    },
    /// Local times are not in the display format in which they are to be read.
    #[error("{0}")]
    OtherDisplay(DisplayConflict),
    /// The text is in another encoding.
    #[error(
        "not UTF-8 but {encoding}: give the encoding (--encoding, or charset in the content type)"
    )]
    Encoding {
        /// The encoding that it is in.
        encoding: TextEncoding,
    },
    /// Reading failed.
    #[error("the file cannot be read")]
    Io(#[from] std::io::Error),
}
