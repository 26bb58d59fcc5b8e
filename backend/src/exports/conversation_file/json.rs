//! A conversation as one JSON object; docs/call-files.md describes it.

use earshot_domain::{
    CallId, CallerView, Channel, Citation, Consent, Costs, Csat, Direction, FunctionCall, Leg,
    MediaState, PlacedFunctionCall, PlaybackCompliance, Priority, Review, ReviewEvent, ReviewState,
    Sentiment, Status, TranscriptState,
};
use serde::Serialize;
use serde_json::Value;
use utoipa::ToSchema;

use super::{
    messages::Message,
    metadata::{FileCustomer, FileEvent, Metadata},
};
use crate::{Error, privacy::masking::FileMask, schema::TypeSchema};

/// A call and its conversation. A field that the source does not have is `null`; a list is empty.
#[derive(Serialize, ToSchema)]
#[schema(as = ConversationFile)]
struct Conversation<'a> {
    call_id: CallId,
    project_id: &'a str,
    source: &'a str,
    source_id: &'a str,
    started_at: &'a str,
    ended_at: Option<&'a str>,
    end_reason: Option<&'a str>,
    status: Status,
    source_status: &'a str,
    channel: Channel,
    direction: Direction,
    caller: Option<String>,
    callee: Option<String>,
    agent: Option<&'a str>,
    duration_seconds: u32,
    ring_seconds: Option<u32>,
    talk_seconds: Option<u32>,
    hold_seconds: Option<u32>,
    outcome: Option<&'a str>,
    sentiment: Option<Sentiment>,
    summary: Option<&'a str>,
    review_state: ReviewState,
    has_recording: bool,
    recording_state: MediaState,
    consent: Consent,
    playback_compliance: PlaybackCompliance,
    transfer_destination: Option<&'a str>,
    #[schema(value_type = FileCustomer)]
    customer: &'a Value,
    audience: Option<&'a str>,
    priority: Option<Priority>,
    csat: Option<&'a Csat>,
    tags: &'a [String],
    skills: &'a [String],
    citations: &'a [Citation],
    notes: &'a [String],
    legs: &'a [Leg],
    costs: Option<&'a Costs>,
    analysis: Option<&'a Value>,
    function_calls: Vec<Placed<'a>>,
    transcript_state: TranscriptState,
    message_count: usize,
    messages: Vec<Message<'a>>,
    #[schema(value_type = Vec<FileEvent>)]
    audit_log: &'a [Value],
    #[serde(skip_serializing_if = "Option::is_none")]
    review_history: Option<&'a [ReviewEvent]>,
}

/// A function call and its place in the conversation.
#[derive(Serialize, ToSchema)]
#[schema(as = ConversationFunctionCall)]
struct Placed<'a> {
    #[serde(flatten)]
    call: &'a FunctionCall,
    offset_ms: Option<i64>,
}

/// The schema of the object.
pub fn conversation_schema() -> TypeSchema {
    TypeSchema::of::<Conversation<'static>>()
}

/// Writes the object, indented, with a line feed at its end.
pub(super) fn write(
    review: &Review,
    metadata: &Metadata,
    messages: Vec<Message<'_>>,
    include_quality_history: bool,
) -> Result<Vec<u8>, Error> {
    let (row, details) = (&review.row, &review.details);
    let conversation = Conversation {
        call_id: row.id,
        project_id: review.project.as_str(),
        source: &metadata.source,
        source_id: &metadata.source_id,
        started_at: &row.started.rfc3339,
        ended_at: review.ended.as_ref().map(|ended| ended.rfc3339.as_str()),
        end_reason: review.end_reason.as_deref(),
        status: row.status,
        source_status: &review.source_status,
        channel: row.channel,
        direction: review.direction,
        caller: number(&row.caller),
        callee: number(&review.callee),
        agent: row.agent.as_deref(),
        duration_seconds: row.duration_seconds,
        ring_seconds: review.ring_seconds,
        talk_seconds: review.talk_seconds,
        hold_seconds: review.hold_seconds,
        outcome: row.outcome.as_ref().map(earshot_domain::OutcomeCode::as_str),
        sentiment: row.sentiment,
        summary: row.summary.as_deref(),
        review_state: metadata.review_state,
        has_recording: metadata.has_recording,
        recording_state: metadata.recording_state,
        consent: review.recording.consent,
        playback_compliance: review.recording.playback_compliance,
        transfer_destination: details.transfer_destination.as_deref(),
        customer: &metadata.customer,
        audience: details.audience.as_deref(),
        priority: details.priority,
        csat: details.csat.as_ref(),
        tags: &metadata.tags,
        skills: &details.skills,
        citations: &details.citations,
        notes: &metadata.notes,
        legs: &details.legs,
        costs: details.costs.as_ref(),
        analysis: details.analysis.as_ref(),
        function_calls: review.function_calls.iter().map(placed).collect(),
        transcript_state: metadata.transcript_state,
        message_count: messages.len(),
        messages,
        audit_log: &metadata.audit_log,
        review_history: include_quality_history.then_some(&details.review_events),
    };
    let mut bytes = serde_json::to_vec_pretty(&conversation)?;
    bytes.push(b'\n');
    Ok(bytes)
}

fn placed(placed: &PlacedFunctionCall) -> Placed<'_> {
    Placed { call: &placed.call, offset_ms: placed.offset_ms }
}

/// A number masked to its last four digits, since a file leaves the portal (ADR 3).
fn number(number: &CallerView) -> Option<String> {
    match number {
        CallerView::Absent => None,
        CallerView::Full(number) => Some(FileMask::LastFour.cell(Some(number))),
        shown => Some(shown.in_file()),
    }
}
