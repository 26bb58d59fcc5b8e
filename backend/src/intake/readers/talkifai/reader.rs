//! A call built from a conversation export.

use earshot_domain::{
    CallDetails, Channel, Costs, Customer, Direction, Recording, Sentiment, Status,
};
use jiff::Timestamp;
use serde_json::Value;

use super::{
    super::{
        CallVersion, Format, IncomingCall,
        checks::{MAX_CALL_SECONDS, with_valid_names},
        field_bounds::in_names_of,
        fields::{filled, filled_customer, instant, optional_instant, outcome, transcript_state},
        parsed::parsed,
    },
    document::{Conversation, Document, SourceRecording, User},
    transcript::{self, function_calls},
};

/// Builds the call of one document.
pub(in super::super) fn call(record: Vec<u8>) -> Result<IncomingCall, String> {
    let (Document { export_metadata, conversation }, bytes) = parsed(record)?;
    let exported_id = export_metadata.and_then(|metadata| metadata.conversation_id);
    let source_id = filled(conversation.room_name.clone())
        .or_else(|| filled(conversation.session_id.clone()))
        .or_else(|| filled(exported_id))
        .ok_or("`conversation` has no `roomName` and no `sessionId`")?;
    let started_at = instant(
        "conversation.startTime",
        conversation.start_time.as_deref().ok_or("`conversation` has no `startTime`")?,
    )?;
    let ended_at = optional_instant("conversation.endTime", conversation.end_time.as_deref())?;
    let total_seconds = total_seconds(conversation.duration, started_at, ended_at)?;
    let checked = Checked { source_id, started_at, ended_at, total_seconds };
    let call = build(conversation, checked)
        .and_then(|call| Ok(IncomingCall { source_record: bytes.into_bytes()?, ..call }))
        .and_then(with_valid_names);
    call.map_err(|reason| in_names_of(&NAMES, reason))
}

/// Names of a conversation's fields, by those of the own format.
const NAMES: [(&str, &str); 21] = [
    ("source_id", "conversation.roomName"),
    ("source_status", "conversation.sessionStatus"),
    ("caller", "conversation.callerPhone"),
    ("callee", "conversation.calleePhone"),
    ("agent", "conversation.agentName"),
    ("summary", "analysisData.call_summary"),
    ("outcome", "analysisData.call_outcome"),
    ("analysis", "postCallAnalysis.analysisData"),
    ("transcript", "transcript.raw"),
    ("transcript.turns", "transcript.raw"),
    ("transcript.turns.text", "transcript.raw.text"),
    ("function_calls", "transcript.functionCalls"),
    ("function_calls.function", "transcript.functionCalls.function"),
    ("function_calls.timestamp", "transcript.functionCalls.timestamp"),
    ("function_calls.parameters", "transcript.functionCalls.parameters"),
    ("function_calls.result", "transcript.functionCalls.result"),
    ("customer.id", "user.id"),
    ("customer.name", "user.name"),
    ("customer.email", "user.email"),
    ("customer.phone", "user.phone"),
    ("customer.company", "user.company"),
];

/// Fields of a conversation that were checked before the call is built.
struct Checked {
    source_id: String,
    started_at: Timestamp,
    ended_at: Option<Timestamp>,
    total_seconds: u32,
}

