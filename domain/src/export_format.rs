//! What kind of export there is, and what its file is written as.

use crate::code::codes;

codes! {
    /// How an export reaches whoever asked for it.
    ExportKind {
        /// Streamed in the answer to the request.
        Stream = "stream", "Download";
    }
    /// What an export's file is written as.
    ExportFormat {
        /// Comma-separated values, for spreadsheets.
        Csv = "csv", "CSV";
    }
}

impl ExportFormat {
    /// The media type alone.
    pub const fn media_type(self) -> &'static str {
        match self {
            Self::Csv => "text/csv",
        }
    }

    /// The media type with its parameters, as a response names it.
    pub const fn content_type(self) -> &'static str {
        match self {
            Self::Csv => "text/csv; charset=utf-8; header=present",
        }
    }

    /// What a file's name ends with, without the dot.
    pub const fn extension(self) -> &'static str {
        match self {
            Self::Csv => "csv",
        }
    }
}
