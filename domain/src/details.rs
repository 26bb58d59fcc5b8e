//! Details of a call that no list needs, stored as one redacted document.

use serde::{Deserialize, Serialize};
use serde_json::Value;

use crate::{Sentiment, code::codes};

codes! {
    /// Consent of the caller to being recorded.
    Consent {
        /// Given.
        Granted = "granted", "Granted";
        /// Refused.
        Denied = "denied", "Denied";
        /// Not asked for.
        Missing = "missing", "Missing";
        /// Not given by the source.
        Unknown = "unknown", "Unknown";
    }
    /// Whether the tenant's rules permit playback of the recording.
    PlaybackCompliance {
        /// Permitted.
        Permitted = "permitted", "Permitted";
        /// Denied by a decision.
        Denied = "denied", "Denied";
        /// The evidence is missing.
        MissingEvidence = "missing_evidence", "Missing evidence";
        /// Blocked by a policy.
        PolicyBlocked = "policy_blocked", "Policy-blocked";
    }
    /// How urgent a call is.
    Priority {
        /// Immediate attention.
        Urgent = "urgent", "Urgent";
        /// Before normal calls.
        High = "high", "High";
        /// In order.
        Normal = "normal", "Normal";
        /// After normal calls.
        Low = "low", "Low";
    }
}

/// Everything about a call beyond its columns; absent parts were not in the source.
#[derive(Debug, Clone, Default, PartialEq, Serialize, Deserialize, utoipa::ToSchema)]
#[serde(default, deny_unknown_fields)]
pub struct CallDetails {
    /// The legs of a PBX call, in order.
    #[serde(skip_serializing_if = "Vec::is_empty")]
    pub legs: Vec<Leg>,
    /// What the receptionist looked up or did during the call.
    #[serde(skip_serializing_if = "Vec::is_empty")]
    pub function_calls: Vec<FunctionCall>,
    /// What the call cost.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub costs: Option<Costs>,
    /// The post-call analysis, with the source's field names.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub analysis: Option<Value>,
    /// Destination of a transfer.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub transfer_destination: Option<String>,
    /// Who the conversation was meant for.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub audience: Option<String>,
    /// How urgent it is.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub priority: Option<Priority>,
    /// The agent's sentiment; that of the call is the caller's.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub agent_sentiment: Option<Sentiment>,
    /// The caller's rating.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub csat: Option<Csat>,
    /// Labels.
    #[serde(skip_serializing_if = "Vec::is_empty")]
    pub tags: Vec<String>,
    /// Skills the receptionist used.
    #[serde(skip_serializing_if = "Vec::is_empty")]
    pub skills: Vec<String>,
    /// What the receptionist based its answers on.
    #[serde(skip_serializing_if = "Vec::is_empty")]
    pub citations: Vec<Citation>,
    /// Internal notes.
    #[serde(skip_serializing_if = "Vec::is_empty")]
    pub notes: Vec<String>,
    /// Review events from the source system.
    #[serde(skip_serializing_if = "Vec::is_empty")]
    pub review_events: Vec<ReviewEvent>,
    /// Consent to being recorded.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub consent: Option<Consent>,
    /// Whether the recording may be played.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub playback_compliance: Option<PlaybackCompliance>,
    /// The recording, as its source names it.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub recording: Option<Recording>,
}

/// One leg of a PBX call.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize, utoipa::ToSchema)]
pub struct Leg {
    /// The source's id of the leg.
    pub leg_id: String,
    /// Number within the call, from 1.
    pub leg: u32,
    /// The source's own status word.
    pub status: String,
    /// The extension that was called.
    pub call_to: String,
    /// Duration in seconds.
    pub total_seconds: u32,
    /// Seconds until it was answered.
    pub ring_seconds: u32,
    /// Seconds of talk.
    pub talk_seconds: u32,
    /// Seconds on hold.
    pub hold_seconds: u32,
}

/// One function the receptionist called.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize, utoipa::ToSchema)]
pub struct FunctionCall {
    /// Its name.
    pub function: String,
    /// What it was called with.
    #[serde(default)]
    pub parameters: Value,
    /// Result.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub result: Option<Value>,
    /// When, as the source wrote it (ISO 8601).
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub timestamp: Option<String>,
}

/// Costs in the source's currency.
#[derive(Debug, Clone, Default, PartialEq, Serialize, Deserialize, utoipa::ToSchema)]
#[serde(default, deny_unknown_fields)]
pub struct Costs {
    /// Infrastructure only.
    pub base: Option<f64>,
    /// Total.
    pub total: Option<f64>,
}

/// The caller's own rating of the call.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize, utoipa::ToSchema)]
#[serde(deny_unknown_fields)]
pub struct Csat {
    /// 1 (bad) to 5 (good).
    pub rating: u8,
    /// The caller's comment.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub comment: Option<String>,
}

/// A source the receptionist cited.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize, utoipa::ToSchema)]
#[serde(deny_unknown_fields)]
pub struct Citation {
    /// Title of the document.
    pub title: String,
    /// URL.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub url: Option<String>,
}

/// A review event of the source system, such as claim, escalate or resolve.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize, utoipa::ToSchema)]
#[serde(deny_unknown_fields)]
pub struct ReviewEvent {
    /// What was done.
    pub event: String,
    /// By whom.
    pub author: String,
    /// When (RFC 3339).
    pub at: String,
    /// Why.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub reason: Option<String>,
}

impl ReviewEvent {
    /// Describes the event with author and reason, for pages and files.
    pub fn sentence(&self) -> String {
        let reason = self.reason.as_ref().map(|reason| format!(": {reason}")).unwrap_or_default();
        format!("{} by {}{reason}", self.event, self.author)
    }
}

/// A recording, by its name in the source.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize, utoipa::ToSchema)]
#[serde(deny_unknown_fields)]
pub struct Recording {
    /// File name in the source.
    pub file_name: String,
}

/// The caller's personal details; stored encrypted.
#[derive(Debug, Clone, Default, PartialEq, Eq, Serialize, Deserialize, utoipa::ToSchema)]
#[serde(default, deny_unknown_fields)]
pub struct Customer {
    /// The source's id of the person.
    pub id: Option<String>,
    /// Full name.
    pub name: Option<String>,
    /// E-mail address.
    pub email: Option<String>,
    /// Telephone number.
    pub phone: Option<String>,
    /// Organisation.
    pub company: Option<String>,
    /// Whether the source verified the person's identity.
    pub identity_verified: Option<bool>,
}
