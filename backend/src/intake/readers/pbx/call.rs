//! A call built from its PBX legs.

use earshot_domain::{CallDetails, Channel, Direction, Speaker, Status};

use super::{
    super::{
        CallVersion, Format, IncomingCall, IncomingTurn,
        checks::with_valid_names,
        field_bounds::in_names_of,
        fields::{filled, transcript_state},
    },
    leg::{CallType, Fields, Leg, LegStatus, Utterance},
    schedule::{Schedule, deciding},
    settle::settle,
};

/// Builds the call of `legs`, which may be in any order.
pub(super) fn call(mut legs: Vec<Leg>) -> Result<IncomingCall, String> {
    settle(&mut legs);
    legs.sort_by_key(|leg| (leg.started_at, leg.fields.leg));
    let spoken: Vec<Vec<Utterance>> =
        legs.iter_mut().map(|leg| leg.fields.take_utterances()).collect();
    let [first, ..] = legs.as_slice() else { return Err("the call has no legs".to_owned()) };
    let schedule = Schedule::of(&legs)?;
    let deciding = deciding(&legs).unwrap_or(first);
    let parties = Parties::of(&first.fields, &deciding.fields);
    let spoken = spoken.into_iter().flatten();
    let turns = spoken.map(|spoken| parties.turn(spoken)).collect::<Result<Vec<_>, String>>()?;
    let call = IncomingCall {
        source: Format::Pbx.as_str().to_owned(),
        source_id: first.fields.uid.clone(),
        started_at: first.started_at,
        ended_at: Some(schedule.ended_at),
        end_reason: None,
        channel: Channel::Voice,
        direction: direction(first.fields.call_type),
        status: status(deciding.fields.status),
        source_status: deciding.fields.status.as_str().to_owned(),
        caller: filled(Some(first.fields.call_from.clone())),
        callee: filled(Some(first.fields.call_to.clone())),
        agent: filled(Some(parties.agent.to_owned())),
        total_seconds: schedule.total,
        ring_seconds: Some(schedule.ring),
        talk_seconds: Some(schedule.talk),
        hold_seconds: Some(schedule.hold),
        outcome: None,
        sentiment: None,
        summary: summary(&legs),
        transcript_state: transcript_state(&turns),
        turns,
        customer: None,
        details: CallDetails { legs: legs.iter().map(detail).collect(), ..CallDetails::default() },
        version: CallVersion::default(),
        source_record: Vec::new(),
    };
    let call = IncomingCall { source_record: source_record(legs), ..call };
    with_valid_names(call).map_err(|reason| in_names_of(&NAMES, reason))
}

/// Names of a leg's fields, by those of the own format.
const NAMES: [(&str, &str); 9] = [
    ("source_id", "uid"),
    ("caller", "call_from"),
    ("callee", "call_to"),
    ("agent", "call_to"),
    ("summary", "ai_summary"),
    ("transcript.turns", "ai_transcription"),
    ("transcript.turns.text", "ai_transcription.content"),
    ("legs.leg_id", "leg_id"),
    ("legs.call_to", "call_to"),
];

const fn direction(call_type: CallType) -> Direction {
    match call_type {
        CallType::Inbound => Direction::Inbound,
        CallType::Outbound => Direction::Outbound,
        CallType::Internal => Direction::Internal,
    }
}

/// The status that a leg's status stands for (docs/compatibility.md#decision-status).
const fn status(status: LegStatus) -> Status {
    match status {
        LegStatus::Answered => Status::Completed,
        LegStatus::NoAnswer | LegStatus::Abandoned | LegStatus::Busy | LegStatus::Voicemail => {
            Status::Missed
        }
        LegStatus::Failed => Status::Failed,
    }
}

fn summary(legs: &[Leg]) -> Option<String> {
    let summaries = legs.iter().filter_map(|leg| leg.fields.ai_summary.as_deref());
    let filled: Vec<&str> = summaries.map(str::trim).filter(|text| !text.is_empty()).collect();
    (!filled.is_empty()).then(|| filled.join(" "))
}

fn detail(leg: &Leg) -> earshot_domain::Leg {
    let fields = &leg.fields;
    earshot_domain::Leg {
        leg_id: fields.leg_id.clone(),
        leg: fields.leg,
        status: fields.status.as_str().to_owned(),
        call_to: fields.call_to.clone(),
        total_seconds: fields.call_duration,
        ring_seconds: fields.ring_duration,
        talk_seconds: fields.talk_duration,
        hold_seconds: fields.hold_duration,
    }
}

/// An array of the legs, each byte for byte as in the file.
fn source_record(legs: Vec<Leg>) -> Vec<u8> {
    let size = |leg: &Leg| leg.bytes.len().saturating_add(1);
    let mut record = Vec::with_capacity(legs.iter().map(size).fold(1, usize::saturating_add));
    for leg in legs {
        record.push(if record.is_empty() { b'[' } else { b',' });
        record.extend_from_slice(&leg.bytes);
    }
    record.push(b']');
    record
}

/// The parties of the call, for attributing its transcript.
struct Parties<'a> {
    call_type: CallType,
    caller: &'a str,
    agent: &'a str,
}

impl<'a> Parties<'a> {
    /// The agent is the extension of the leg that decides about the call.
    fn of(first: &'a Fields, last: &'a Fields) -> Self {
        let agent = if !is_extension(&last.call_to) && is_extension(&last.call_from) {
            &last.call_from
        } else {
            &last.call_to
        };
        Self { call_type: first.call_type, caller: &first.call_from, agent }
    }

    fn turn(&self, utterance: Utterance) -> Result<IncomingTurn, String> {
        let speaker = self.speaker(&utterance.source_number);
        let at = utterance.at()?;
        Ok(IncomingTurn { speaker, text: utterance.content, at })
    }

    // Both parties of an internal call are extensions, and the caller of an inbound one can have
    // a number as short as one; only in an outbound call does the business stand on that side.
    fn speaker(&self, number: &str) -> Speaker {
        let calls = number == self.caller;
        let answers = number == self.agent || is_extension(number);
        match self.call_type {
            CallType::Inbound | CallType::Internal if calls => Speaker::Caller,
            _ if answers => Speaker::Agent,
            _ => Speaker::Caller,
        }
    }
}

fn is_extension(number: &str) -> bool {
    (1..=6).contains(&number.len()) && number.bytes().all(|byte| byte.is_ascii_digit())
}
