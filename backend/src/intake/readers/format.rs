//! The formats that calls can be read from, and the entry point of their readers.

use std::{fmt, io::BufRead, str::FromStr};

use jiff::tz::TimeZone;

use super::{
    IncomingCall, input,
    layout::{Layout, records},
    ndjson,
    pbx::Groups,
    recognise::recognised,
    scan::{Fault, Record},
    talkifai,
};
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
}

impl Format {
    /// The name on the command line and in URLs.
    pub const fn as_str(self) -> &'static str {
        match self {
            Self::Pbx => "pbx",
            Self::Talkifai => "talkifai",
            Self::Ndjson => "ndjson",
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
#[error("must be pbx, talkifai or ndjson")]
pub struct UnknownFormat;

impl FromStr for Format {
    type Err = UnknownFormat;

    fn from_str(text: &str) -> Result<Self, Self::Err> {
        [Self::Pbx, Self::Talkifai, Self::Ndjson]
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
}

impl ReadOptions {
    /// Options for files of a zone whose display format is detected.
    pub const fn in_zone(time_zone: TimeZone) -> Self {
        Self { time_zone, display: None }
    }
}

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
    /// Reading failed.
    #[error("the file cannot be read")]
    Io(#[from] std::io::Error),
}

/// The calls of one file in order, with an error for each record that is left out.
pub type Calls = Box<dyn Iterator<Item = Result<IncomingCall, BadRecord>> + Send>;

/// Reads a file, gzip or plain, as `format`. Memory holds one record at a time, whatever the
/// size of the file.
pub fn read(
    format: Format,
    input: Box<dyn BufRead + Send>,
    options: ReadOptions,
) -> Result<Calls, ReadError> {
    read_as(format, Layout::of_files(format), input::open(input)?, options)
}

/// Reads uncompressed `input` with another layout than the format's files have.
pub fn read_as(
    format: Format,
    layout: Layout,
    input: Box<dyn BufRead + Send>,
    options: ReadOptions,
) -> Result<Calls, ReadError> {
    let records = recognised(format, records(layout, input)?)?;
    Ok(match format {
        Format::Pbx => Box::new(Groups::new(records, options)),
        Format::Talkifai => Box::new(records.map(|record| one_call(record, talkifai::call))),
        Format::Ndjson => Box::new(records.map(|record| one_call(record, ndjson::call))),
    })
}

fn one_call(
    record: Result<Record, Fault>,
    call: fn(Vec<u8>) -> Result<IncomingCall, String>,
) -> Result<IncomingCall, BadRecord> {
    let Record { place, bytes } = record?;
    call(bytes).map_err(|reason| BadRecord { place, reason })
}

impl From<Fault> for BadRecord {
    fn from(fault: Fault) -> Self {
        Self { place: fault.place, reason: fault.cause.to_string() }
    }
}
