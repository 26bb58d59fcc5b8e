//! Call legs of the file: fields, types and order (docs/compatibility.md#yeastar-legs).

use std::collections::HashMap;

use earshot_domain::{CallId, CallSpan, Direction, Speaker, Status, TranscriptState, Turn};
use jiff::{Timestamp, tz::TimeZone};
use serde::{Deserialize, Serialize};
use utoipa::ToSchema;

use crate::{
    DisplayFormat, Error,
    access::moment,
    intake::readers::{Format, ReadOptions, pbx::leg_starts},
    privacy::{
        encryption::{Sealed, TenantKey},
        raw_text::RawText,
        redaction::redact_prose,
        redaction_marks::Marks,
    },
    store::{MarkRow, PbxCallRow},
};

/// One leg.
#[derive(Serialize, Deserialize, ToSchema)]
#[schema(as = PbxLeg)]
pub(super) struct Leg {
    uid: String,
    pub(super) leg_id: String,
    leg: u32,
    time: String,
    call_type: String,
    pub(super) call_from: String,
    pub(super) call_to: String,
    status: String,
    pub(super) call_duration: i64,
    ring_duration: i64,
    talk_duration: i64,
    hold_duration: i64,
    #[serde(default, deserialize_with = "or_default")]
    pub(super) ai_transcription: Vec<Said>,
    #[serde(default, deserialize_with = "or_default")]
    pub(super) ai_summary: String,
    /// Milliseconds since 1970.
    #[serde(skip)]
    pub(super) started_at: i64,
}

/// An utterance.
#[derive(Serialize, Deserialize, ToSchema)]
#[schema(as = PbxUtterance)]
pub(super) struct Said {
    pub(super) source_number: String,
    pub(super) content: String,
    #[serde(default, deserialize_with = "or_default")]
    pub(super) timestamp: i64,
    #[serde(default, deserialize_with = "or_default")]
    pub(super) duration: i64,
}

/// Deserialises `null` of a source as empty.
fn or_default<'de, D, T>(from: D) -> Result<T, D::Error>
where
    D: serde::Deserializer<'de>,
    T: Deserialize<'de> + Default,
{
    Ok(Option::deserialize(from)?.unwrap_or_default())
}

/// View of calls for one client.
pub(super) struct LegView<'a> {
    pub(super) key: &'a TenantKey,
    pub(super) zone: &'a TimeZone,
    pub(super) format: DisplayFormat,
    /// Whether text before redaction may be returned.
    pub(super) raw_text: bool,
    /// Marks of redaction of the calls that have some.
    pub(super) marks: HashMap<CallId, Vec<MarkRow>>,
}

