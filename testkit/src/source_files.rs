//! Files of a source, read into incoming calls.

use std::io::Cursor;

use earshot_backend::readers::{Format, IncomingCall, ReadOptions, read};
use jiff::tz::TimeZone;
use serde_json::Value;

/// Reads the calls of a JSON file, whose times are in a zone.
pub fn read_calls(format: Format, file: &Value, zone: &str) -> Vec<IncomingCall> {
    let bytes = Cursor::new(file.to_string().into_bytes());
    let options = ReadOptions::in_zone(TimeZone::get(zone).unwrap());
    let calls = read(format, Box::new(bytes), options).unwrap();
    calls.map(|call| call.unwrap_or_else(|error| panic!("{error}"))).collect()
}
