//! Twilio's resources, as far as a call is made of them.

use jiff::Timestamp;
use serde::Deserialize;
use serde_json::Value;

use super::super::values::{Given, Lenient, Part, Seconds};

/// A report of Voice Intelligence.
#[derive(Default, Deserialize)]
#[serde(default)]
pub(super) struct Report {
    pub(super) event_type: Lenient<String>,
    pub(super) transcript_sid: Lenient<String>,
}

#[derive(Default, Deserialize)]
#[serde(default)]
pub(super) struct Transcript {
    pub(super) sid: Given<String>,
    pub(super) customer_key: Lenient<Option<String>>,
    pub(super) date_created: Given<Timestamp>,
    pub(super) media_start_time: Given<Timestamp>,
    pub(super) duration: Given<Seconds>,
    pub(super) channel: Part<Channel>,
}

#[derive(Default, Deserialize)]
#[serde(default)]
pub(super) struct Channel {
    pub(super) media_properties: Part<MediaProperties>,
    pub(super) participants: Lenient<Vec<Part<Participant>>>,
}

#[derive(Default, Deserialize)]
#[serde(default)]
pub(super) struct MediaProperties {
    pub(super) source_sid: Lenient<String>,
}

#[derive(Default, Deserialize)]
#[serde(default)]
pub(super) struct Participant {
    pub(super) channel_participant: Value,
    pub(super) role: Lenient<String>,
    pub(super) full_name: Lenient<Option<String>>,
}

#[derive(Default, Deserialize)]
#[serde(default)]
pub(super) struct Sentence {
    pub(super) sentence_index: Lenient<Option<i64>>,
    pub(super) media_channel: Value,
    /// Seconds from the start of the recording.
    pub(super) start_time: Given<f64>,
    pub(super) transcript: Lenient<Option<String>>,
}

#[derive(Default, Deserialize)]
#[serde(default)]
pub(super) struct Recording {
    pub(super) sid: Lenient<Option<String>>,
    pub(super) call_sid: Lenient<Option<String>>,
    pub(super) start_time: Given<Timestamp>,
    /// Seconds, as text.
    pub(super) duration: Lenient<String>,
}

#[derive(Default, Deserialize)]
#[serde(default)]
pub(super) struct Call {
    pub(super) sid: Given<String>,
    pub(super) status: Lenient<Option<String>>,
    pub(super) direction: Lenient<String>,
    pub(super) from: Given<String>,
    pub(super) to: Given<String>,
    pub(super) date_created: Given<Timestamp>,
    pub(super) start_time: Given<Timestamp>,
    pub(super) end_time: Given<Timestamp>,
    /// Seconds, as text.
    pub(super) duration: Lenient<String>,
}
