//! Sample files for the tests of the readers.

use std::{
    fs,
    io::{BufReader, Cursor},
    path::Path,
};

use jiff::tz::TimeZone;

use super::{BadRecord, Calls, Format, IncomingCall, ReadError, ReadOptions, read};

/// The zone of `samples/pbx.json`.
pub(super) fn options() -> ReadOptions {
    ReadOptions::in_zone(TimeZone::get("Europe/London").unwrap())
}

/// A file of `backend/samples`.
pub(super) fn sample(name: &str) -> Vec<u8> {
    fs::read(Path::new(env!("CARGO_MANIFEST_DIR")).join("samples").join(name)).unwrap()
}

/// Opens `bytes` through a buffer so small that records span several of its fillings.
pub(super) fn open(format: Format, bytes: impl Into<Vec<u8>>) -> Result<Calls, ReadError> {
    let input = BufReader::with_capacity(7, Cursor::new(bytes.into()));
    read(format, Box::new(input), options())
}

/// All results of reading a file.
pub(super) fn all(
    format: Format,
    bytes: impl Into<Vec<u8>>,
) -> Vec<Result<IncomingCall, BadRecord>> {
    open(format, bytes).unwrap_or_else(|error| panic!("{error}")).collect()
}

/// The calls of a file in which nothing is bad.
pub(super) fn calls(format: Format, bytes: impl Into<Vec<u8>>) -> Vec<IncomingCall> {
    all(format, bytes).into_iter().map(|call| call.unwrap_or_else(|bad| panic!("{bad}"))).collect()
}

/// Ids of the calls and texts of the bad records, in the order they come.
pub(super) fn outline(format: Format, bytes: impl Into<Vec<u8>>) -> Vec<String> {
    let name = |call: IncomingCall| call.source_id;
    all(format, bytes)
        .into_iter()
        .map(|call| call.map_or_else(|bad| bad.to_string(), name))
        .collect()
}

/// The error for a file of another format.
pub(super) fn refusal(format: Format, bytes: impl Into<Vec<u8>>) -> String {
    match open(format, bytes) {
        Err(error @ (ReadError::NotTheFormat { .. } | ReadError::NotJson { .. })) => {
            error.to_string()
        }
        Err(error) => panic!("{error}"),
        Ok(calls) => panic!("{} records were read", calls.count()),
    }
}
