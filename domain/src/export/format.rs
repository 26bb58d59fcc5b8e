//! Kinds of exports and formats of their files.

use crate::code::codes;

codes! {
    /// How an export is delivered.
    ExportKind {
        /// Streamed in the response.
        Stream = "stream", "Download";
        /// Written to files by a background job.
        Job = "job", "Background export";
        /// Written by a background job as the answer to a person's request for their own data.
        Bundle = "bundle", "Answer to a legal request";
    }
    /// Format of an export's files.
    ExportFormat {
        /// Comma-separated values, for spreadsheets.
        Csv = "csv", "CSV";
        /// A JSON array of conversations.
        Json = "json", "JSON";
        /// One JSON object a line.
        JsonLines = "jsonl", "JSON Lines";
        /// An Excel workbook with typed cells.
        Xlsx = "xlsx", "Excel (XLSX)";
        /// Columns for analysis.
        Parquet = "parquet", "Parquet";
        /// Transcripts to read and print.
        Pdf = "pdf", "PDF";
        /// A file for each call, and recordings.
        Zip = "zip", "ZIP";
    }
    /// Format of the file of each call in a ZIP.
    CallFileFormat {
        /// A transcript to read and print.
        Pdf = "pdf", "PDF";
        /// Plain text.
        Text = "txt", "TXT";
        /// All data of the call.
        Json = "json", "JSON";
    }
}

impl ExportFormat {
    /// The media type alone.
    pub const fn media_type(self) -> &'static str {
        match self {
            Self::Csv => "text/csv",
            Self::Json => "application/json",
            Self::JsonLines => "application/jsonl",
            Self::Xlsx => "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet",
            Self::Parquet => "application/vnd.apache.parquet",
            Self::Pdf => "application/pdf",
            Self::Zip => "application/zip",
        }
    }

    /// The media type with its parameters, as a response names it.
    pub const fn content_type(self) -> &'static str {
        match self {
            Self::Csv => "text/csv; charset=utf-8; header=present",
            other => other.media_type(),
        }
    }

    /// File name extension, without the dot.
    pub const fn extension(self) -> &'static str {
        self.as_str()
    }

    /// Whether the file is a table, whose columns can be chosen.
    pub const fn is_table(self) -> bool {
        matches!(self, Self::Csv | Self::Xlsx | Self::Parquet)
    }

    /// Whether the rows of a file can be one for each message.
    pub const fn has_messages(self) -> bool {
        !matches!(self, Self::Pdf | Self::Zip)
    }
}
