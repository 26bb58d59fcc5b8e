//! Calls as a source would deliver them, each different enough to be told apart.

use earshot_backend::readers::{IncomingCall, IncomingTurn};
use earshot_domain::{
    CallDetails, Channel, Direction, OutcomeCode, Recording, Speaker, Status, TranscriptState,
};
use jiff::{SignedDuration, Timestamp};

/// The n-th call: a minute after the one before, with a summary that names it.
pub fn call(n: u32) -> IncomingCall {
    let started_at = at("2026-06-01T09:00:00Z") + SignedDuration::from_mins(n.into());
    IncomingCall {
        source: "test".to_owned(),
        source_id: format!("call-{n}"),
        started_at,
        ended_at: None,
        end_reason: None,
        channel: Channel::Voice,
        direction: Direction::Inbound,
        status: Status::Completed,
        source_status: "done".to_owned(),
        caller: Some(number(n)),
        callee: Some("+442079460100".to_owned()),
        agent: Some("Marina".to_owned()),
        total_seconds: 60 + n,
        ring_seconds: None,
        talk_seconds: None,
        hold_seconds: None,
        outcome: None,
        sentiment: None,
        summary: Some(name(n)),
        transcript_state: TranscriptState::Available,
        turns: said(&["Good morning", "I would like an appointment"]),
        customer: None,
        details: CallDetails::default(),
        source_record: format!("{{\"n\":{n}}}").into_bytes(),
    }
}

/// The first `count` calls.
pub fn calls(count: u32) -> Vec<IncomingCall> {
    (1..=count).map(call).collect()
}

/// The summary by which lists and files show the n-th call.
pub fn name(n: u32) -> String {
    format!("c{n:03}")
}

/// The caller of the n-th call, out of a range kept for drama.
pub fn number(n: u32) -> String {
    format!("+4420794{n:05}")
}

/// Turns by the agent and the caller in alternation.
pub fn said(texts: &[&str]) -> Vec<IncomingTurn> {
    let speakers = [Speaker::Agent, Speaker::Caller].into_iter().cycle();
    let turn =
        |(text, speaker): (&&str, _)| IncomingTurn { speaker, text: (*text).to_owned(), at: None };
    texts.iter().zip(speakers).map(turn).collect()
}

/// Details of a call that was recorded.
pub fn recorded() -> CallDetails {
    let recording = Recording { file_name: "recording.wav".to_owned() };
    CallDetails { recording: Some(recording), ..CallDetails::default() }
}

/// An outcome by its code.
pub fn outcome(code: &str) -> Option<OutcomeCode> {
    OutcomeCode::from_label(code)
}

/// An instant by its text.
pub fn at(text: &str) -> Timestamp {
    text.parse().unwrap()
}
