//! Descriptions of receivers, which the operator writes in TOML.

use std::collections::BTreeMap;

use serde::Deserialize;
use serde_json::Value;

/// A receiver; its URL ends in its name.
#[derive(Debug, Clone, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct ReceiverSpec {
    /// Last segment of the URL: lower-case letters, digits and hyphens.
    pub name: String,
    /// The sender's vendor.
    pub vendor: Vendor,
    /// Slug of the calls' tenant.
    pub tenant: String,
    /// Slug of the calls' project.
    pub project: String,
    /// The secret with which the sender signs or authenticates.
    pub secret: String,
    /// Largest report, in bytes.
    #[serde(default = "report_bytes")]
    pub max_bytes: usize,
    /// Signature of the vendor `json`.
    pub signature: Option<SignatureSpec>,
    /// Mapping of the vendor `json`.
    pub mapping: Option<MappingSpec>,
    /// Account and URLs of the vendor `twilio`.
    pub twilio: Option<TwilioSpec>,
}

/// Vendors whose reports can be read.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Deserialize)]
#[serde(rename_all = "lowercase")]
pub enum Vendor {
    /// Vapi's `end-of-call-report`.
    Vapi,
    /// Retell's `call_ended` and `call_analyzed`.
    Retell,
    /// Twilio's Voice Intelligence transcripts.
    Twilio,
    /// Any JSON, by a mapping.
    Json,
}

/// Authentication of a sender's reports.
#[derive(Debug, Clone, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct SignatureSpec {
    /// The header.
    pub header: String,
    /// Prefix of the signature, such as `sha256=`.
    #[serde(default)]
    pub prefix: String,
    /// Encoding of the signature.
    pub encoding: SignatureEncoding,
    /// A time that is signed with the body, as in `t=1700000000,v0=…`.
    pub timestamp: Option<SignedTimeSpec>,
}

/// A time beside the signature in its header, signed as time, separator and body.
#[derive(Debug, Clone, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct SignedTimeSpec {
    /// Label of the time.
    #[serde(default = "time_label")]
    pub label: String,
    /// Label of the signature, which is its version.
    #[serde(default = "signature_version")]
    pub version: String,
    /// Between the time and the body where they are signed.
    #[serde(default = "time_separator")]
    pub separator: String,
    /// Unit of the time, since 1970.
    #[serde(default)]
    pub unit: TimeUnit,
    /// Seconds by which the time may differ from ours.
    #[serde(default = "tolerance_seconds")]
    pub tolerance_seconds: u32,
}

/// Contents of a signature's header.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Deserialize)]
#[serde(rename_all = "kebab-case")]
pub enum SignatureEncoding {
    /// HMAC-SHA256 of the body, in hexadecimal.
    Hex,
    /// HMAC-SHA256 of the body, in base64.
    Base64,
    /// The secret itself.
    Secret,
}

/// Mapping of a report to the fields of our own format.
#[derive(Debug, Clone, Default, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct MappingSpec {
    /// Conditions: accepted values by JSON pointer. Reports that do not meet them are ignored.
    #[serde(default)]
    pub when: BTreeMap<String, Vec<Value>>,
    /// JSON pointers by field of our format (`customer.name` for a nested one).
    pub fields: BTreeMap<String, String>,
    /// Fixed values by field.
    #[serde(default)]
    pub fixed: BTreeMap<String, Value>,
    /// Translations of values by field; `*` matches any other value.
    #[serde(default)]
    pub values: BTreeMap<String, BTreeMap<String, String>>,
    /// Mapping of the transcript.
    pub transcript: Option<TranscriptSpec>,
}

/// Mapping of a report's transcript.
#[derive(Debug, Clone, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct TranscriptSpec {
    /// JSON pointer of the list of turns.
    pub turns: String,
    /// JSON pointer of the speaker, within a turn.
    pub speaker: String,
    /// JSON pointer of the text, within a turn.
    pub text: String,
    /// The time, within a turn.
    pub at: Option<LineTimeSpec>,
    /// Speakers that are the agent.
    pub agent: Vec<String>,
    /// Speakers that are the caller; any other is the system.
    pub caller: Vec<String>,
}

/// Time of a turn.
#[derive(Debug, Clone, Deserialize)]
#[serde(untagged, expecting = "must be a JSON pointer to an instant, or { path, unit, from }")]
pub enum LineTimeSpec {
    /// JSON pointer of an instant.
    Instant(String),
    /// A number of a unit, from an origin.
    Counted(CountedTimeSpec),
}

/// A number of seconds or milliseconds from the start of the call or from 1970.
#[derive(Debug, Clone, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct CountedTimeSpec {
    /// JSON pointer of the number, within a turn.
    pub path: String,
    /// Its unit.
    pub unit: TimeUnit,
    /// Its origin.
    pub from: TimeOrigin,
}

/// Units of times.
#[derive(Debug, Clone, Copy, Default, PartialEq, Eq, Deserialize)]
pub enum TimeUnit {
    /// Seconds, with or without a fraction.
    #[default]
    #[serde(rename = "s")]
    Seconds,
    /// Milliseconds.
    #[serde(rename = "ms")]
    Milliseconds,
}

/// Origins of times.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Deserialize)]
#[serde(rename_all = "lowercase")]
pub enum TimeOrigin {
    /// The start of the call.
    Start,
    /// The beginning of 1970, in UTC.
    Epoch,
}

impl LineTimeSpec {
    /// JSON pointer of the value.
    pub(super) fn path(&self) -> &str {
        match self {
            Self::Instant(path) => path,
            Self::Counted(counted) => &counted.path,
        }
    }
}

impl TimeUnit {
    /// Milliseconds of one.
    pub(super) const fn milliseconds(self) -> u32 {
        match self {
            Self::Seconds => 1000,
            Self::Milliseconds => 1,
        }
    }
}

/// Access to Twilio's API.
#[derive(Debug, Clone, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct TwilioSpec {
    /// The account; the secret is its auth token.
    pub account_sid: String,
    /// Base URL of transcripts.
    #[serde(default = "intelligence")]
    pub intelligence_url: String,
    /// Base URL of calls and recordings.
    #[serde(default = "api")]
    pub api_url: String,
}

/// Largest report unless the operator says otherwise.
pub(super) const fn report_bytes() -> usize {
    2 << 20
}

fn time_label() -> String {
    "t".to_owned()
}

fn signature_version() -> String {
    "v0".to_owned()
}

fn time_separator() -> String {
    ".".to_owned()
}

const fn tolerance_seconds() -> u32 {
    300
}

fn intelligence() -> String {
    "https://intelligence.twilio.com".to_owned()
}

fn api() -> String {
    "https://api.twilio.com".to_owned()
}
