//! Kinds of exports and formats of their files.

use crate::code::codes;

codes! {
    /// How an export is delivered.
    ExportKind {
        /// Streamed in the response.
        Stream = "stream", "Download";
    }
    /// Format of an export's file.
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

    /// File name extension, without the dot.
    pub const fn extension(self) -> &'static str {
        match self {
            Self::Csv => "csv",
        }
    }
}
