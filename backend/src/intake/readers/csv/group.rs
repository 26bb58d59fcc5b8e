//! Rows of one call, gathered while the log is read, since a call may have several.

use std::collections::{HashMap, VecDeque};

use jiff::{SignedDuration, Timestamp};
use serde_json::{Value, json};

use super::{
    super::{BadRecord, IncomingCall, own_call, scan::RECORD_LIMIT},
    calls::RowCall,
};

/// Rows within which the rows of a call are looked for, and their bytes.
const WINDOW_ROWS: usize = 10_000;
const WINDOW_BYTES: usize = 8 << 20;

/// Calls whose rows may not have ended.
pub(super) struct Groups {
    source: String,
    header: Vec<u8>,
    groups: HashMap<String, Vec<RowCall>>,
    /// Ids in the order in which they began.
    order: VecDeque<String>,
    rows: usize,
    bytes: usize,
    /// Rows that are held; 0 for logs with one row for each call.
    window: usize,
}

impl Groups {
    pub(super) fn new(source: &str, header: Option<Vec<u8>>, gathers: bool) -> Self {
        Self {
            source: source.to_owned(),
            header: header.map(|row| [row, b"\n".to_vec()].concat()).unwrap_or_default(),
            groups: HashMap::new(),
            order: VecDeque::new(),
            rows: 0,
            bytes: 0,
            window: if gathers { WINDOW_ROWS } else { 0 },
        }
    }

    /// Adds a row; one that is there already changes nothing.
    pub(super) fn add(&mut self, mut row: RowCall) -> Result<(), BadRecord> {
        // A log of a telephone system says how long a call was, and how long somebody talked.
        if let (Some(talk), None, true) = (row.talk, row.ring, self.window > 0) {
            row.ring = Some(row.total.saturating_sub(talk));
        }
        let rows = self.groups.entry(row.source_id.clone()).or_default();
        if rows.iter().any(|known| known.bytes == row.bytes) {
            return Ok(());
        }
        let bytes: usize = rows.iter().map(|row| row.bytes.len()).sum();
        if bytes.saturating_add(row.bytes.len()) > RECORD_LIMIT {
            let reason = "the rows of the call are together too large".to_owned();
            return Err(BadRecord { place: row.place, reason });
        }
        if rows.is_empty() {
            self.order.push_back(row.source_id.clone());
        }
        self.rows = self.rows.saturating_add(1);
        self.bytes = self.bytes.saturating_add(row.bytes.len());
        rows.push(row);
        Ok(())
    }

    /// The oldest call, when more rows are held than the window has.
    pub(super) fn take_full(&mut self) -> Option<Result<IncomingCall, BadRecord>> {
        (self.rows > self.window || self.bytes > WINDOW_BYTES).then(|| self.take()).flatten()
    }

    /// The oldest call.
    pub(super) fn take(&mut self) -> Option<Result<IncomingCall, BadRecord>> {
        let rows = self.groups.remove(&self.order.pop_front()?)?;
        self.rows = self.rows.saturating_sub(rows.len());
        self.bytes =
            self.bytes.saturating_sub(rows.iter().map(|row| row.bytes.len()).sum::<usize>());
        let place = rows.first()?.place;
        let source: Vec<&[u8]> = rows.iter().map(|row| row.bytes.as_slice()).collect();
        let source = [self.header.as_slice(), source.join(b"\n".as_slice()).as_slice()].concat();
        let record = record(rows)?;
        Some(own_call(&self.source, &record, source).map_err(|reason| BadRecord { place, reason }))
    }
}

/// The record of a call. Its rows are a schedule: the call runs from the first start to the last end,
/// and the row that was answered last decides, or else the last one (docs/compatibility.md#decision-legs).
fn record(mut rows: Vec<RowCall>) -> Option<Value> {
    rows.sort_by_key(|row| row.started_at);
    let first = rows.first()?;
    let started_at = first.started_at;
    let offset =
        |at: Timestamp| u32::try_from(at.duration_since(started_at).as_secs()).unwrap_or(0);
    let total = rows.iter().map(|row| offset(row.started_at).saturating_add(row.total)).max()?;
    let rung = |row: &RowCall| {
        let ring = row.ring.map(|ring| offset(row.started_at).saturating_add(ring))?;
        Some(ring.min(total))
    };
    let answered = rows.iter().filter(|row| row.is_answered());
    let deciding = answered.clone().max_by_key(|row| rung(row)).or_else(|| rows.last())?;
    let mut record = first.record.clone();
    for field in ["status", "source_status", "agent", "end_reason", "outcome", "summary"] {
        if let Some(text) = deciding.record.text(field) {
            record.set(field, text.into());
        }
    }
    // A recording is named by the row of the channel that was recorded.
    let named = |row: &RowCall| row.record.clone().into_value().get("recording").cloned();
    if let Some(recording) = named(deciding).or_else(|| rows.iter().find_map(named)) {
        record.set("recording", recording);
    }
    record.set("source_id", first.source_id.as_str().into());
    record.set("started_at", started_at.to_string().into());
    record.set("total_seconds", total.into());
    let ended_at = started_at.checked_add(SignedDuration::from_secs(total.into())).ok()?;
    record.set("ended_at", ended_at.to_string().into());
    let ring = answered.filter_map(rung).min().or_else(|| rows.iter().filter_map(rung).max());
    record.complete("ring_seconds", ring);
    record.complete("talk_seconds", talk(&rows, offset, total));
    if rows.len() > 1 {
        record.set("legs", legs(&rows));
    }
    Some(record.into_value())
}

/// Seconds during which somebody talked, if the rows say so.
fn talk(rows: &[RowCall], offset: impl Fn(Timestamp) -> u32, total: u32) -> Option<u32> {
    let mut spans = Vec::new();
    for row in rows {
        let from = offset(row.started_at).saturating_add(row.ring.unwrap_or(0)).min(total);
        spans.push((from, from.saturating_add(row.talk?).min(total)));
    }
    spans.sort_unstable();
    let (mut sum, mut done) = (0_u32, 0);
    for (from, to) in spans {
        let from = from.max(done);
        sum = sum.saturating_add(to.saturating_sub(from));
        done = done.max(to);
    }
    Some(sum)
}

fn legs(rows: &[RowCall]) -> Value {
    let leg = |(index, row): (usize, &RowCall)| {
        let text = |field| row.record.text(field).unwrap_or_default().to_owned();
        let status = text("source_status");
        json!({
            "leg_id": format!("{}-{}", row.source_id, index.saturating_add(1)),
            "leg": index.saturating_add(1),
            "status": if status.is_empty() { text("status") } else { status },
            "call_to": row.record.text("agent").map_or_else(|| text("callee"), str::to_owned),
            "total_seconds": row.total,
            "ring_seconds": row.ring.unwrap_or(0),
            "talk_seconds": row.talk.unwrap_or(0),
            "hold_seconds": 0,
        })
    };
    rows.iter().enumerate().map(leg).collect()
}
