//! The structure of an exported conversation: fields and their order
//! (docs/compatibility.md#talkifai-structure).
//!
//! Each value is any JSON, as its source wrote it; a value that the source lacks is `null`.

use serde::{Deserialize, Deserializer, Serialize, de::DeserializeOwned};
use serde_json::{Map, Value};
use utoipa::ToSchema;

/// The exported file.
#[derive(Serialize, ToSchema)]
#[serde(rename_all = "camelCase")]
#[schema(as = ExportedDocument)]
pub(super) struct Document<'a> {
    pub(super) export_metadata: ExportMetadata<'a>,
    pub(super) conversation: Conversation,
    pub(super) summary: Summary,
}

/// Metadata of the file.
#[derive(Serialize, ToSchema)]
#[serde(rename_all = "camelCase")]
pub(super) struct ExportMetadata<'a> {
    pub(super) exported_at: String,
    pub(super) organization_id: &'a str,
    pub(super) conversation_id: &'a str,
    pub(super) data_version: &'static str,
    pub(super) export_type: &'static str,
    pub(super) included_data: IncludedData,
    pub(super) schema_version: &'static str,
}

/// Parts that were requested.
#[derive(Serialize, Clone, Copy, ToSchema)]
pub(super) struct IncludedData {
    pub(super) transcript: bool,
    pub(super) analysis: bool,
    pub(super) recording: bool,
}

/// A source's record, of which only the conversation is needed.
#[derive(Deserialize)]
pub(super) struct SourceDocument {
    pub(super) conversation: Conversation,
}

/// The conversation.
#[derive(Default, Serialize, Deserialize, ToSchema)]
#[serde(rename_all = "camelCase", default)]
#[schema(as = ExportedConversation)]
pub(super) struct Conversation {
    pub(super) session_id: Value,
    pub(super) room_name: Value,
    pub(super) agent_id: Value,
    pub(super) agent_name: Value,
    pub(super) session_type: Value,
    pub(super) session_status: Value,
    pub(super) agent_model: Value,
    pub(super) agent_architecture: Value,
    pub(super) key_mode: Value,
    pub(super) call_direction: Value,
    pub(super) caller_phone: Value,
    pub(super) callee_phone: Value,
    pub(super) start_time: Value,
    pub(super) end_time: Value,
    pub(super) duration: Value,
    pub(super) base_cost: Value,
    pub(super) total_cost: Value,
    #[serde(deserialize_with = "object")]
    pub(super) user: Option<User>,
    #[serde(deserialize_with = "object")]
    pub(super) agent: Option<Agent>,
    #[serde(deserialize_with = "object")]
    pub(super) transcript: Option<Transcript>,
    #[serde(deserialize_with = "object")]
    pub(super) post_call_analysis: Option<PostCallAnalysis>,
    #[serde(deserialize_with = "object")]
    pub(super) recording: Option<Recording>,
    pub(super) created_at: Value,
    pub(super) updated_at: Value,
    /// Keys that the structure does not have.
    #[serde(flatten)]
    #[schema(ignore)]
    pub(super) extra: Extra,
}

/// The person behind the call.
#[derive(Default, Serialize, Deserialize, ToSchema)]
#[serde(default)]
#[schema(as = ExportedUser)]
pub(super) struct User {
    pub(super) id: Value,
    pub(super) name: Value,
    pub(super) email: Value,
    pub(super) phone: Value,
    pub(super) company: Value,
    /// Keys that the structure does not have.
    #[serde(flatten)]
    #[schema(ignore)]
    pub(super) extra: Extra,
}

/// The person, as the parts identify them.
#[derive(Default, Serialize, Deserialize, ToSchema)]
#[serde(default)]
#[schema(as = ExportedUserName)]
pub(super) struct UserName {
    pub(super) id: Value,
    pub(super) name: Value,
    pub(super) email: Value,
    /// Keys that the structure does not have.
    #[serde(flatten)]
    #[schema(ignore)]
    pub(super) extra: Extra,
}

