//! How an operator describes receivers, in TOML.

use std::collections::BTreeMap;

use serde::Deserialize;
use serde_json::Value;

/// One receiver: its address ends in its name.
#[derive(Debug, Clone, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct ReceiverSpec {
    /// Last part of the address: lower-case letters, digits and hyphens.
    pub name: String,
    /// Who sends.
    pub vendor: Vendor,
    /// Slug of the tenant that the calls are of.
    pub tenant: String,
    /// Slug of the project that they go to.
    pub project: String,
    /// What the sender signs with, or shows.
    pub secret: String,
    /// How any other sender signs.
    pub signature: Option<SignatureSpec>,
    /// How any other sender's reports are to be read.
    pub mapping: Option<MappingSpec>,
    /// Where Twilio's transcripts are fetched from.
    pub twilio: Option<TwilioSpec>,
}

/// Whose reports they are.
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

/// How a sender shows that a report is theirs.
#[derive(Debug, Clone, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct SignatureSpec {
    /// The header.
    pub header: String,
    /// What comes before the signature in it, such as `sha256=`.
    #[serde(default)]
    pub prefix: String,
    /// What it holds.
    pub encoding: SignatureEncoding,
}

/// What a signature's header holds.
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

/// Where in a report the fields of our own format are.
#[derive(Debug, Clone, Default, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct MappingSpec {
    /// Reports that count: the values that a place (a JSON pointer) may have. Others are ignored.
    #[serde(default)]
    pub when: BTreeMap<String, Vec<Value>>,
    /// Our field (`customer.name` for one within another) and the place of its value.
    pub fields: BTreeMap<String, String>,
    /// Our field and its value in every call.
    #[serde(default)]
    pub fixed: BTreeMap<String, Value>,
    /// Our field, the sender's words and ours; `*` stands for any other.
    #[serde(default)]
    pub values: BTreeMap<String, BTreeMap<String, String>>,
    /// Where the conversation is.
    pub transcript: Option<TranscriptSpec>,
}

/// Where in a report the conversation is.
#[derive(Debug, Clone, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct TranscriptSpec {
    /// Place of the list of turns.
    pub turns: String,
    /// Place, within a turn, of who speaks.
    pub speaker: String,
    /// Place, within a turn, of what is said.
    pub text: String,
    /// Place, within a turn, of when.
    pub at: Option<String>,
    /// The sender's words for the agent.
    pub agent: Vec<String>,
    /// The sender's words for the caller; turns of anybody else are the system's.
    pub caller: Vec<String>,
}

/// How Twilio is asked for a transcript.
#[derive(Debug, Clone, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct TwilioSpec {
    /// The account; the secret is its auth token.
    pub account_sid: String,
    /// Where transcripts are.
    #[serde(default = "intelligence")]
    pub intelligence_url: String,
    /// Where calls and recordings are.
    #[serde(default = "api")]
    pub api_url: String,
}

fn intelligence() -> String {
    "https://intelligence.twilio.com".to_owned()
}

fn api() -> String {
    "https://api.twilio.com".to_owned()
}
