//! Large bodies of each format.

use std::fmt::Write as _;

use serde_json::{Value, json};

pub const NDJSON: &str = "application/x-ndjson";
pub const TALKIFAI: &str = "application/json?format=talkifai";
pub const PBX: &str = "application/json?format=pbx";
pub const HEAD: &str = "\"started_at\":\"2026-06-01T09:00:00Z\",\"status\":\"completed\",\
    \"total_seconds\":60";

pub fn with_text(field: &str, megabytes: usize) -> String {
    format!("{{\"source_id\":\"a\",{HEAD},\"{field}\":\"{}\"}}\n", "x".repeat(megabytes << 20))
}

/// A call whose transcript has so many lines of a text.
pub fn with_lines(id: &str, lines: usize, text: &str) -> String {
    with_each_line(id, lines, |_| text.to_owned())
}

pub fn with_each_line(id: &str, lines: usize, text: impl Fn(usize) -> String) -> String {
    let turns: Vec<String> = (0..lines)
        .map(|n| {
            let speaker = if n.is_multiple_of(2) { "caller" } else { "agent" };
            format!("{{\"speaker\":\"{speaker}\",\"text\":\"{}\"}}", text(n))
        })
        .collect();
    format!(
        "{{\"source_id\":\"{id}\",{HEAD},\"transcript\":{{\"state\":\"available\",\"turns\":[{}]}}}}\n",
        turns.join(",")
    )
}

/// A line of words that no other line has, with accents and with numbers of people.
pub fn with_words(line: usize) -> String {
    let mut text = String::new();
    for word in 0..4_000 {
        write!(text, "é{:x} ", line * 7919 + word * 31).unwrap();
    }
    text + "07700 900123"
}

/// A conversation export of so many lines, as JSON in a text or as it is.
pub fn conversation(lines: usize, as_objects: bool) -> String {
    let line = |n: usize| {
        let speaker = if n.is_multiple_of(2) { "user" } else { "agent" };
        let text = "yes \"no\" ".repeat(10);
        json!({"speaker": speaker, "text": text, "timestamp": "2026-06-01T09:00:30Z"})
    };
    let raw: Vec<Value> = (0..lines).map(line).collect();
    let raw = if as_objects { json!(raw) } else { json!(json!(raw).to_string()) };
    json!({"conversation": {"roomName": "room", "startTime": "2026-06-01T09:00:00Z",
        "duration": 60, "sessionStatus": "completed", "transcript": {"raw": raw}}})
    .to_string()
}

/// A PBX's file of one call with so many legs of so many lines each.
pub fn legs(legs: usize, lines: usize) -> String {
    let line = json!({"source_number": "1001", "content": "yes ".repeat(110), "timestamp": 0});
    let leg = |n: usize| {
        json!({"uid": "call", "leg_id": format!("leg-{n}"), "leg": n, "time": "2026/06/01 09:00:00",
            "call_type": "Inbound", "call_from": "07700900123", "call_to": "1001",
            "status": "ANSWERED", "call_duration": 60, "ring_duration": 1, "talk_duration": 59,
            "hold_duration": 0, "ai_transcription": vec![&line; lines]})
    };
    json!((1..=legs).map(leg).collect::<Vec<_>>()).to_string()
}
