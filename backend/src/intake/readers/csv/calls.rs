//! One row of a call log as a record of our own format, with its times.

use jiff::Timestamp;
use serde_json::{Map, Value, json};

use super::{
    super::{CallLogSpec, Place, ReadOptions},
    row::Row,
    times::{self, TimeFault},
    values::{of_field, seconds},
};
use crate::privacy::source_names::row_id;

/// What a row says about a call, which may have other rows.
pub(super) struct RowCall {
    pub(super) source_id: String,
    pub(super) started_at: Timestamp,
    pub(super) total: u32,
    pub(super) ring: Option<u32>,
    pub(super) talk: Option<u32>,
    /// Fields of our own format but for times and lengths.
    pub(super) record: Record,
    pub(super) bytes: Vec<u8>,
    pub(super) place: Place,
}

impl RowCall {
    /// Whether somebody answered.
    pub(super) fn is_answered(&self) -> bool {
        self.record.text("status") == Some("completed")
    }
}

/// Fields of our own format by name.
#[derive(Clone, Default)]
pub(super) struct Record(Map<String, Value>);

impl Record {
    /// Sets a field (`customer.name` for a nested one).
    pub(super) fn set(&mut self, field: &str, value: Value) {
        match field.split_once('.') {
            None => drop(self.0.insert(field.to_owned(), value)),
            Some((outer, inner)) => {
                let within = self.0.entry(outer).or_insert_with(|| json!({}));
                if let Value::Object(within) = within {
                    within.insert(inner.to_owned(), value);
                }
            }
        }
    }

    /// Sets a field that has no value yet.
    pub(super) fn complete(&mut self, field: &str, value: Option<impl Into<Value>>) {
        if let Some(value) = value.filter(|_| !self.0.contains_key(field)) {
            self.set(field, value.into());
        }
    }

    /// The text of a field.
    pub(super) fn text(&self, field: &str) -> Option<&str> {
        self.0.get(field)?.as_str()
    }

    pub(super) fn into_value(self) -> Value {
        Value::Object(self.0)
    }
}

/// What a row is not read for.
pub(super) enum Refused {
    /// It does not meet the conditions of the mapping.
    Ignored,
    /// Its days and months are not in the expected order.
    Order(String),
    /// Another reason.
    Bad(String),
}

impl From<String> for Refused {
    fn from(reason: String) -> Self {
        Self::Bad(reason)
    }
}

