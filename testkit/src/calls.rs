//! Incoming calls, each different enough to be told apart.

use earshot_backend::readers::{CallVersion, IncomingCall, IncomingTurn};
use earshot_domain::{CallDetails, Channel, Direction, Speaker, Status, TranscriptState};
use jiff::SignedDuration;

use crate::instant;

/// The n-th call: a minute after the one before, with [`call_summary`] as its summary.
pub fn call(n: u32) -> IncomingCall {
    IncomingCall {
        source: "test".to_owned(),
        source_id: format!("call-{n}"),
        started_at: instant("2026-06-01T09:00:00Z") + SignedDuration::from_mins(n.into()),
        ended_at: None,
        end_reason: None,
        channel: Channel::Voice,
        direction: Direction::Inbound,
        status: Status::Completed,
        source_status: "done".to_owned(),
        caller: Some(caller_number(n)),
        callee: Some("+442079460100".to_owned()),
        agent: Some("Marina".to_owned()),
        total_seconds: 60 + n,
        ring_seconds: None,
        talk_seconds: None,
        hold_seconds: None,
        outcome: None,
        sentiment: None,
        summary: Some(call_summary(n)),
        transcript_state: TranscriptState::Available,
        turns: alternating_turns(&["Good morning", "I would like an appointment"]),
        customer: None,
        details: CallDetails::default(),
        version: CallVersion::default(),
        source_record: format!("{{\"n\":{n}}}").into_bytes(),
    }
}

/// The first `count` calls.
pub fn calls(count: u32) -> Vec<IncomingCall> {
    (1..=count).map(call).collect()
}

/// The summary of the n-th call, by which lists and files identify it.
pub fn call_summary(n: u32) -> String {
    format!("c{n:03}")
}

/// The caller of the n-th call, out of the range reserved for fiction.
pub fn caller_number(n: u32) -> String {
    format!("+4420794{n:05}")
}

/// Turns with these texts, by the agent and the caller in alternation.
pub fn alternating_turns(texts: &[&str]) -> Vec<IncomingTurn> {
    let speakers = [Speaker::Agent, Speaker::Caller].into_iter().cycle();
    let turn =
        |(text, speaker): (&&str, _)| IncomingTurn { speaker, text: (*text).to_owned(), at: None };
    texts.iter().zip(speakers).map(turn).collect()
}
