//! The index of recordings: what is in the archive, and what was left out and why.

use std::borrow::Cow;

use jiff::tz::TimeZone;

use crate::{
    Error,
    exports::{
        columns::{Heading, Kind, Value},
        csv::CsvWriter,
        encoding::encoder::RecordingFacts,
        writer::Writer,
    },
};

const COLUMNS: [(&str, Kind); 7] = [
    ("path", Kind::Text),
    ("call_id", Kind::Text),
    ("started_at", Kind::Instant),
    ("duration_seconds", Kind::Seconds),
    ("bytes", Kind::Integer),
    ("sha256", Kind::Text),
    ("not_included", Kind::Text),
];

/// A row of the index.
struct Row {
    facts: RecordingFacts,
    end: End,
}

enum End {
    Included { path: String, bytes: u64, sha256: String },
    Skipped(String),
}

/// The index, which is written after all recordings.
#[derive(Default)]
pub(super) struct Index(Vec<Row>);

impl Index {
    /// Adds a recording that is in the archive.
    pub(super) fn include(
        &mut self,
        facts: RecordingFacts,
        path: String,
        bytes: u64,
        sha256: String,
    ) {
        self.0.push(Row { facts, end: End::Included { path, bytes, sha256 } });
    }

    /// Adds a recording that was left out, with the reason in words.
    pub(super) fn skip(&mut self, facts: RecordingFacts, reason: String) {
        self.0.push(Row { facts, end: End::Skipped(reason) });
    }

    /// Number of recordings that were left out.
    pub(super) fn skipped(&self) -> usize {
        self.0.iter().filter(|row| matches!(row.end, End::Skipped(_))).count()
    }

    /// The file.
    pub(super) fn write(&self, zone: &TimeZone) -> Result<Vec<u8>, Error> {
        let mut csv = CsvWriter::new(zone.clone());
        csv.begin(&COLUMNS.map(|(name, kind)| Heading { name, kind }))?;
        for Row { facts, end } in &self.0 {
            let id = facts.call_id.to_string();
            let duration = facts.duration_ms.map_or(Value::Null, Value::Duration);
            let [path, bytes, sha256, reason] = match end {
                End::Included { path, bytes, sha256 } => {
                    [text(path), Value::Int(bytes.cast_signed()), text(sha256), Value::Null]
                }
                End::Skipped(reason) => [Value::Null, Value::Null, Value::Null, text(reason)],
            };
            let started = Value::Instant(facts.started_at);
            csv.row(&[path, text(&id), started, duration, bytes, sha256, reason])?;
        }
        csv.end()?;
        csv.take()
    }
}

const fn text(text: &str) -> Value<'_> {
    Value::Text(Cow::Borrowed(text))
}
