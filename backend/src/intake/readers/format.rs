//! The formats that calls can be read from.

use std::{fmt, str::FromStr};

use jiff::tz::TimeZone;

use super::{CallLogSpec, TextEncoding};
use crate::DisplayFormat;

/// A file format calls can be imported from.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Format {
    /// The PBX's download of call legs, a JSON array.
    Pbx,
    /// Conversation exports, one document or several.
    Talkifai,
    /// Our own format, one JSON object a line.
    Ndjson,
    /// Call logs in CSV.
    Csv,
}

impl Format {
    /// The name on the command line and in URLs.
    pub const fn as_str(self) -> &'static str {
        match self {
            Self::Pbx => "pbx",
            Self::Talkifai => "talkifai",
            Self::Ndjson => "ndjson",
            Self::Csv => "csv",
        }
    }

    /// Whether `source` is the source of calls read from files of this format.
    pub(crate) fn is_source(self, source: &str) -> bool {
        self.as_str() == source
    }
}

impl fmt::Display for Format {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(self.as_str())
    }
}

/// An unknown format name.
#[derive(Debug, Clone, Copy, PartialEq, Eq, thiserror::Error)]
#[error("must be pbx, talkifai, ndjson or csv")]
pub struct UnknownFormat;

impl FromStr for Format {
    type Err = UnknownFormat;

    fn from_str(text: &str) -> Result<Self, Self::Err> {
        [Self::Pbx, Self::Talkifai, Self::Ndjson, Self::Csv]
            .into_iter()
            .find(|format| format.as_str() == text)
            .ok_or(UnknownFormat)
    }
}

/// Options for what a file does not state itself.
#[derive(Debug, Clone)]
pub struct ReadOptions {
    /// The zone of a PBX's local times.
    pub time_zone: TimeZone,
    /// The PBX's display format of times, where it is known.
    pub display: Option<DisplayFormat>,
    /// The encoding of the text; UTF-8 if not given.
    pub encoding: Option<TextEncoding>,
    /// The mapping of a call log's columns; known systems need none.
    pub call_log: Option<CallLogSpec>,
}

impl ReadOptions {
    /// Options for files of a zone whose display format is detected.
    pub const fn in_zone(time_zone: TimeZone) -> Self {
        Self { time_zone, display: None, encoding: None, call_log: None }
    }
}
