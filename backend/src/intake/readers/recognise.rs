//! Recognition of a file's format by its first record.

use std::collections::HashMap;

use serde::de::IgnoredAny;

use super::{
    Format, Place, ReadError,
    json_error::describe,
    scan::{Cause, Fault, Record},
};

/// Records that are read to find one of the format.
const MAX_FOREIGN: usize = 20;
/// Bytes of a record of another format that are kept, for its refusal.
const MAX_KEPT: usize = 1 << 16;

/// Returns the records of a file of the format. One record of it among the first makes the file one of
/// the format, and those before it cost only themselves.
pub(super) fn recognised<I>(
    format: Format,
    mut records: I,
) -> Result<impl Iterator<Item = Result<Record, Fault>> + Send + use<I>, ReadError>
where
    I: Iterator<Item = Result<Record, Fault>> + Send,
{
    let (mut first, mut refusal) = (Vec::new(), None);
    while first.len() < MAX_FOREIGN
        && let Some(record) = records.next()
    {
        let record = match record {
            Err(Fault { cause: Cause::Io(error), .. }) => return Err(error.into()),
            record => record,
        };
        let Some(error) = fault_of(format, &record) else {
            refusal = None;
            first.push(record);
            break;
        };
        // Where the JSON of an array is broken, nothing after it can be told apart.
        let is_broken = matches!(
            (&error, &record),
            (ReadError::NotJson { .. }, Ok(Record { place: Place::Record(_), .. }))
        );
        refusal.get_or_insert(error);
        first.push(record.and_then(kept));
        if is_broken {
            break;
        }
    }
    match refusal {
        Some(error) => Err(error),
        None => Ok(first.into_iter().chain(records)),
    }
}

/// Why a record is not of the format; `None` for one that may be.
fn fault_of(format: Format, record: &Result<Record, Fault>) -> Option<ReadError> {
    match record {
        Ok(record) => is_of(format, &record.bytes).err(),
        // Which format it is of is not known: it was not kept.
        Err(fault) if fault.cause.is_excess() => None,
        Err(fault) => Some(ReadError::NotTheFormat { format, reason: fault.cause.to_string() }),
    }
}

/// A record of another format, if it is small.
fn kept(record: Record) -> Result<Record, Fault> {
    if record.bytes.len() <= MAX_KEPT {
        return Ok(record);
    }
    Err(Fault { place: record.place, cause: Cause::Shape("the record is not of the format") })
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
