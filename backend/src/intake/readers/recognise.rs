//! Recognition of a file's format by its first record.

use std::collections::HashMap;

use serde::de::IgnoredAny;

use super::{
    BadRecord, Format, ReadError,
    json_error::describe,
    scan::{Cause, Fault, Record},
};

/// Returns `records` unchanged if the first is of the format.
pub(super) fn recognised<I>(
    format: Format,
    mut records: I,
) -> Result<impl Iterator<Item = Result<Record, Fault>> + Send + use<I>, ReadError>
where
    I: Iterator<Item = Result<Record, Fault>> + Send,
{
    let first = match records.next() {
        None => None,
        Some(Ok(record)) => {
            is_of(format, &record.bytes)?;
            Some(Ok(record))
        }
        Some(Err(Fault { cause: Cause::Io(error), .. })) => return Err(error.into()),
        // Which format it is of is not known: it was not kept.
        Some(Err(fault)) if fault.cause.is_excess() => Some(Err(fault)),
        Some(Err(fault)) => {
            return Err(ReadError::NotTheFormat { format, reason: BadRecord::from(fault).reason });
        }
    };
    Ok(first.into_iter().chain(records))
}

fn is_of(format: Format, record: &[u8]) -> Result<(), ReadError> {
    // The record is refused with its reason, and the others are read.
    if record.starts_with(b"{") && std::str::from_utf8(record).is_err() {
        return Ok(());
    }
    let Some(b'{') = record.trim_ascii_start().first() else {
        let reason = "its first record is not a JSON object".to_owned();
        return Err(if serde_json::from_slice::<IgnoredAny>(record).is_ok() {
            ReadError::NotTheFormat { format, reason }
        } else {
            ReadError::NotJson { format, reason }
        });
    };
    #[expect(clippy::zero_sized_map_values, reason = "serde skips values into a map, not a set")]
    let keys: HashMap<String, IgnoredAny> = serde_json::from_slice(record).map_err(|error| {
        let reason = format!("its first record is {}", describe(record, &error));
        ReadError::NotJson { format, reason }
    })?;
    if distinguishing_keys(format).iter().any(|key| keys.contains_key(*key)) {
        return Ok(());
    }
    let names = distinguishing_keys(format).join(" or ");
    Err(ReadError::NotTheFormat { format, reason: format!("its first record has no {names}") })
}

// A file is taken for another format's only when none of these keys is there, so that one
// forgotten field costs one record and not the file.
const fn distinguishing_keys(format: Format) -> &'static [&'static str] {
    match format {
        Format::Pbx => &["uid", "leg_id"],
        Format::Talkifai => &["conversation"],
        Format::Ndjson | Format::Csv => &["source_id", "started_at"],
    }
}
