//! A call built from a line of our own format.

use earshot_domain::{CallDetails, Channel, Direction};

use super::{
    super::{
        IncomingCall,
        checks::{checked, length},
        fields::{filled, filled_customer},
        json_error::describe,
        parsed::parsed,
    },
    record::{OwnRecord, OwnTurn},
    rules,
};
use crate::schema::TypeSchema;

/// Builds the call of one line.
pub(in super::super) fn call(line: Vec<u8>) -> Result<IncomingCall, String> {
    let (record, bytes): (OwnRecord, _) = parsed(line)?;
    let call = build(record, Vec::new())?;
    checked(IncomingCall { source_record: bytes.into_bytes()?, ..call })
}

/// The schema of one call of our own format.
pub fn own_call_schema() -> TypeSchema {
    TypeSchema::of::<OwnRecord>()
}

/// Builds the call of a record mapped from another format. Its source is `source` unless it names
/// another; `source_record` is the original.
pub(crate) fn own_call(
    source: &str,
    record: &serde_json::Value,
    source_record: Vec<u8>,
) -> Result<IncomingCall, String> {
    own_call_with_turns(source, record, None, source_record)
}

/// Builds the call of a record as [`own_call`] does, with a transcript that is given apart.
pub(crate) fn own_call_with_turns(
    source: &str,
    record: &serde_json::Value,
    turns: Option<Vec<OwnTurn>>,
    source_record: Vec<u8>,
) -> Result<IncomingCall, String> {
    let bytes = record.to_string().into_bytes();
    let mut record: OwnRecord =
        serde_json::from_slice(&bytes).map_err(|error| describe(&bytes, &error))?;
    record.source.get_or_insert_with(|| source.to_owned());
    if turns.is_some() {
        record.transcript.get_or_insert_default().turns = turns;
    }
    checked(build(record, source_record)?)
}

/// The fault of a value in a record of our own format, whose other parts need not be there; `None` for a
/// record whose values all have the types and words of their fields.
pub(crate) fn own_fault(record: &serde_json::Value) -> Option<String> {
    let bytes = record.to_string().into_bytes();
    let read: Result<OwnRecord, _> = serde_json::from_slice(&bytes);
    read.err().map(|error| describe(&bytes, &error))
}

fn build(record: OwnRecord, source_record: Vec<u8>) -> Result<IncomingCall, String> {
    let (started_at, ended_at) = rules::times(&record)?;
    let total_seconds = length(record.total_seconds, started_at, ended_at)?;
    let (transcript_state, turns) = rules::transcript(record.transcript, started_at)?;
    Ok(IncomingCall {
        source: rules::source(record.source)?,
        source_id: record.source_id,
        started_at,
        ended_at,
        end_reason: filled(record.end_reason),
        channel: record.channel.unwrap_or(Channel::Unknown),
        direction: record.direction.unwrap_or(Direction::Unknown),
        status: record.status,
        source_status: filled(record.source_status)
            .unwrap_or_else(|| record.status.as_str().to_owned()),
        caller: filled(record.caller),
        callee: filled(record.callee),
        agent: filled(record.agent),
        total_seconds,
        ring_seconds: record.ring_seconds,
        talk_seconds: record.talk_seconds,
        hold_seconds: record.hold_seconds,
        outcome: rules::outcome(record.outcome)?,
        sentiment: record.sentiment,
        summary: filled(record.summary),
        transcript_state,
        turns,
        customer: record.customer.and_then(filled_customer),
        details: CallDetails {
            legs: record.legs.unwrap_or_default(),
            function_calls: record.function_calls.unwrap_or_default(),
            costs: record.costs,
            analysis: record.analysis,
            transfer_destination: filled(record.transfer_destination),
            audience: filled(record.audience),
            priority: record.priority,
            agent_sentiment: record.agent_sentiment,
            csat: rules::csat(record.csat)?,
            tags: record.tags.unwrap_or_default(),
            skills: record.skills.unwrap_or_default(),
            citations: record.citations.unwrap_or_default(),
            notes: record.notes.unwrap_or_default(),
            review_events: rules::review_events(record.review_events)?,
            consent: record.consent,
            playback_compliance: record.playback_compliance,
            recording: record.recording,
        },
        version: rules::version(record.revision, record.updated_at.as_deref())?,
        source_record,
    })
}
