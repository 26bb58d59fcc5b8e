//! Tests of the PBX reader.

use earshot_domain::{Channel, Direction, Speaker, Status, TranscriptState};
use serde_json::{Value, json};

use super::super::{
    Format,
    samples::{calls, outline, refusal, sample},
};

pub(super) fn leg(uid: &str, leg_id: &str, number: u32) -> Value {
    json!({
        "uid": uid, "leg_id": leg_id, "leg": number, "time": format!("2026/06/09 10:00:0{number}"),
        "call_type": "Inbound", "call_from": "+12025550143", "call_to": "7000",
        "status": "ANSWERED", "call_duration": 10, "ring_duration": 3, "talk_duration": 7,
        "hold_duration": 0, "ai_transcription": [], "ai_summary": "",
    })
}

pub(super) fn with(mut leg: Value, field: &str, value: Value) -> Value {
    leg[field] = value;
    leg
}

pub(super) fn file(legs: &[Value]) -> String {
    Value::from(legs.to_vec()).to_string()
}

#[test]
fn a_call_of_two_legs_is_one_call() {
    let calls = calls(Format::Pbx, sample("pbx.json"));
    let call = &calls[0];
    assert_eq!((call.source.as_str(), call.source_id.as_str()), ("pbx", "20260609101500A1B2C"));
    assert_eq!(call.started_at.to_string(), "2026-06-09T09:15:00Z");
    assert_eq!(call.ended_at.unwrap().to_string(), "2026-06-09T09:16:13Z");
    assert_eq!((call.channel, call.direction), (Channel::Voice, Direction::Inbound));
    assert_eq!((call.status, call.source_status.as_str()), (Status::Completed, "ANSWERED"));
    let people = [&call.caller, &call.callee, &call.agent].map(|person| person.as_deref().unwrap());
    assert_eq!(people, ["+12025550143", "7000", "3201"]);
    let parts = [call.ring_seconds, call.talk_seconds, call.hold_seconds].map(Option::unwrap);
    assert_eq!((call.total_seconds, parts), (73, [3, 60, 6]));
    assert_eq!(
        call.summary.as_deref(),
        Some("The caller wants to move an appointment. Moved to Thursday at ten.")
    );
    let speakers: Vec<Speaker> = call.turns.iter().map(|turn| turn.speaker).collect();
    let (agent, caller) = (Speaker::Agent, Speaker::Caller);
    assert_eq!(speakers, [agent, caller, agent, agent, caller]);
    assert_eq!(call.turns[0].at.unwrap().to_string(), "2026-06-09T09:15:03.705Z");
    let legs: Vec<&str> = call.details.legs.iter().map(|leg| leg.call_to.as_str()).collect();
    assert_eq!(legs, ["7000", "3201"]);
    assert!(call.outcome.is_none() && call.sentiment.is_none() && call.customer.is_none());
}

#[test]
fn the_source_record_has_the_legs_byte_for_byte() {
    let text = String::from_utf8(sample("pbx.json")).unwrap();
    let legs: Vec<&str> = text.lines().filter(|line| line.starts_with('{')).collect();
    let calls = calls(Format::Pbx, text.clone());
    let two = format!("[{}{}]", legs[0], legs[1].trim_end_matches(','));
    assert_eq!(String::from_utf8(calls[0].source_record.clone()).unwrap(), two);
    let one = format!("[{}]", legs[2].trim_end_matches(','));
    assert_eq!(String::from_utf8(calls[1].source_record.clone()).unwrap(), one);
}

#[test]
fn every_status_and_call_type_has_its_word() {
    let calls = calls(Format::Pbx, sample("pbx.json"));
    let found: Vec<_> = calls
        .iter()
        .map(|call| (call.source_status.as_str(), call.status, call.direction))
        .collect();
    assert_eq!(
        found,
        [
            ("ANSWERED", Status::Completed, Direction::Inbound),
            ("NO ANSWER", Status::Missed, Direction::Inbound),
            ("ABANDONED", Status::Missed, Direction::Inbound),
            ("BUSY", Status::Missed, Direction::Outbound),
            ("FAILED", Status::Failed, Direction::Outbound),
            ("VOICEMAIL", Status::Missed, Direction::Inbound),
            ("ANSWERED", Status::Completed, Direction::Internal),
            ("ANSWERED", Status::Completed, Direction::Outbound),
            // Answered, and then not by the extension that it was transferred to.
            ("ANSWERED", Status::Completed, Direction::Inbound),
        ]
    );
    assert_eq!(calls[1].transcript_state, TranscriptState::Missing);
    assert_eq!((calls[5].transcript_state, &calls[5].summary), (TranscriptState::Available, &None));
    assert_eq!(calls[8].ended_at.unwrap().to_string(), "2026-06-09T23:00:30Z");
}

#[test]
fn the_extension_is_the_agent_on_either_side() {
    let calls = calls(Format::Pbx, sample("pbx.json"));
    let agents: Vec<_> = calls.iter().map(|call| call.agent.as_deref().unwrap()).collect();
    assert_eq!(agents, ["3201", "7000", "7000", "3202", "3202", "7000", "7000", "3201", "7000"]);
    let (internal, outbound) = (&calls[6].turns, &calls[7].turns);
    let speakers =
        [&internal[0], &internal[1], &outbound[0], &outbound[1]].map(|turn| turn.speaker);
    assert_eq!(speakers, [Speaker::Agent, Speaker::Caller, Speaker::Agent, Speaker::Caller]);
}

