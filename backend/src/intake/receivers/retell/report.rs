//! Retell's webhook events, as far as a call is made of them.

use jiff::Timestamp;
use serde::Deserialize;
use serde_json::Value;

use super::super::values::{Given, Lenient, Part, WithSource};

#[derive(Default, Deserialize)]
#[serde(default)]
pub(super) struct Report {
    pub(super) event: Lenient<String>,
    pub(super) event_timestamp: Given<Timestamp>,
    pub(super) call: Part<Call>,
}

#[derive(Default, Deserialize)]
#[serde(default)]
pub(super) struct Call {
    pub(super) call_id: Given<String>,
    pub(super) call_type: Lenient<String>,
    pub(super) call_status: Given<String>,
    pub(super) direction: Lenient<Option<String>>,
    pub(super) from_number: Given<String>,
    pub(super) to_number: Given<String>,
    pub(super) agent_id: Given<String>,
    pub(super) agent_name: Given<String>,
    pub(super) start_timestamp: Given<Timestamp>,
    pub(super) end_timestamp: Given<Timestamp>,
    pub(super) duration_ms: Given<f64>,
    pub(super) disconnection_reason: Lenient<String>,
    pub(super) transfer_destination: Given<String>,
    pub(super) recording_url: Lenient<Option<String>>,
    pub(super) call_analysis: WithSource<Analysis>,
    pub(super) call_cost: Part<Cost>,
    /// The same as one text.
    pub(super) transcript: Given<String>,
    pub(super) transcript_object: Lenient<Vec<Part<Utterance>>>,
    pub(super) transcript_with_tool_calls: Lenient<Vec<Part<Entry>>>,
}

#[derive(Default, Deserialize)]
#[serde(default)]
pub(super) struct Analysis {
    pub(super) call_summary: Given<String>,
    pub(super) user_sentiment: Lenient<Option<String>>,
    pub(super) call_successful: Lenient<Option<bool>>,
}

#[derive(Default, Deserialize)]
#[serde(default)]
pub(super) struct Cost {
    /// In cents.
    pub(super) combined_cost: Lenient<Option<f64>>,
}

/// One utterance.
#[derive(Default, Deserialize)]
#[serde(default)]
pub(super) struct Utterance {
    pub(super) role: Lenient<String>,
    pub(super) content: Lenient<Option<String>>,
    pub(super) words: Lenient<Vec<Part<Word>>>,
}

/// One word, with its times in seconds from the start of the call.
#[derive(Default, Deserialize)]
#[serde(default)]
pub(super) struct Word {
    pub(super) start: Lenient<Option<f64>>,
    pub(super) end: Lenient<Option<f64>>,
}

/// An utterance, a tool call, or its result.
#[derive(Default, Deserialize)]
#[serde(default)]
pub(super) struct Entry {
    pub(super) role: Lenient<String>,
    pub(super) words: Lenient<Vec<Part<Word>>>,
    pub(super) tool_call_id: Value,
    pub(super) name: Given<String>,
    pub(super) arguments: Value,
    pub(super) content: Value,
    /// Seconds from the start of the call.
    pub(super) time_sec: Lenient<Option<f64>>,
}
