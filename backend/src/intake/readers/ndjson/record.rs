//! One line of our own format; `docs/import-formats.md` describes every field.

use earshot_domain::{
    Channel, Citation, Consent, Costs, Csat, Customer, Direction, FunctionCall, Leg,
    PlaybackCompliance, Priority, Recording, ReviewEvent, Sentiment, Speaker, Status,
    TranscriptState,
};
use serde::Deserialize;
use serde_json::Value;

use super::super::seconds::optional_seconds;

/// Names of the fields of our own format.
pub(crate) const OWN_FIELDS: [&str; 40] = [
    "source",
    "source_id",
    "started_at",
    "ended_at",
    "end_reason",
    "channel",
    "direction",
    "status",
    "source_status",
    "caller",
    "callee",
    "agent",
    "total_seconds",
    "ring_seconds",
    "talk_seconds",
    "hold_seconds",
    "outcome",
    "sentiment",
    "agent_sentiment",
    "summary",
    "transcript",
    "customer",
    "legs",
    "function_calls",
    "costs",
    "analysis",
    "transfer_destination",
    "audience",
    "priority",
    "csat",
    "tags",
    "skills",
    "citations",
    "notes",
    "review_events",
    "consent",
    "playback_compliance",
    "recording",
    "revision",
    "updated_at",
];

#[derive(Deserialize, utoipa::ToSchema)]
#[serde(deny_unknown_fields, expecting = "a JSON object")]
#[schema(as = PushedRecord)]
pub(super) struct OwnRecord {
    pub(super) source: Option<String>,
    pub(super) source_id: String,
    pub(super) started_at: String,
    pub(super) ended_at: Option<String>,
    pub(super) end_reason: Option<String>,
    pub(super) channel: Option<Channel>,
    pub(super) direction: Option<Direction>,
    pub(super) status: Status,
    pub(super) source_status: Option<String>,
    pub(super) caller: Option<String>,
    pub(super) callee: Option<String>,
    pub(super) agent: Option<String>,
    #[serde(default, deserialize_with = "optional_seconds")]
    #[schema(value_type = Option<f64>)]
    pub(super) total_seconds: Option<u32>,
    #[serde(default, deserialize_with = "optional_seconds")]
    #[schema(value_type = Option<f64>)]
    pub(super) ring_seconds: Option<u32>,
    #[serde(default, deserialize_with = "optional_seconds")]
    #[schema(value_type = Option<f64>)]
    pub(super) talk_seconds: Option<u32>,
    #[serde(default, deserialize_with = "optional_seconds")]
    #[schema(value_type = Option<f64>)]
    pub(super) hold_seconds: Option<u32>,
    pub(super) outcome: Option<String>,
    pub(super) sentiment: Option<Sentiment>,
    pub(super) agent_sentiment: Option<Sentiment>,
    pub(super) summary: Option<String>,
    pub(super) transcript: Option<OwnTranscript>,
    pub(super) customer: Option<Customer>,
    // `flatten` would switch off the refusal of unknown fields, so those of the details are
    // listed one by one.
    pub(super) legs: Option<Vec<Leg>>,
    pub(super) function_calls: Option<Vec<FunctionCall>>,
    pub(super) costs: Option<Costs>,
    pub(super) analysis: Option<Value>,
    pub(super) transfer_destination: Option<String>,
    pub(super) audience: Option<String>,
    pub(super) priority: Option<Priority>,
    pub(super) csat: Option<Csat>,
    pub(super) tags: Option<Vec<String>>,
    pub(super) skills: Option<Vec<String>>,
    pub(super) citations: Option<Vec<Citation>>,
    pub(super) notes: Option<Vec<String>>,
    pub(super) review_events: Option<Vec<ReviewEvent>>,
    pub(super) consent: Option<Consent>,
    pub(super) playback_compliance: Option<PlaybackCompliance>,
    pub(super) recording: Option<Recording>,
    /// Number that grows with every change of the record.
    pub(super) revision: Option<u64>,
    /// Time of the record's last change.
    pub(super) updated_at: Option<String>,
}

#[derive(Default, Deserialize, utoipa::ToSchema)]
#[serde(deny_unknown_fields, expecting = "a JSON object")]
#[schema(as = PushedTranscript)]
pub(super) struct OwnTranscript {
    pub(super) state: Option<TranscriptState>,
    pub(super) turns: Option<Vec<OwnTurn>>,
}

#[derive(Deserialize, utoipa::ToSchema)]
#[serde(deny_unknown_fields, expecting = "a JSON object")]
#[schema(as = PushedTurn)]
pub(crate) struct OwnTurn {
    pub(crate) speaker: Speaker,
    pub(crate) text: String,
    /// The time, as RFC 3339.
    pub(crate) at: Option<String>,
    /// The time, in milliseconds since the start of the call.
    pub(crate) offset_ms: Option<i64>,
}
