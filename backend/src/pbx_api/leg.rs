//! The legs of a call as the file has them: fields, types and order of seed 002.

use earshot_domain::{Speaker, TranscriptState, Turn};
use jiff::{civil::DateTime, tz::TimeZone};
use serde::{Deserialize, Serialize};
use utoipa::ToSchema;

use super::DisplayFormat;
use crate::{
    Error,
    import::pbx::civil,
    keys::{Sealed, TenantKey},
    redaction::redact,
    store::PbxCallRow,
};

/// One leg.
#[derive(Serialize, Deserialize, ToSchema)]
#[schema(as = PbxLeg)]
pub(super) struct Leg {
    uid: String,
    leg_id: String,
    leg: u32,
    time: String,
    call_type: String,
    call_from: String,
    pub(super) call_to: String,
    status: String,
    call_duration: i64,
    ring_duration: i64,
    talk_duration: i64,
    hold_duration: i64,
    #[serde(default, deserialize_with = "or_default")]
    ai_transcription: Vec<Context>,
    #[serde(default, deserialize_with = "or_default")]
    ai_summary: String,
}

/// Something that was said.
#[derive(Serialize, Deserialize, ToSchema)]
#[schema(as = PbxUtterance)]
struct Context {
    source_number: String,
    content: String,
    #[serde(default, deserialize_with = "or_default")]
    timestamp: i64,
    #[serde(default, deserialize_with = "or_default")]
    duration: i64,
}

/// What a source left `null` is empty.
fn or_default<'de, D, T>(from: D) -> Result<T, D::Error>
where
    D: serde::Deserializer<'de>,
    T: Deserialize<'de> + Default,
{
    Ok(Option::deserialize(from)?.unwrap_or_default())
}

/// How a client sees calls.
pub(super) struct LegView<'a> {
    pub(super) key: &'a TenantKey,
    pub(super) zone: &'a TimeZone,
    pub(super) format: DisplayFormat,
    /// Text before redaction may be given.
    pub(super) raw_text: bool,
}

impl LegView<'_> {
    /// The legs of a call, in their order.
    pub(super) fn legs(&self, row: &PbxCallRow) -> Result<Vec<Leg>, Error> {
        let turns: Vec<Turn> = serde_json::from_str(&row.turns)?;
        let readable = row.transcript_state == TranscriptState::Available.as_str();
        let mut legs = if row.source == "pbx" {
            self.source_legs(row, &turns)?
        } else {
            vec![self.made_leg(row, &turns)?]
        };
        if !readable {
            for leg in &mut legs {
                leg.ai_transcription.clear();
            }
        }
        Ok(legs)
    }

    fn source_legs(&self, row: &PbxCallRow, turns: &[Turn]) -> Result<Vec<Leg>, Error> {
        let source = self.key.open(Sealed::Source, &row.id, &row.source_encrypted)?;
        let mut legs: Vec<Leg> = serde_json::from_slice(&source)?;
        let first = legs.first().and_then(|leg| civil(&leg.time));
        let mut turns = turns.iter();
        for (leg, number) in legs.iter_mut().zip(1..) {
            leg.leg = number;
            leg.time = self.time_of(row, first, civil(&leg.time))?;
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

    /// A leg's time in the tenant's zone: as long after the call's start as in the source, whose zone
    /// was another's.
    fn time_of(
        &self,
        row: &PbxCallRow,
        first: Option<DateTime>,
        own: Option<DateTime>,
    ) -> Result<String, Error> {
        let later = first.zip(own).and_then(|(first, own)| own.since(first).ok());
        let later =
            later.and_then(|span| span.to_duration(jiff::SpanRelativeTo::days_are_24_hours()).ok());
        let later = later.map_or(0, |later| i64::try_from(later.as_millis()).unwrap_or(0));
        self.format.write(row.started_at.saturating_add(later), self.zone)
    }

    /// A call of another source as its only leg.
    fn made_leg(&self, row: &PbxCallRow, turns: &[Turn]) -> Result<Leg, Error> {
        let number = |kind, sealed: &Option<Vec<u8>>| {
            let open = |sealed: &[u8]| self.key.open_text(kind, &row.id, sealed);
            sealed.as_deref().map(open).transpose().map(Option::unwrap_or_default)
        };
        let call_from = number(Sealed::Caller, &row.caller_encrypted)?;
        let call_to = number(Sealed::Callee, &row.callee_encrypted)?;
        let said = |turn: &Turn| Context {
            source_number: match turn.speaker {
                Speaker::Caller => call_from.clone(),
                _ => call_to.clone(),
            },
            content: turn.text.clone(),
            timestamp: row.started_at + turn.offset_ms.unwrap_or(0),
            duration: 0,
        };
        Ok(Leg {
            uid: row.id.clone(),
            leg_id: row.id.clone(),
            leg: 1,
            time: self.format.write(row.started_at, self.zone)?,
            call_type: call_type(&row.direction).to_owned(),
            status: status(&row.status).to_owned(),
            call_duration: row.total_seconds,
            ring_duration: row.ring_seconds.unwrap_or(0),
            talk_duration: row.talk_seconds.unwrap_or(row.total_seconds),
            hold_duration: row.hold_seconds.unwrap_or(0),
            ai_transcription: turns.iter().map(said).collect(),
            ai_summary: row.summary.clone().unwrap_or_default(),
            call_from,
            call_to,
        })
    }
}

fn call_type(direction: &str) -> &'static str {
    match direction {
        "internal" => "Internal",
        "outbound" => "Outbound",
        _ => "Inbound",
    }
}

fn status(status: &str) -> &'static str {
    match status {
        "completed" => "ANSWERED",
        "missed" => "NO ANSWER",
        _ => "FAILED",
    }
}