impl LegView<'_> {
    /// Returns the legs of a call in order.
    pub(super) fn legs(&self, row: &PbxCallRow) -> Result<Vec<Leg>, Error> {
        let turns: Vec<Turn> = serde_json::from_str(&row.turns)?;
        let readable = row.transcript_state == TranscriptState::Available;
        let mut legs = if Format::Pbx.is_source(&row.source) {
            self.source_legs(row, &turns)?
        } else {
            vec![self.made_leg(row, turns)?]
        };
        if !readable {
            for leg in &mut legs {
                leg.ai_transcription.clear();
            }
        }
        Ok(legs)
    }

    fn source_legs(&self, row: &PbxCallRow, turns: &[Turn]) -> Result<Vec<Leg>, Error> {
        let source = self.key.open(Sealed::Source, row.id, &row.source_encrypted)?;
        let mut legs: Vec<Leg> = serde_json::from_slice(&source)?;
        let starts = self.starts(row, &source, legs.len())?;
        let indexes = stored_indexes(row, &legs, turns);
        // Where no text from before redaction is kept, none is given of the source's record either.
        let raw_text = self.raw_text && row.raw_text_encrypted.is_some();
        let marks = self.marks.get(&row.id).map(|rows| Marks::open(self.key, rows)).transpose()?;
        let marks = marks.unwrap_or_default();
        let mut stored = indexes.into_iter().filter_map(|index| turns.get(index));
        for (place, leg) in legs.iter_mut().enumerate() {
            leg.leg = u32::try_from(place.saturating_add(1)).map_err(Error::internal)?;
            leg.started_at =
                starts.get(place).map_or(row.started_at, |start| start.as_millisecond());
            leg.time = self.format.write(leg.started_at, self.zone)?;
            if raw_text {
                continue;
            }
            for (said, turn) in leg.ai_transcription.iter_mut().zip(stored.by_ref()) {
                turn.text.clone_into(&mut said.content);
            }
            let summary = &leg.ai_summary;
            leg.ai_summary = marks.redacted(None, summary, redact_prose(summary, None));
        }
        Ok(legs)
    }

    /// Starts of the legs in a record, which tells local times only.
    fn starts(
        &self,
        row: &PbxCallRow,
        source: &[u8],
        legs: usize,
    ) -> Result<Vec<Timestamp>, Error> {
        if legs < 2 {
            return Ok(Vec::new());
        }
        let options =
            ReadOptions { display: Some(self.format), ..ReadOptions::in_zone(self.zone.clone()) };
        Ok(leg_starts(source, moment(row.started_at)?, &options).unwrap_or_default())
    }

    /// Presents a call of another source as a single leg.
    fn made_leg(&self, row: &PbxCallRow, mut turns: Vec<Turn>) -> Result<Leg, Error> {
        let mut summary = row.summary.clone();
        if let (true, Some(sealed)) = (self.raw_text, &row.raw_text_encrypted) {
            summary = RawText::restore(self.key, row.id, sealed.clone(), &mut turns)?.or(summary);
        }
        let number = |kind, sealed: &Option<Vec<u8>>| {
            let open = |sealed: &[u8]| self.key.open_text(kind, row.id, sealed);
            sealed.as_deref().map(open).transpose().map(Option::unwrap_or_default)
        };
        let call_from = number(Sealed::Caller, &row.caller_encrypted)?;
        let call_to = number(Sealed::Callee, &row.callee_encrypted)?;
        let said = |turn: &Turn| Said {
            source_number: match turn.speaker {
                Speaker::Caller => call_from.clone(),
                _ => call_to.clone(),
            },
            content: turn.text.clone(),
            // 0 stands for no time, as where a source has none.
            timestamp: turn.offset_ms.map_or(0, |offset| row.started_at.saturating_add(offset)),
            duration: 0,
        };
        Ok(Leg {
            uid: row.id.to_string(),
            leg_id: row.id.to_string(),
            leg: 1,
            time: self.format.write(row.started_at, self.zone)?,
            call_type: call_type(row.direction).to_owned(),
            status: status(row.status).to_owned(),
            call_duration: row.total_seconds,
            ring_duration: row.ring_seconds.unwrap_or(0),
            talk_duration: row.talk_seconds.unwrap_or(row.total_seconds),
            hold_duration: row.hold_seconds.unwrap_or(0),
            ai_transcription: turns.iter().map(said).collect(),
            ai_summary: summary.unwrap_or_default(),
            call_from,
            call_to,
            started_at: row.started_at,
        })
    }
}

/// For each utterance of a source's legs, the index of the stored turn.
fn stored_indexes(row: &PbxCallRow, legs: &[Leg], turns: &[Turn]) -> Vec<usize> {
    let span = CallSpan::of_call(row.started_at, None, row.total_seconds);
    let said = legs.iter().flat_map(|leg| &leg.ai_transcription);
    let offset =
        |said: &Said| (said.timestamp != 0).then(|| said.timestamp.saturating_sub(row.started_at));
    span.stored_indexes(&said.map(offset).collect::<Vec<_>>(), turns)
}

const fn call_type(direction: Direction) -> &'static str {
    match direction {
        Direction::Internal => "Internal",
        Direction::Outbound => "Outbound",
        Direction::Inbound | Direction::Unknown => "Inbound",
    }
}

const fn status(status: Status) -> &'static str {
    match status {
        Status::Completed => "ANSWERED",
        Status::Missed => "NO ANSWER",
        Status::Failed | Status::Unknown => "FAILED",
    }
}
