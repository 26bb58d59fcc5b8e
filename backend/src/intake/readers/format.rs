//! The door of the readers: which formats there are, and what reading one yields.

use std::{fmt, io::BufRead, str::FromStr};

use jiff::tz::TimeZone;

use super::{
    IncomingCall, input,
    layout::{Layout, records},
    ndjson,
    pbx::Groups,
    raw::{Cause, Fault, Record},
    recognise::recognised,
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
    /// The spelling on the command line and in addresses.
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

/// The text names no format.
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

/// What a reader must be told because the file does not say it.
#[derive(Debug, Clone)]
pub struct ReadOptions {
    /// The zone of a PBX's local times.
    pub time_zone: TimeZone,
    /// How that PBX displays times, where it is known.
    pub display: Option<DisplayFormat>,
}

impl ReadOptions {
    /// For files of a zone that say themselves how they write times.
    pub const fn in_zone(time_zone: TimeZone) -> Self {
        Self { time_zone, display: None }
    }
}

/// Where in a file a record stands, counted from 1.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Place {
    /// The n-th element of an array.
    Record(u64),
    /// The line a record begins in.
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

/// A record that cannot be a call. The reason names fields and never repeats their contents, so
/// it may be shown and logged.
#[derive(Debug, Clone, PartialEq, Eq, thiserror::Error)]
#[error("{place}: {reason}")]
pub struct BadRecord {
    /// Where it stands.
    pub place: Place,
    /// What is wrong with it.
    pub reason: String,
}

/// Why a file cannot be read at all.
#[derive(Debug, thiserror::Error)]
pub enum ReadError {
    /// The first record shows that the file is of another format.
    #[error("not a file of the format {format}: {reason}")]
    NotTheFormat {
        /// The format it was read as.
        format: Format,
        /// What was found instead.
        reason: String,
    },
    /// The first record is no JSON at all.
    #[error("not a file of the format {format}: {reason}")]
    NotJson {
        /// The format it was read as.
        format: Format,
        /// What was found instead.
        reason: String,
    },
    /// The file cannot be read from.
    #[error("the file cannot be read")]
    Io(#[from] std::io::Error),
}

/// The calls of one file in its order, with the records that had to be left out.
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

/// Reads plain `input` whose records follow each other in another way than they do in files of the
/// format.
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
        let reason = match fault.cause {
            Cause::Io(error) => format!("the file cannot be read on: {error}"),
            Cause::Shape(reason) => reason.to_owned(),
        };
        Self { place: fault.place, reason }
    }
}
