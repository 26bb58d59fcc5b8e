//! Tests of legs whose local time occurs twice or never.

use std::io::Cursor;

use jiff::{Timestamp, tz::TimeZone};
use serde_json::{Value, json};

use super::{
    super::{Format, IncomingCall, ReadOptions, read},
    leg_starts, merge,
};
use crate::DisplayFormat;

fn options(zone: &str) -> ReadOptions {
    ReadOptions {
        display: Some(DisplayFormat::ALL[0]),
        ..ReadOptions::in_zone(TimeZone::get(zone).unwrap())
    }
}

/// A leg of a call, of a minute, with lines at instants.
fn leg(number: u32, time: &str, lines: &[&str]) -> Value {
    let at = |text: &&str| text.parse::<Timestamp>().unwrap().as_millisecond();
    let line = |text| json!({"source_number": "7000", "content": "Hello", "timestamp": at(text)});
    json!({
        "uid": "a", "leg_id": format!("a-{number}"), "leg": number, "time": time,
        "call_type": "Inbound", "call_from": "+61491570006", "call_to": "7000",
        "status": "ANSWERED", "call_duration": 60, "ring_duration": 3, "talk_duration": 57,
        "hold_duration": 0, "ai_transcription": lines.iter().map(line).collect::<Vec<_>>(),
    })
}

fn call(zone: &str, legs: &[Value]) -> IncomingCall {
    let file = Value::from(legs.to_vec()).to_string();
    let calls = read(Format::Pbx, Box::new(Cursor::new(file)), options(zone));
    let mut calls = calls.unwrap_or_else(|error| panic!("{error}"));
    calls.next().unwrap().unwrap_or_else(|bad| panic!("{bad}"))
}

fn began(zone: &str, legs: &[Value]) -> String {
    call(zone, legs).started_at.to_string()
}

/// Times that occur twice or never, with their two instants; the first is taken without a sign.
const TWICE: [(&str, &str, &str, &str); 8] = [
    ("Europe/London", "2026/10/25 01:30:00", "2026-10-25T00:30:00Z", "2026-10-25T01:30:00Z"),
    ("Europe/London", "2026/03/29 01:30:00", "2026-03-29T01:30:00Z", "2026-03-29T00:30:00Z"),
    ("Australia/Lord_Howe", "2026/04/05 01:45:00", "2026-04-04T14:45:00Z", "2026-04-04T15:15:00Z"),
    ("Australia/Lord_Howe", "2026/10/04 02:15:00", "2026-10-03T15:45:00Z", "2026-10-03T15:15:00Z"),
    ("America/Santiago", "2026/04/04 23:30:00", "2026-04-05T02:30:00Z", "2026-04-05T03:30:00Z"),
    ("America/Santiago", "2026/09/06 00:30:00", "2026-09-06T04:30:00Z", "2026-09-06T03:30:00Z"),
    ("Asia/Beirut", "2026/10/24 23:30:00", "2026-10-24T20:30:00Z", "2026-10-24T21:30:00Z"),
    ("Asia/Beirut", "2026/03/29 00:30:00", "2026-03-28T22:30:00Z", "2026-03-28T21:30:00Z"),
];

#[test]
fn without_a_sign_the_first_of_two_times_is_taken() {
    for (zone, time, first, _) in TWICE {
        assert_eq!(began(zone, &[leg(1, time, &[])]), first, "{zone}");
    }
    // A line without a time is no sign, however it is written.
    let mut silent = leg(1, TWICE[0].1, &["2026-10-25T00:30:05Z"]);
    silent["ai_transcription"][0]["timestamp"] = json!(0);
    assert_eq!(began(TWICE[0].0, &[silent]), TWICE[0].2);
}

#[test]
fn the_lines_of_a_leg_settle_its_start() {
    for (zone, time, first, second) in TWICE {
        for start in [first, second] {
            let line = start.replace(":00Z", ":04.250Z");
            let read = call(zone, &[leg(1, time, &[&line])]);
            assert_eq!(read.started_at.to_string(), start, "{zone}");
            let after = read.turns[0].at.unwrap().duration_since(read.started_at).as_millis();
            assert_eq!(after, 4250, "{zone}");
        }
    }
}

