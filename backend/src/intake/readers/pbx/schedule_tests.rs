//! Tests of legs that ring and talk at the same time.

use earshot_domain::Status;
use serde_json::{Value, json};

use super::super::{Format, IncomingCall, samples::calls};

fn file(legs: &[Value]) -> String {
    Value::from(legs.to_vec()).to_string()
}

/// A leg at a time, of a status, with its seconds in all, of ringing and of talk.
fn timed(leg_id: &str, time: &str, to: &str, status: &str, seconds: [u32; 3]) -> Value {
    let [total, ring, talk] = seconds;
    json!({
        "uid": "a", "leg_id": leg_id, "leg": 1, "time": format!("2026/06/10 {time}"),
        "call_type": "Inbound", "call_from": "+447700900101", "call_to": to, "status": status,
        "call_duration": total, "ring_duration": ring, "talk_duration": talk, "hold_duration": 0,
        "ai_transcription": [], "ai_summary": "",
    })
}

/// Status, agent, end, and seconds in all, of ringing, talk and hold.
type Outline<'a> = (&'a str, Option<&'a str>, String, [u32; 4]);

fn outlined(call: &IncomingCall) -> Outline<'_> {
    let parts = [call.ring_seconds, call.talk_seconds, call.hold_seconds].map(Option::unwrap);
    let [ring, talk, hold] = parts;
    let end = call.ended_at.unwrap().to_string()[11..19].to_owned();
    (&call.source_status, call.agent.as_deref(), end, [call.total_seconds, ring, talk, hold])
}

#[test]
fn a_ring_group_is_completed_by_the_leg_that_was_answered() {
    let ringing = |id: &str, to| timed(id, "09:00:00", to, "NO ANSWER", [6, 6, 0]);
    let legs = [
        ringing("1", "1001"),
        timed("2", "09:00:00", "1002", "ANSWERED", [306, 6, 300]),
        ringing("3", "1003"),
        ringing("4", "1009"),
    ];
    let read = &calls(Format::Pbx, file(&legs))[0];
    // The samples are read in London's summer time.
    let expected = ("ANSWERED", Some("1002"), "08:05:06".to_owned(), [306, 6, 300, 0]);
    assert_eq!(outlined(read), expected);
    assert_eq!(read.status, Status::Completed);
}

#[test]
fn legs_at_the_same_time_are_not_added_up() {
    let mut legs = vec![timed("q", "09:30:00", "6400", "ANSWERED", [80, 0, 80])];
    for (round, time) in ["09:30:00", "09:30:20", "09:30:40", "09:31:00"].iter().enumerate() {
        for agent in 1..=10 {
            let (id, to) = (format!("{round}-{agent}"), format!("20{agent:02}"));
            legs.push(timed(&id, time, &to, "NO ANSWER", [15, 15, 0]));
        }
    }
    let expected = ("ANSWERED", Some("6400"), "08:31:20".to_owned(), [80, 0, 80, 0]);
    assert_eq!(outlined(&calls(Format::Pbx, file(&legs))[0]), expected);
}

#[test]
fn transfers_and_voicemail_are_schedules_too() {
    for (legs, expected) in [
        (
            // Answered, then transferred to another who answers.
            [
                timed("1", "09:00:00", "1001", "ANSWERED", [60, 5, 55]),
                timed("2", "09:01:00", "1002", "ANSWERED", [100, 10, 90]),
            ],
            ("ANSWERED", Some("1002"), "08:02:40".to_owned(), [160, 5, 145, 0]),
        ),
        (
            // A transfer that nobody answers: who answered last stays the agent.
            [
                timed("1", "09:00:00", "1001", "ANSWERED", [60, 5, 55]),
                timed("2", "09:01:00", "1002", "NO ANSWER", [20, 20, 0]),
            ],
            ("ANSWERED", Some("1001"), "08:01:20".to_owned(), [80, 5, 55, 0]),
        ),
        (
            // Nobody answers, and the caller leaves a message.
            [
                timed("1", "09:00:00", "1001", "NO ANSWER", [20, 20, 0]),
                timed("2", "09:00:20", "7000", "VOICEMAIL", [40, 0, 40]),
            ],
            ("VOICEMAIL", Some("7000"), "08:01:00".to_owned(), [60, 20, 40, 0]),
        ),
    ] {
        assert_eq!(outlined(&calls(Format::Pbx, file(&legs))[0]), expected);
    }
}
