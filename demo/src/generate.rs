//! Generation of calls from plans, dialogues and details.

use earshot_domain::{Channel, Direction, OutcomeCode, Sentiment, Status, TranscriptState};
use jiff::Timestamp;
use serde_json::json;

use earshot_backend::readers::{CallVersion, IncomingCall, IncomingTurn};

use super::{
    calendar,
    details::{self, Course, later},
    dialogue::{self, Utterance},
    dice::Dice,
    oddities,
    plan::{Kind, Plan, plan},
    scenario::Mood,
    tenants::DemoProject,
    timing::Timing,
};

/// Generates the demo calls of one project from a fixed seed, newest last; the 120 days end at `now`.
pub fn calls(project: DemoProject, now: Timestamp) -> impl Iterator<Item = IncomingCall> {
    let zone = calendar::zone(project);
    let starts = calendar::starts(project, &zone, now);
    (0..).zip(starts).map(move |(n, started)| call(&plan(project, n, (&zone, started, now))))
}

fn call(plan: &Plan) -> IncomingCall {
    let said = dialogue::dialogue(plan);
    let timing = Timing::of(plan, &said);
    let (outcome, sentiment) = result(plan);
    let course = Course { plan, timing, outcome, sentiment };
    let (calling, called) = numbers(plan);
    let known = |seconds| timing.parts.then_some(seconds);
    let mut call = IncomingCall {
        source: "demo".to_owned(),
        source_id: format!("{}-{:06}", plan.project.slug(), plan.n),
        started_at: plan.started,
        ended_at: (plan.kind != Kind::Live).then(|| later(plan.started, timing.total())),
        end_reason: end_reason(&course).map(ToOwned::to_owned),
        channel: plan.channel,
        direction: plan.direction,
        status: status(plan.kind),
        source_status: source_status(plan).to_owned(),
        caller: calling,
        callee: called,
        agent: plan.agent.map(ToOwned::to_owned),
        total_seconds: timing.total(),
        ring_seconds: known(timing.ring),
        talk_seconds: (plan.kind != Kind::Unknown).then_some(timing.talk),
        hold_seconds: known(timing.hold),
        outcome: outcome.and_then(OutcomeCode::from_label),
        sentiment,
        summary: summary(plan),
        transcript_state: plan.transcript,
        turns: turns(plan, timing, said),
        customer: details::customer(plan),
        details: details::details(&course),
        version: CallVersion::default(),
        source_record: Vec::new(),
    };
    call.source_record = source_record(plan, &call);
    call
}

fn result(plan: &Plan) -> (Option<&'static str>, Option<Sentiment>) {
    use Sentiment::{Negative, Neutral, Positive};
    if plan.kind != Kind::Completed {
        return (None, None);
    }
    let mut dice = Dice::keyed(plan.seed, "result");
    let outcome = if dice.chance(4) { "" } else { dice.pick(plan.scenario.outcomes) };
    let sentiment = dice.weighted(match plan.scenario.mood {
        Mood::Pleased => {
            &[(60, Some(Positive)), (34, Some(Neutral)), (2, Some(Negative)), (4, None)]
        }
        Mood::Even => &[(24, Some(Positive)), (64, Some(Neutral)), (6, Some(Negative)), (6, None)],
        Mood::Upset => &[(8, Some(Positive)), (27, Some(Neutral)), (61, Some(Negative)), (4, None)],
    });
    (Some(outcome).filter(|label| !label.is_empty()), sentiment)
}

/// Returns the calling and the called number; chats and withheld numbers have none.
fn numbers(plan: &Plan) -> (Option<String>, Option<String>) {
    let mut dice = Dice::keyed(plan.seed, "numbers");
    let house = plan.project.number().to_owned();
    let person = plan.facts.person.number.e164();
    let withheld = dice.chance(match plan.channel {
        Channel::Web | Channel::Chat => 32,
        Channel::Sms => 0,
        _ => 2,
    });
    match plan.direction {
        Direction::Outbound => (Some(house), Some(person)),
        Direction::Internal => {
            let extension = dice.pick(&["2003", "2005", "2007", "2021", "2033"]);
            (Some(extension.to_owned()), Some("2010".to_owned()))
        }
        _ => ((!withheld).then_some(person), Some(house)),
    }
}