fn build(conversation: Conversation, checked: Checked) -> Result<IncomingCall, String> {
    let transcript = conversation.transcript.unwrap_or_default();
    let turns = transcript::turns(transcript.raw)?;
    let analysis = conversation.post_call_analysis.and_then(|analysis| analysis.analysis_data);
    let Checked { source_id, started_at, ended_at, total_seconds } = checked;
    Ok(IncomingCall {
        source: Format::Talkifai.as_str().to_owned(),
        source_id,
        started_at,
        ended_at,
        end_reason: None,
        channel: channel(conversation.session_type.as_deref()),
        direction: direction(conversation.call_direction.as_deref()),
        status: status(conversation.session_status.as_deref()),
        source_status: conversation.session_status.unwrap_or_default(),
        caller: filled(conversation.caller_phone),
        callee: filled(conversation.callee_phone),
        agent: filled(conversation.agent_name),
        total_seconds,
        ring_seconds: None,
        talk_seconds: None,
        hold_seconds: None,
        outcome: match word(analysis.as_ref(), "call_outcome") {
            Some(label) => outcome(label)?,
            None => None,
        },
        sentiment: sentiment(analysis.as_ref(), &CALLER_SENTIMENT),
        summary: filled(word(analysis.as_ref(), "call_summary").map(str::to_owned)),
        transcript_state: transcript_state(&turns),
        turns,
        customer: conversation.user.and_then(customer),
        details: CallDetails {
            function_calls: function_calls(
                transcript.parsed.unwrap_or_default(),
                transcript.function_calls.unwrap_or_default(),
            ),
            agent_sentiment: sentiment(analysis.as_ref(), &["agent_sentiment"]),
            costs: costs(conversation.base_cost, conversation.total_cost),
            analysis,
            recording: conversation.recording.and_then(recording),
            ..CallDetails::default()
        },
        version: version(conversation.updated_at.as_ref()),
        source_record: Vec::new(),
    })
}

fn total_seconds(
    duration: Option<u32>,
    started_at: Timestamp,
    ended_at: Option<Timestamp>,
) -> Result<u32, String> {
    let Some(end) = ended_at.filter(|_| duration.is_none()) else {
        return Ok(duration.unwrap_or(0));
    };
    let seconds = end.duration_since(started_at).as_secs();
    if end < started_at {
        return Err("`conversation.endTime` must not be before `conversation.startTime`".to_owned());
    }
    let seconds = u32::try_from(seconds).ok().filter(|seconds| *seconds <= MAX_CALL_SECONDS);
    seconds.ok_or_else(|| {
        "`conversation.endTime` must be at most 31 days after `conversation.startTime`".to_owned()
    })
}

fn version(updated_at: Option<&Value>) -> CallVersion {
    let updated_at = updated_at.and_then(Value::as_str).and_then(|text| text.parse().ok());
    CallVersion { revision: None, updated_at }
}

fn channel(session_type: Option<&str>) -> Channel {
    match session_type {
        Some("telephony") => Channel::Voice,
        Some("webcall") => Channel::Web,
        Some("chat") => Channel::Chat,
        _ => Channel::Unknown,
    }
}

fn direction(call_direction: Option<&str>) -> Direction {
    match call_direction {
        Some("inbound") => Direction::Inbound,
        Some("outbound") => Direction::Outbound,
        _ => Direction::Unknown,
    }
}

/// The status that a session's status stands for (docs/compatibility.md#decision-status).
fn status(session_status: Option<&str>) -> Status {
    match session_status {
        Some("completed") => Status::Completed,
        Some("failed") => Status::Failed,
        Some("abandoned") => Status::Missed,
        _ => Status::Unknown,
    }
}

/// Fields that may hold the caller's sentiment, the likeliest first.
const CALLER_SENTIMENT: [&str; 3] = ["sentiment", "caller_sentiment", "user_sentiment"];

fn sentiment(analysis: Option<&Value>, keys: &[&str]) -> Option<Sentiment> {
    let found = keys.iter().find_map(|key| word(analysis, key))?;
    match found.trim().to_lowercase().as_str() {
        "positive" => Some(Sentiment::Positive),
        "neutral" => Some(Sentiment::Neutral),
        "negative" | "upset" => Some(Sentiment::Negative),
        _ => None,
    }
}

fn word<'a>(analysis: Option<&'a Value>, key: &str) -> Option<&'a str> {
    analysis?.get(key)?.as_str()
}

fn costs(base: Option<f64>, total: Option<f64>) -> Option<Costs> {
    (base.is_some() || total.is_some()).then_some(Costs { base, total })
}

fn recording(recording: SourceRecording) -> Option<Recording> {
    filled(recording.file_name).map(|file_name| Recording { file_name })
}

fn customer(user: User) -> Option<Customer> {
    let User { id, name, email, phone, company } = user;
    filled_customer(Customer { id, name, email, phone, company, identity_verified: None })
}
