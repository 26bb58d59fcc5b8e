//! Call legs of the file: fields, types and order (docs/compatibility.md#yeastar-legs).

use earshot_domain::{Direction, Speaker, Status, TranscriptState, Turn};
use jiff::{civil::DateTime, tz::TimeZone};
use serde::{Deserialize, Serialize};
use utoipa::ToSchema;

use crate::{
    DisplayFormat, Error,
    intake::readers::{Format, pbx::local_times},
    privacy::{
        encryption::{Sealed, TenantKey},
        raw_text::RawText,
        redaction::redact,
    },
    store::PbxCallRow,
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
        let times = local_times(legs.iter().map(|leg| leg.time.as_str()), self.format);
        let mut turns = turns.iter();
        for (place, leg) in legs.iter_mut().enumerate() {
            leg.leg = u32::try_from(place + 1).map_err(Error::internal)?;
            leg.started_at = started_at(row, times.as_deref(), place);
            leg.time = self.format.write(leg.started_at, self.zone)?;
            if self.raw_text {
                continue;
            }
            for (said, turn) in leg.ai_transcription.iter_mut().zip(turns.by_ref()) {
                turn.text.clone_into(&mut said.content);
            }
            leg.ai_summary = redact(&leg.ai_summary).text;
        }
        Ok(legs)
    }

    /// Presents a call of another source as a single leg.
    fn made_leg(&self, row: &PbxCallRow, mut turns: Vec<Turn>) -> Result<Leg, Error> {
        let mut summary = row.summary.clone();
        if let (true, Some(sealed)) = (self.raw_text, &row.raw_text_encrypted) {
            summary = RawText::open(self.key, row.id, sealed)?.restore(&mut turns).or(summary);
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
            timestamp: row.started_at + turn.offset_ms.unwrap_or(0),
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

/// Start of a leg: the call's start plus the leg's offset in the source, which used another time zone.
fn started_at(row: &PbxCallRow, times: Option<&[DateTime]>, place: usize) -> i64 {
    let later = times.and_then(|times| Some(times.get(place)?.duration_since(*times.first()?)));
    let later = later.map_or(0, |later| i64::try_from(later.as_millis()).unwrap_or(0));
    row.started_at.saturating_add(later)
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
