//! Parsing of records; the bytes of a large one are in a file while it is parsed.

use serde::de::DeserializeOwned;

use super::{
    json_error::describe,
    spool::{IN_MEMORY, Spool},
};

/// The bytes of a record that was parsed.
pub(crate) enum RecordBytes {
    Memory(Vec<u8>),
    File(Spool, usize),
}

impl RecordBytes {
    /// The bytes, in memory.
    pub(super) fn into_bytes(self) -> Result<Vec<u8>, String> {
        match self {
            Self::Memory(bytes) => Ok(bytes),
            Self::File(spool, length) => spool
                .into_bytes(length)
                .map_err(|error| format!("reading it again failed: {error}")),
        }
    }
}

/// Parses a record. What is in it and its bytes are not in memory together if it is large.
pub(crate) fn parsed<T: DeserializeOwned>(record: Vec<u8>) -> Result<(T, RecordBytes), String> {
    let large = (record.len() > IN_MEMORY).then(|| Spool::begin(&record)).flatten();
    let Some(mut spool) = large else {
        let value = serde_json::from_slice(&record).map_err(|error| describe(&record, &error))?;
        return Ok((value, RecordBytes::Memory(record)));
    };
    let length = record.len();
    drop(record);
    let read = spool.reader().map_err(serde_json::Error::io);
    let result = read.and_then(serde_json::from_reader);
    let bytes = RecordBytes::File(spool, length);
    match result {
        Ok(value) => Ok((value, bytes)),
        Err(error) => Err(describe(&bytes.into_bytes()?, &error)),
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_large_record_is_parsed_as_a_small_one() {
        for length in [10, 2 * IN_MEMORY] {
            let text = "x".repeat(length);
            let record = format!("{{\"text\":\"{text}\"}}").into_bytes();
            let (value, bytes) = parsed::<serde_json::Value>(record.clone()).unwrap();
            assert_eq!(value["text"], text);
            assert_eq!(bytes.into_bytes().unwrap(), record);
            let broken = format!("{{\"text\":\"{text}\"").into_bytes();
            let expected = describe(
                &broken,
                &serde_json::from_slice::<serde_json::Value>(&broken).unwrap_err(),
            );
            assert_eq!(parsed::<serde_json::Value>(broken).err(), Some(expected));
        }
    }
}
