//! Vapi's server messages, as far as a call is made of them.

use jiff::Timestamp;
use serde::Deserialize;
use serde_json::Value;

use super::super::values::{Given, Lenient, Part, Seconds, WithSource};

#[derive(Default, Deserialize)]
#[serde(default)]
pub(super) struct Report {
    pub(super) message: Part<Message>,
}

#[derive(Default, Deserialize)]
#[serde(default, rename_all = "camelCase")]
pub(super) struct Message {
    #[serde(rename = "type")]
    pub(super) kind: Lenient<String>,
    pub(super) timestamp: Given<Timestamp>,
    pub(super) started_at: Given<Timestamp>,
    pub(super) ended_at: Given<Timestamp>,
    pub(super) ended_reason: Lenient<Option<String>>,
    pub(super) duration_seconds: Given<Seconds>,
    pub(super) cost: Given<f64>,
    pub(super) call: Part<Call>,
    pub(super) customer: Part<Customer>,
    pub(super) phone_number: Part<PhoneNumber>,
    pub(super) assistant: Part<Assistant>,
    pub(super) analysis: WithSource<Analysis>,
    pub(super) artifact: Part<Artifact>,
    pub(super) messages: Lenient<Vec<Part<Line>>>,
    #[serde(rename = "messagesOpenAIFormatted")]
    pub(super) formatted_messages: Lenient<Vec<Part<Line>>>,
    pub(super) transcript: Given<String>,
    pub(super) summary: Given<String>,
    pub(super) recording_url: Lenient<Option<String>>,
}

#[derive(Default, Deserialize)]
#[serde(default, rename_all = "camelCase")]
pub(super) struct Call {
    pub(super) id: Given<String>,
    #[serde(rename = "type")]
    pub(super) kind: Lenient<String>,
    pub(super) created_at: Given<Timestamp>,
    pub(super) started_at: Given<Timestamp>,
    pub(super) ended_at: Given<Timestamp>,
    pub(super) ended_reason: Lenient<Option<String>>,
    pub(super) customer: Part<Customer>,
    pub(super) phone_number: Part<PhoneNumber>,
    pub(super) assistant: Part<Assistant>,
    pub(super) analysis: WithSource<Analysis>,
    pub(super) artifact: Part<Artifact>,
    pub(super) messages: Lenient<Vec<Part<Line>>>,
    pub(super) transcript: Given<String>,
    pub(super) summary: Given<String>,
    pub(super) cost: Given<f64>,
    pub(super) recording_url: Lenient<Option<String>>,
}

#[derive(Default, Deserialize)]
#[serde(default, rename_all = "camelCase")]
pub(super) struct Customer {
    pub(super) name: Given<String>,
    pub(super) number: Given<String>,
    /// The address of one who called by SIP, who has no number.
    pub(super) sip_uri: Given<String>,
}

#[derive(Default, Deserialize)]
#[serde(default, rename_all = "camelCase")]
pub(super) struct PhoneNumber {
    pub(super) number: Given<String>,
    pub(super) sip_uri: Given<String>,
}

#[derive(Default, Deserialize)]
#[serde(default)]
pub(super) struct Assistant {
    pub(super) name: Given<String>,
}

#[derive(Default, Deserialize)]
#[serde(default, rename_all = "camelCase")]
pub(super) struct Analysis {
    pub(super) summary: Given<String>,
    pub(super) structured_data: Part<StructuredData>,
}

#[derive(Default, Deserialize)]
#[serde(default)]
pub(super) struct StructuredData {
    pub(super) sentiment: Lenient<Option<String>>,
}

#[derive(Default, Deserialize)]
#[serde(default, rename_all = "camelCase")]
pub(super) struct Artifact {
    pub(super) messages: Lenient<Vec<Part<Line>>>,
    #[serde(rename = "messagesOpenAIFormatted")]
    pub(super) formatted_messages: Lenient<Vec<Part<Line>>>,
    pub(super) transcript: Given<String>,
    pub(super) summary: Given<String>,
    pub(super) recording_url: Lenient<Option<String>>,
}

/// One message of the conversation: speech, instructions, tool calls or their results.
#[derive(Default, Deserialize)]
#[serde(default, rename_all = "camelCase")]
pub(super) struct Line {
    pub(super) role: Lenient<String>,
    pub(super) message: Lenient<Option<String>>,
    /// The text in the form that language models are given.
    pub(super) content: Lenient<Option<String>>,
    pub(super) time: Given<Timestamp>,
    pub(super) tool_calls: Lenient<Vec<Part<ToolCall>>>,
    pub(super) tool_call_id: Value,
    pub(super) result: Value,
}

#[derive(Default, Deserialize)]
#[serde(default)]
pub(super) struct ToolCall {
    pub(super) id: Value,
    pub(super) function: Part<Function>,
}

#[derive(Default, Deserialize)]
#[serde(default)]
pub(super) struct Function {
    pub(super) name: Given<String>,
    pub(super) arguments: Value,
}
