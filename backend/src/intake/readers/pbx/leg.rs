//! A call leg in the PBX's JSON.

use jiff::{Timestamp, civil::DateTime};
use serde::Deserialize;

use super::{
    super::{
        Place, ReadOptions,
        fields::{in_years, outside_years},
        json_error::describe,
        scan::Record,
        seconds::seconds,
    },
    time::{Instants, instants, local},
};

/// A leg with its source bytes.
pub(super) struct Leg {
    pub(super) place: Place,
    pub(super) bytes: Vec<u8>,
    /// Its start, without a zone.
    pub(super) local: DateTime,
    pub(super) started_at: Timestamp,
    /// The other instant of a local start that occurs twice or never.
    pub(super) other_start: Option<Timestamp>,
    pub(super) fields: Fields,
}

impl Leg {
    /// Reads a record as a leg; the error returns the record with the reason.
    pub(super) fn read(record: Record, options: &ReadOptions) -> Result<Self, (Record, String)> {
        match checked(&record.bytes, options) {
            Ok((fields, local, Instants { likely, other })) => {
                let Record { place, bytes } = record;
                Ok(Self { place, bytes, local, started_at: likely, other_start: other, fields })
            }
            Err(reason) => Err((record, reason)),
        }
    }
}

fn checked(bytes: &[u8], options: &ReadOptions) -> Result<(Fields, DateTime, Instants), String> {
    let fields: Fields = serde_json::from_slice(bytes).map_err(|error| describe(bytes, &error))?;
    for utterance in fields.utterances() {
        utterance.at()?;
    }
    let local = local(&fields.time, options.display)?;
    let instants = instants(local, &options.time_zone)?;
    Ok((fields, local, instants))
}

/// The fields a call is made of; others stay in the bytes only.
#[derive(Deserialize)]
#[serde(expecting = "a JSON object")]
pub(super) struct Fields {
    pub(super) uid: String,
    pub(super) leg_id: String,
    pub(super) leg: u32,
    time: String,
    pub(super) call_type: CallType,
    pub(super) call_from: String,
    pub(super) call_to: String,
    pub(super) status: LegStatus,
    #[serde(deserialize_with = "seconds")]
    pub(super) call_duration: u32,
    #[serde(deserialize_with = "seconds")]
    pub(super) ring_duration: u32,
    #[serde(deserialize_with = "seconds")]
    pub(super) talk_duration: u32,
    #[serde(deserialize_with = "seconds")]
    pub(super) hold_duration: u32,
    ai_transcription: Option<Vec<Utterance>>,
    pub(super) ai_summary: Option<String>,
}

impl Fields {
    pub(super) fn utterances(&self) -> &[Utterance] {
        self.ai_transcription.as_deref().unwrap_or_default()
    }

    /// Takes what was said out of the leg, which can be much.
    pub(super) fn take_utterances(&mut self) -> Vec<Utterance> {
        self.ai_transcription.take().unwrap_or_default()
    }
}

/// An utterance of the leg's transcript.
#[derive(Deserialize)]
#[serde(expecting = "a JSON object")]
pub(super) struct Utterance {
    pub(super) source_number: String,
    pub(super) content: String,
    timestamp: Option<i64>,
}

impl Utterance {
    /// The time of the utterance; 0 stands for none.
    pub(super) fn at(&self) -> Result<Option<Timestamp>, String> {
        let given = self.timestamp.filter(|milliseconds| *milliseconds != 0);
        let Some(milliseconds) = given else { return Ok(None) };
        let at = Timestamp::from_millisecond(milliseconds).ok().filter(|at| in_years(*at));
        at.map(Some).ok_or_else(|| {
            format!("{}, as milliseconds since 1970", outside_years("ai_transcription.timestamp"))
        })
    }
}

/// The PBX's codes for the direction of a call.
#[derive(Clone, Copy, Deserialize)]
pub(super) enum CallType {
    Inbound,
    Outbound,
    Internal,
}

/// The PBX's codes for the status of a leg.
#[derive(Clone, Copy, Deserialize)]
pub(super) enum LegStatus {
    #[serde(rename = "ANSWERED")]
    Answered,
    #[serde(rename = "NO ANSWER")]
    NoAnswer,
    #[serde(rename = "ABANDONED")]
    Abandoned,
    #[serde(rename = "BUSY")]
    Busy,
    #[serde(rename = "FAILED")]
    Failed,
    #[serde(rename = "VOICEMAIL")]
    Voicemail,
}

impl LegStatus {
    /// The code in the PBX's JSON.
    pub(super) const fn as_str(self) -> &'static str {
        match self {
            Self::Answered => "ANSWERED",
            Self::NoAnswer => "NO ANSWER",
            Self::Abandoned => "ABANDONED",
            Self::Busy => "BUSY",
            Self::Failed => "FAILED",
            Self::Voicemail => "VOICEMAIL",
        }
    }
}