/// Configuration of the agent.
#[derive(Default, Serialize, Deserialize, ToSchema)]
#[serde(rename_all = "camelCase", default)]
#[schema(as = ExportedAgent)]
pub(super) struct Agent {
    pub(super) id: Value,
    pub(super) name: Value,
    pub(super) description: Value,
    pub(super) model: Value,
    pub(super) stt: Value,
    pub(super) agent_architecture: Value,
    pub(super) realtime_provider: Value,
    pub(super) enabled_functions: Value,
    pub(super) function_calling_enabled: Value,
    pub(super) enabled_custom_functions: Value,
    pub(super) greeting_message: Value,
    pub(super) greeting_type: Value,
    pub(super) temperature: Value,
    pub(super) enabled_pronunciations: Value,
    pub(super) post_call_analysis_model: Value,
    pub(super) category: Value,
    pub(super) mode: Value,
    pub(super) inactivity_timeout: Value,
    /// Keys that the structure does not have.
    #[serde(flatten)]
    #[schema(ignore)]
    pub(super) extra: Extra,
}

/// The agent, as the analysis identifies it.
#[derive(Default, Serialize, Deserialize, ToSchema)]
#[serde(default)]
#[schema(as = ExportedAgentName)]
pub(super) struct AgentName {
    pub(super) id: Value,
    pub(super) name: Value,
    pub(super) description: Value,
    pub(super) model: Value,
    /// Keys that the structure does not have.
    #[serde(flatten)]
    #[schema(ignore)]
    pub(super) extra: Extra,
}

/// The transcript as a JSON text, and the function calls.
#[derive(Default, Serialize, Deserialize, ToSchema)]
#[serde(rename_all = "camelCase", default)]
#[schema(as = ExportedTranscript)]
pub(super) struct Transcript {
    pub(super) raw: Value,
    pub(super) parsed: Value,
    pub(super) function_calls: Value,
    pub(super) created_at: Value,
    #[serde(deserialize_with = "object")]
    pub(super) user: Option<UserName>,
    /// Keys that the structure does not have.
    #[serde(flatten)]
    #[schema(ignore)]
    pub(super) extra: Extra,
}

/// Post-call analysis.
#[derive(Default, Serialize, Deserialize, ToSchema)]
#[serde(rename_all = "camelCase", default)]
#[schema(as = ExportedAnalysis)]
pub(super) struct PostCallAnalysis {
    pub(super) analysis_data: Value,
    pub(super) analyzed_at: Value,
    #[serde(deserialize_with = "object")]
    pub(super) user: Option<UserName>,
    #[serde(deserialize_with = "object")]
    pub(super) agent: Option<AgentName>,
    /// Keys that the structure does not have.
    #[serde(flatten)]
    #[schema(ignore)]
    pub(super) extra: Extra,
}

/// Link to the recording.
#[derive(Default, Serialize, Deserialize, ToSchema)]
#[serde(rename_all = "camelCase", default)]
#[schema(as = ExportedRecording)]
pub(super) struct Recording {
    pub(super) id: Value,
    pub(super) file_name: Value,
    pub(super) signed_url: Value,
    pub(super) url_expiry: Value,
    pub(super) created_at: Value,
    pub(super) available: bool,
}

/// Summary of the parts that exist, including those not requested.
#[expect(clippy::struct_excessive_bools, reason = "the structure of the interface")]
#[derive(Serialize, ToSchema)]
#[serde(rename_all = "camelCase")]
#[schema(as = ExportedSummary)]
pub(super) struct Summary {
    pub(super) has_transcript: bool,
    pub(super) has_analysis: bool,
    pub(super) has_recording: bool,
    pub(super) has_function_calls: bool,
    pub(super) recording_available: bool,
    pub(super) duration: Value,
    pub(super) call_completed: bool,
    pub(super) is_telephony_call: bool,
    pub(super) has_billing_info: bool,
}

/// Keys of a source that the structure does not have, with their values.
pub(super) type Extra = Map<String, Value>;

/// An object of a source; anything else in its place is no part of the structure.
fn object<'de, D, T>(from: D) -> Result<Option<T>, D::Error>
where
    D: Deserializer<'de>,
    T: DeserializeOwned,
{
    let value = Value::deserialize(from)?;
    Ok(if value.is_object() { serde_json::from_value(value).ok() } else { None })
}
