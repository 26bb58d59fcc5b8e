//! The JSON of a conversation export, any part of which may be missing or null.

use std::fmt;

use earshot_domain::{FunctionCall, Speaker};
use jiff::Timestamp;
use serde::{
    Deserialize, Deserializer,
    de::{Error, SeqAccess, Visitor, value::SeqAccessDeserializer},
};
use serde_json::Value;

use super::super::{fields::optional_instant, seconds::optional_seconds};

#[derive(Deserialize)]
#[serde(rename_all = "camelCase", expecting = "a JSON object")]
pub(super) struct Document {
    pub(super) export_metadata: Option<ExportMetadata>,
    pub(super) conversation: Conversation,
}

#[derive(Deserialize)]
#[serde(rename_all = "camelCase", expecting = "a JSON object")]
pub(super) struct ExportMetadata {
    pub(super) conversation_id: Option<String>,
}

#[derive(Deserialize)]
#[serde(rename_all = "camelCase", expecting = "a JSON object")]
pub(super) struct Conversation {
    pub(super) session_id: Option<String>,
    pub(super) room_name: Option<String>,
    pub(super) agent_name: Option<String>,
    pub(super) session_type: Option<String>,
    pub(super) session_status: Option<String>,
    pub(super) call_direction: Option<String>,
    pub(super) caller_phone: Option<String>,
    pub(super) callee_phone: Option<String>,
    pub(super) start_time: Option<String>,
    pub(super) end_time: Option<String>,
    #[serde(default, deserialize_with = "optional_seconds")]
    pub(super) duration: Option<u32>,
    pub(super) base_cost: Option<f64>,
    pub(super) total_cost: Option<f64>,
    pub(super) user: Option<User>,
    pub(super) transcript: Option<SourceTranscript>,
    pub(super) post_call_analysis: Option<PostCallAnalysis>,
    pub(super) recording: Option<SourceRecording>,
    /// A time; anything else marks no version.
    pub(super) updated_at: Option<Value>,
}

#[derive(Deserialize)]
#[serde(expecting = "a JSON object")]
pub(super) struct User {
    pub(super) id: Option<String>,
    pub(super) name: Option<String>,
    pub(super) email: Option<String>,
    pub(super) phone: Option<String>,
    pub(super) company: Option<String>,
}

#[derive(Default, Deserialize)]
#[serde(rename_all = "camelCase", expecting = "a JSON object")]
pub(super) struct SourceTranscript {
    pub(super) raw: Option<Raw>,
    pub(super) parsed: Option<Vec<FunctionCall>>,
    pub(super) function_calls: Option<Vec<FunctionCall>>,
}

/// The turns, as the JSON text the API documents or already as an array.
pub(super) enum Raw {
    Text(String),
    Turns(Vec<SourceTurn>),
}

/// As serde's `untagged`, which would hold the whole transcript in memory once more.
impl<'de> Deserialize<'de> for Raw {
    fn deserialize<D: Deserializer<'de>>(deserializer: D) -> Result<Self, D::Error> {
        struct TextOrTurns;
        impl<'de> Visitor<'de> for TextOrTurns {
            type Value = Raw;

            fn expecting(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
                f.write_str("a JSON text or an array of {speaker, text, timestamp}")
            }

            fn visit_str<E: Error>(self, text: &str) -> Result<Raw, E> {
                Ok(Raw::Text(text.to_owned()))
            }

            fn visit_string<E: Error>(self, text: String) -> Result<Raw, E> {
                Ok(Raw::Text(text))
            }

            fn visit_seq<A: SeqAccess<'de>>(self, turns: A) -> Result<Raw, A::Error> {
                Deserialize::deserialize(SeqAccessDeserializer::new(turns)).map(Raw::Turns)
            }
        }
        deserializer.deserialize_any(TextOrTurns)
    }
}

#[derive(Deserialize)]
#[serde(expecting = "a JSON object")]
pub(super) struct SourceTurn {
    pub(super) speaker: SpeakerName,
    pub(super) text: String,
    pub(super) timestamp: Option<SourceTime>,
}

/// The speaker that a name stands for, if it stands for one.
pub(super) struct SpeakerName(pub(super) Option<Speaker>);

impl<'de> Deserialize<'de> for SpeakerName {
    fn deserialize<D: Deserializer<'de>>(deserializer: D) -> Result<Self, D::Error> {
        let name = String::deserialize(deserializer)?;
        Ok(Self(match name.to_ascii_lowercase().as_str() {
            "agent" | "assistant" => Some(Speaker::Agent),
            "user" | "caller" | "customer" => Some(Speaker::Caller),
            "system" => Some(Speaker::System),
            _ => None,
        }))
    }
}

/// The time of a turn, or what is wrong with it.
pub(super) struct SourceTime(pub(super) Result<Option<Timestamp>, String>);

impl<'de> Deserialize<'de> for SourceTime {
    fn deserialize<D: Deserializer<'de>>(deserializer: D) -> Result<Self, D::Error> {
        let time = String::deserialize(deserializer)?;
        Ok(Self(optional_instant("transcript.raw.timestamp", Some(&time))))
    }
}

#[derive(Deserialize)]
#[serde(rename_all = "camelCase", expecting = "a JSON object")]
pub(super) struct PostCallAnalysis {
    pub(super) analysis_data: Option<Value>,
}

#[derive(Deserialize)]
#[serde(rename_all = "camelCase", expecting = "a JSON object")]
pub(super) struct SourceRecording {
    pub(super) file_name: Option<String>,
}
