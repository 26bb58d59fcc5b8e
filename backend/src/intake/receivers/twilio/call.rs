//! The call of a transcript of Twilio's Voice Intelligence.

use earshot_domain::{CallDetails, Channel, Customer, Direction, Status};
use serde_json::Value;

use super::{
    super::{
        text::{telephone, turn},
        values::{Given, Seconds, after},
    },
    people::People,
    resources::{Call, Recording, Sentence, Transcript},
};
use crate::intake::readers::{
    CallVersion, IncomingCall, IncomingTurn, checked, filled, filled_customer, length,
    transcript_state,
};

/// The resources of a call; those that Twilio has deleted are empty.
pub(super) struct Resources {
    pub(super) transcript: Transcript,
    pub(super) sentences: Vec<Sentence>,
    pub(super) recording: Recording,
    pub(super) call: Call,
}

pub(super) fn call(resources: &Resources, source_record: Vec<u8>) -> Result<IncomingCall, String> {
    let Resources { transcript, recording, call, .. } = resources;
    let started_at = call
        .start_time
        .or(&call.date_created)
        .or(&transcript.media_start_time)
        .or(&transcript.date_created)
        .required("start_time")?;
    let ended_at = call.end_time.optional("end_time")?;
    // Where no call is named there was one, or nothing could be transcribed.
    let state = call.status.as_deref().unwrap_or("completed");
    let status = status(state);
    let direction = direction(&call.direction);
    let people = People::new(transcript, direction);
    let (from, to) = (call.from.optional("from")?, call.to.optional("to")?);
    let phone = telephone(if direction == Direction::Outbound { &to } else { &from }.as_deref());
    let customer = Customer { name: people.name("Customer"), phone, ..Customer::default() };
    let turns = turns(resources, &people);
    let file_name = recording.sid.as_ref().map(|sid| format!("{sid}.wav"));
    checked(IncomingCall {
        source: "twilio".to_owned(),
        source_id: call.sid.or(&transcript.sid).required("sid")?,
        started_at,
        ended_at,
        end_reason: None,
        channel: Channel::Voice,
        direction,
        status,
        source_status: filled(Some(state.to_owned())).unwrap_or_else(|| status.as_str().to_owned()),
        caller: filled(from),
        callee: filled(to),
        agent: filled(people.name("Agent")),
        total_seconds: length(Some(given_length(resources)?), started_at, ended_at)?,
        ring_seconds: None,
        talk_seconds: None,
        hold_seconds: None,
        outcome: None,
        sentiment: None,
        summary: None,
        transcript_state: transcript_state(&turns),
        turns,
        customer: filled_customer(customer),
        details: CallDetails {
            recording: file_name.map(|file_name| earshot_domain::Recording { file_name }),
            ..CallDetails::default()
        },
        version: CallVersion::default(),
        source_record,
    })
}

/// The length of the call, or else of its recording or transcript; 0 where none is given.
fn given_length(resources: &Resources) -> Result<u32, String> {
    let Resources { transcript, recording, call, .. } = resources;
    let texts = [call.duration.as_str(), recording.duration.as_str()];
    let length = match texts.into_iter().find(|text| !text.is_empty()) {
        Some(text) => Given::of(&Value::from(text)),
        None => transcript.duration.clone(),
    };
    Ok(length.optional("duration")?.map_or(0, |Seconds(seconds)| seconds))
}

fn status(state: &str) -> Status {
    match state {
        "completed" => Status::Completed,
        "busy" | "no-answer" | "canceled" => Status::Missed,
        "failed" => Status::Failed,
        _ => Status::Unknown,
    }
}

fn direction(word: &str) -> Direction {
    match word {
        "inbound" | "trunking-originating" => Direction::Inbound,
        "trunking-terminating" => Direction::Outbound,
        other if other.starts_with("outbound") => Direction::Outbound,
        _ => Direction::Unknown,
    }
}

/// The turns in order; sentences have times from the start of the recording, which may begin after
/// the call.
fn turns(resources: &Resources, people: &People<'_>) -> Vec<IncomingTurn> {
    let Resources { transcript, sentences, recording, call } = resources;
    let start = recording
        .start_time
        .valid()
        .or_else(|| transcript.media_start_time.valid())
        .or_else(|| call.start_time.valid());
    let to_turn = |sentence: &Sentence| {
        let at = start.zip(sentence.start_time.valid());
        turn(
            people.speaker(&sentence.media_channel),
            sentence.transcript.as_deref(),
            at.and_then(|(start, seconds)| after(start, seconds)),
        )
    };
    let mut ordered: Vec<&Sentence> = sentences.iter().collect();
    ordered.sort_by_key(|sentence| *sentence.sentence_index);
    ordered.into_iter().filter_map(to_turn).collect()
}