/// Reads a row by its mapping; `complete` adds what a mapping cannot say.
pub(super) fn row_call(
    spec: &CallLogSpec,
    complete: fn(&Row<'_>, &mut Record),
    row: Row<'_>,
    options: &ReadOptions,
) -> Result<RowCall, Refused> {
    let is_accepted = |(column, wanted): (&String, &Vec<String>)| {
        let cell = row.get(column).unwrap_or_default();
        wanted.iter().any(|word| word.eq_ignore_ascii_case(cell))
    };
    if !spec.when.iter().all(is_accepted) {
        return Err(Refused::Ignored);
    }
    let Cells { mut record, times: [start, end], lengths: [total, ring, talk, hold] } =
        Cells::of(spec, &row, options)?;
    let start = start.ok_or_else(|| Refused::Bad("`started_at` has no value".to_owned()))?;
    let (started_at, total) = span(start, end, total.or(sum(ring, talk, hold)), options)?;
    complete(&row, &mut record);
    record.complete("status", Some("unknown"));
    record.complete("hold_seconds", hold);
    let source_id = match record.text("source_id") {
        Some(id) => id.to_owned(),
        // Importing the file again finds the same id.
        None => row_id(&row.contents()),
    };
    let Row { bytes, place, .. } = row;
    Ok(RowCall { source_id, started_at, total, ring, talk, record, bytes, place })
}

/// Values of a row by kind.
#[derive(Default)]
struct Cells {
    record: Record,
    /// Start and end.
    times: [Option<Timestamp>; 2],
    /// Total, ring, talk and hold.
    lengths: [Option<u32>; 4],
}

impl Cells {
    fn of(spec: &CallLogSpec, row: &Row<'_>, options: &ReadOptions) -> Result<Self, Refused> {
        let mut cells = Self::default();
        for (field, value) in &spec.fixed {
            cells.record.set(field, value.clone());
        }
        for (field, columns) in &spec.fields {
            if let Some(cell) = columns.names().iter().find_map(|column| row.get(column)) {
                cells.take(spec, field, cell, options)?;
            }
        }
        Ok(cells)
    }

    fn take(
        &mut self,
        spec: &CallLogSpec,
        field: &str,
        cell: &str,
        options: &ReadOptions,
    ) -> Result<(), Refused> {
        let Self { record, times: [start, end], lengths: [total, ring, talk, hold] } = self;
        let place = match field {
            "started_at" | "ended_at" => {
                let at =
                    times::instant(cell, options).map_err(|fault| time_fault(field, &fault))?;
                *(if field == "started_at" { start } else { end }) = Some(at);
                return Ok(());
            }
            "total_seconds" => total,
            "ring_seconds" => ring,
            "talk_seconds" => talk,
            "hold_seconds" => hold,
            _ => {
                let word = translated(spec, field, cell);
                if field == "status" && word != cell {
                    record.complete("source_status", Some(cell));
                }
                let value = of_field(field, word)
                    .ok_or_else(|| format!("`{field}` has a value that it does not accept"))?;
                record.set(field, value);
                return Ok(());
            }
        };
        let length = seconds(cell);
        *place = Some(
            length.ok_or_else(|| format!("`{field}` must be a length, such as 65 or 00:01:05"))?,
        );
        Ok(())
    }
}

fn time_fault(field: &str, fault: &TimeFault) -> Refused {
    match fault {
        TimeFault::Order => Refused::Order(format!(
            "`{field}` has day and month in another order than the tenant's: give it \
             (--date-order, such as dmy)"
        )),
        TimeFault::Other => Refused::Bad(format!(
            "`{field}` must be a time such as 2026-06-18 09:00:00 or 2026-06-18T09:00:00Z"
        )),
    }
}

/// A cell as the mapping translates it.
fn translated<'a>(spec: &'a CallLogSpec, field: &str, cell: &'a str) -> &'a str {
    let Some(words) = spec.values.get(field) else { return cell };
    let known = words.iter().find(|(theirs, _)| theirs.eq_ignore_ascii_case(cell));
    known.or_else(|| words.get_key_value("*")).map_or(cell, |(_, ours)| ours)
}

fn sum(ring: Option<u32>, talk: Option<u32>, hold: Option<u32>) -> Option<u32> {
    let parts = [ring, talk, hold];
    parts
        .iter()
        .any(Option::is_some)
        .then(|| parts.into_iter().flatten().fold(0, u32::saturating_add))
}

/// Start and length of the call. Where one of its local times happens twice, the length and the order
/// of both say which was meant.
fn span(
    start: Timestamp,
    end: Option<Timestamp>,
    total: Option<u32>,
    options: &ReadOptions,
) -> Result<(Timestamp, u32), String> {
    let Some(end) = end else {
        let total = total.ok_or("`total_seconds` or `ended_at` must be given")?;
        return Ok((start, total));
    };
    let both = |at| [Some(at), times::again(at, options)].into_iter().flatten();
    let pairs: Vec<(Timestamp, u32)> = both(start)
        .flat_map(|start| both(end).map(move |end| (start, end)))
        .filter_map(|(start, end)| {
            let length = end.duration_since(start).as_secs();
            u32::try_from(length).ok().map(|length| (start, length))
        })
        .collect();
    // Of a log with times to the second the stated length may be one off.
    let fits = |length: u32| total.is_some_and(|total| total.abs_diff(length) <= 1);
    let fitting = pairs.iter().find(|(_, length)| fits(*length));
    let found = fitting.or_else(|| pairs.first()).copied();
    found.ok_or_else(|| "`ended_at` must not be before `started_at`".to_owned())
}