#[test]
fn a_long_call_begins_where_it_is_answered_and_spoken_in() {
    let mut long = leg(1, "2026/10/25 01:30:00", &["2026-10-25T01:30:09Z"]);
    long["call_duration"] = json!(7200);
    assert_eq!(began("Europe/London", &[long.clone()]), "2026-10-25T01:30:00Z");
    // It rang for as long as the clocks were put back.
    long["ring_duration"] = json!(3605);
    assert_eq!(began("Europe/London", &[long]), "2026-10-25T00:30:00Z");
}

#[test]
fn the_order_of_legs_settles_those_without_lines() {
    let zone = "Europe/London";
    let ended = |legs: &[Value]| {
        let call = call(zone, legs);
        (call.started_at.to_string(), call.ended_at.unwrap().to_string())
    };
    let pair = |start: &str, end: &str| (start.to_owned(), end.to_owned());
    let over = [leg(1, "2026/10/25 01:50:00", &[]), leg(2, "2026/10/25 01:10:00", &[])];
    assert_eq!(ended(&over), pair("2026-10-25T00:50:00Z", "2026-10-25T01:11:00Z"));
    let turned = [over[1].clone(), over[0].clone()];
    assert_eq!(ended(&turned), ended(&over));
    // The second leg has lines of the second hour, so the third is in it too.
    let spoken = [
        leg(1, "2026/10/25 01:05:00", &[]),
        leg(2, "2026/10/25 01:20:00", &["2026-10-25T01:20:05Z"]),
        leg(3, "2026/10/25 01:40:00", &[]),
    ];
    assert_eq!(ended(&spoken), pair("2026-10-25T00:05:00Z", "2026-10-25T01:41:00Z"));
    // Legs that ring together stay together.
    let ringing = [leg(1, "2026/10/25 01:40:00", &[]), leg(2, "2026/10/25 01:40:00", &[])];
    assert_eq!(ended(&ringing), pair("2026-10-25T00:40:00Z", "2026-10-25T00:41:00Z"));
}

#[test]
fn a_later_leg_settles_the_whole_call() {
    let zone = "Europe/London";
    let [first, second] = [
        leg(1, "2026/10/25 01:20:00", &[]),
        leg(2, "2026/10/25 01:21:00", &["2026-10-25T01:21:05Z"]),
    ];
    let stored = call(zone, std::slice::from_ref(&first));
    assert_eq!(stored.started_at.to_string(), "2026-10-25T00:20:00Z");
    let both = call(zone, &[first, second]);
    let record = |call: &IncomingCall| call.source_record.clone();
    let merged =
        merge((&record(&stored), stored.started_at), &record(&both), &options(zone), false);
    let merged = merged.unwrap_or_else(|bad| panic!("{bad}")).call.unwrap();
    assert_eq!((merged.started_at, merged.ended_at), (both.started_at, both.ended_at));
    let starts = leg_starts(&both.source_record, both.started_at, &options(zone)).unwrap();
    let starts: Vec<String> = starts.iter().map(Timestamp::to_string).collect();
    assert_eq!(starts, ["2026-10-25T00:20:00Z", "2026-10-25T01:21:00Z"]);
}

#[test]
fn legs_are_as_far_apart_in_whatever_format_and_zone_they_were_stored() {
    for (times, seconds) in [
        (["2026/05/09 21:49:21", "2026-05-09 21:49:34"], 13),
        (["12/05/2026 23:59:59", "13/05/2026 00:00:01"], 2),
        (["31/05/2026 11:59:59 PM", "01/06/2026 12:00:01 AM"], 2),
    ] {
        let legs = Value::from(vec![leg(1, times[0], &[]), leg(2, times[1], &[])]).to_string();
        let started_at: Timestamp = "2026-05-12T15:59:59Z".parse().unwrap();
        for zone in ["Asia/Shanghai", "UTC"] {
            let starts = leg_starts(legs.as_bytes(), started_at, &options(zone)).unwrap();
            let apart = starts[1].duration_since(starts[0]).as_secs();
            assert_eq!((starts[0], apart), (started_at, seconds), "{times:?} {zone}");
        }
    }
    let unreadable = Value::from(vec![leg(1, "soon", &[])]).to_string();
    let started_at = Timestamp::UNIX_EPOCH;
    assert_eq!(leg_starts(unreadable.as_bytes(), started_at, &options("UTC")), None);
}
