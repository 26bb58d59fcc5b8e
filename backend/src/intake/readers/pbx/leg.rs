//! A call leg in the PBX's JSON.

use jiff::Timestamp;
use serde::Deserialize;

use super::{
    super::{Place, ReadOptions, json_error::describe, scan::Record},
    time,
};

/// A leg with its source bytes.
pub(super) struct Leg {
    pub(super) place: Place,
    pub(super) bytes: Vec<u8>,
    pub(super) started_at: Timestamp,
    pub(super) fields: Fields,
}

impl Leg {
    /// Reads a record as a leg; the error returns the record with the reason.
    pub(super) fn read(record: Record, options: &ReadOptions) -> Result<Self, (Record, String)> {
        match checked(&record.bytes, options) {
            Ok((fields, started_at)) => {
                let Record { place, bytes } = record;
                Ok(Self { place, bytes, started_at, fields })
            }
            Err(reason) => Err((record, reason)),
        }
    }
}

fn checked(bytes: &[u8], options: &ReadOptions) -> Result<(Fields, Timestamp), String> {
    let fields: Fields = serde_json::from_slice(bytes).map_err(|error| describe(bytes, &error))?;
    for utterance in fields.utterances() {
        utterance.at()?;
    }
    let started_at = time::instant(&fields.time, &options.time_zone, options.display)?;
    Ok((fields, started_at))
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
    pub(super) call_duration: u32,
    pub(super) ring_duration: u32,
    pub(super) talk_duration: u32,
    pub(super) hold_duration: u32,
    ai_transcription: Option<Vec<Utterance>>,
    pub(super) ai_summary: Option<String>,
}

impl Fields {
    pub(super) fn utterances(&self) -> &[Utterance] {
        self.ai_transcription.as_deref().unwrap_or_default()
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
    /// The time of the utterance.
    pub(super) fn at(&self) -> Result<Option<Timestamp>, String> {
        self.timestamp
            .map(Timestamp::from_millisecond)
            .transpose()
            .map_err(|_| "`ai_transcription.timestamp` must be milliseconds since 1970".to_owned())
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