#[test]
fn a_short_calling_number_is_still_the_callers() {
    let said = json!([
        {"source_number": "60123", "content": "Hi", "timestamp": null},
        {"source_number": "7000", "content": "Hello"},
    ]);
    let short = with(with(leg("a", "1", 1), "call_from", json!("60123")), "ai_transcription", said);
    let call = &calls(Format::Pbx, file(&[short]))[0];
    assert_eq!([call.turns[0].speaker, call.turns[1].speaker], [Speaker::Caller, Speaker::Agent]);
    assert_eq!((call.turns[0].at, call.agent.as_deref()), (None, Some("7000")));
}

#[test]
fn a_bad_leg_costs_only_itself() {
    let bad = [
        (
            "call_duration",
            json!("10"),
            "`call_duration` must be a number of seconds from 0 to 2678400 (31 days), not text",
        ),
        (
            "time",
            json!("soon"),
            "`time` must be like 2026/05/09 21:49:21 or 05/09/2026 09:49:21 PM",
        ),
        (
            "call_type",
            json!("Sideways"),
            "`call_type` must be one of `Inbound`, `Outbound`, `Internal`",
        ),
        ("uid", json!(" "), "the call's id must not be blank"),
        (
            "ai_transcription",
            json!([{"source_number": "1"}]),
            "`ai_transcription`: missing field `content`",
        ),
        (
            "ai_transcription",
            json!([{"source_number": "1", "content": "", "timestamp": i64::MAX}]),
            "`ai_transcription.timestamp` must be in the years 1970 to 2200, as milliseconds since \
             1970",
        ),
    ];
    for (field, value, reason) in bad {
        let legs = [leg("a", "1", 1), with(leg("b", "2", 1), field, value), leg("c", "3", 1)];
        let expected = ["a", &format!("record 2: {reason}"), "c"];
        let mut found = outline(Format::Pbx, file(&legs));
        // A leg that is itself bad is told at once, a call when it is complete.
        found.sort_by_key(|line| line != "a");
        assert_eq!(found, expected, "{field}");
    }
    let missing = "[{\"uid\": \"a\"}, 7]";
    assert_eq!(
        outline(Format::Pbx, missing),
        ["record 1: missing field `leg_id`", "record 2: must be a JSON object, not a whole number"]
    );
}

#[test]
fn a_bad_leg_between_two_of_a_call_leaves_them_together() {
    let legs = [leg("a", "1", 1), with(leg("a", "2", 2), "leg", json!(-1)), leg("a", "3", 3)];
    let found = outline(Format::Pbx, file(&legs));
    assert_eq!(found, ["record 2: `leg` must be a whole number from 0 to 4,294,967,295", "a"]);
}

#[test]
fn a_truncated_array_yields_its_calls_and_one_bad_record() {
    let whole = file(&[leg("a", "1", 1), leg("b", "2", 1), leg("b", "3", 2)]);
    let unclosed = "record 4: the file ends before its array does";
    assert_eq!(outline(Format::Pbx, &whole[..whole.len() - 1]), ["a", "b", unclosed]);
    let cut = "record 3: not valid JSON: it ends too early";
    assert_eq!(outline(Format::Pbx, &whole[..whole.len() - 9]), ["a", "b", cut]);
    let trailing = "record 4: there is text after the end of the array";
    assert_eq!(outline(Format::Pbx, format!("{whole}[]")), ["a", "b", trailing]);
}

#[test]
fn broken_json_ends_the_file() {
    let text = format!("[{}, {{\"uid\": nope}}, {}]", leg("a", "1", 1), leg("b", "2", 1));
    let found = outline(Format::Pbx, text);
    assert_eq!((found.len(), found[0].as_str()), (2, "a"));
    assert!(found[1].starts_with("record 2: not valid JSON"), "{}", found[1]);
}

#[test]
fn a_lone_surrogate_is_a_bad_record() {
    let text = file(&[leg("a", "1", 1), leg("b", "2", 1), leg("c", "3", 1)]);
    let text = text.replacen("\"b\"", "\"\\ud83d\"", 1);
    let found = outline(Format::Pbx, text);
    assert_eq!((found.len(), found.last().unwrap().as_str()), (3, "c"));
    assert!(found.iter().any(|line| line.starts_with("record 2: not valid JSON")));
}

#[test]
fn a_leg_twice_counts_once() {
    let call = &calls(Format::Pbx, file(&[leg("a", "1", 1), leg("a", "1", 1)]))[0];
    assert_eq!((call.total_seconds, call.details.legs.len()), (10, 1));
}

#[test]
fn an_object_or_other_array_is_not_the_format() {
    refusal(Format::Pbx, leg("a", "1", 1).to_string());
    refusal(Format::Pbx, "[{\"id\": 1}]");
    refusal(Format::Pbx, "[nope");
}

pub(super) fn record(legs: &[Value]) -> Vec<u8> {
    file(legs).into_bytes()
}