fn end_reason(course: &Course) -> Option<&'static str> {
    let mut dice = Dice::keyed(course.plan.seed, "end");
    let text = matches!(course.plan.channel, Channel::Chat | Channel::Sms);
    match course.plan.kind {
        Kind::Live | Kind::Unknown => None,
        Kind::Missed => Some(dice.pick(&["missed", "missed", "caller_hangup", "voicemail"])),
        Kind::Failed => Some(dice.pick(&["failed", "failed", "network_error"])),
        Kind::Completed if course.outcome == Some("Transferred") => Some("transfer"),
        Kind::Completed if text => Some(dice.pick(&["closed", "idle_timeout"])),
        Kind::Completed => Some(dice.weighted(&[(7, "caller_hangup"), (3, "agent_hangup")])),
    }
}

const fn status(kind: Kind) -> Status {
    match kind {
        Kind::Completed => Status::Completed,
        Kind::Missed => Status::Missed,
        Kind::Failed => Status::Failed,
        Kind::Live | Kind::Unknown => Status::Unknown,
    }
}

fn source_status(plan: &Plan) -> &'static str {
    let mut dice = Dice::keyed(plan.seed, "status");
    match plan.kind {
        Kind::Live => "in_progress",
        Kind::Completed => dice.weighted(&[(8, "completed"), (2, "ANSWERED")]),
        Kind::Missed => dice.pick(&["abandoned", "NO ANSWER", "BUSY", "VOICEMAIL"]),
        Kind::Failed => dice.pick(&["failed", "FAILED"]),
        Kind::Unknown => dice.pick(&["unmapped", "?"]),
    }
}

fn summary(plan: &Plan) -> Option<String> {
    use TranscriptState::{RedactionFailed, RetentionExpired};
    let mut dice = Dice::keyed(plan.seed, "summary");
    let withheld = matches!(plan.transcript, RetentionExpired | RedactionFailed);
    let template = match plan.kind {
        Kind::Live | Kind::Unknown => return None,
        _ if withheld => return None,
        Kind::Missed if dice.chance(60) => return None,
        Kind::Missed => dice.pick(&["Nobody answered; no message.", "The caller gave up waiting."]),
        Kind::Failed => {
            dice.pick(&["The line broke before {first} could finish.", "The call failed."])
        }
        Kind::Completed if plan.long.is_some() => {
            "A very long call: {name} went through one matter after the other, and back again."
        }
        Kind::Completed if dice.chance(3) => dice.pick(oddities::SUMMARIES),
        Kind::Completed => plan.facts.variant(plan.scenario.summaries),
    };
    Some(capitalised(plan.facts.fill(template)))
}

/// Capitalises a sentence, which may begin with a word of a list, such as "the nurse".
fn capitalised(text: String) -> String {
    match text.chars().next() {
        Some(first) if first.is_lowercase() => {
            first.to_uppercase().chain(text.chars().skip(1)).collect()
        }
        _ => text,
    }
}

fn turns(plan: &Plan, timing: Timing, said: Vec<Utterance>) -> Vec<IncomingTurn> {
    if !dialogue::is_readable(plan) {
        return Vec::new();
    }
    let timed = !Dice::keyed(plan.seed, "turns").chance(8);
    let turn = |utterance: Utterance| IncomingTurn {
        speaker: utterance.speaker,
        text: capitalised(utterance.text),
        at: timed.then(|| later(plan.started, timing.ring + utterance.offset)),
    };
    said.into_iter().map(turn).collect()
}

fn source_record(plan: &Plan, call: &IncomingCall) -> Vec<u8> {
    let record = json!({
        "demo": plan.project.slug(),
        "n": plan.n,
        "start": call.started_at.to_string(),
        "end": call.ended_at.map(|end| end.to_string()),
        "status": call.source_status,
        "channel": call.channel,
        "direction": call.direction,
        "from": call.caller,
        "to": call.callee,
        "agent": call.agent,
        "seconds": call.total_seconds,
        "summary": call.summary,
        "turns": call.turns.len(),
    });
    record.to_string().into_bytes()
}
