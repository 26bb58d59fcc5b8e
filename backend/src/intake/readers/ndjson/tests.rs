//! Tests of our own format's reader.

use std::collections::HashSet;

use earshot_domain::{
    Channel, Consent, Direction, PlaybackCompliance, Priority, Sentiment, Speaker, Status,
    TranscriptState,
};
use serde_json::{Value, json};

use super::super::{
    Format, IncomingCall,
    samples::{calls, outline, sample},
};

fn sample_calls() -> Vec<IncomingCall> {
    calls(Format::Ndjson, sample("calls.ndjson"))
}

fn minimal() -> Value {
    json!({
        "source_id": "x", "started_at": "2026-06-09T10:00:00+02:00", "status": "completed",
        "total_seconds": 60,
    })
}

fn with(field: &str, value: Value) -> Value {
    let mut record = minimal();
    record[field] = value;
    record
}

/// The reason a record is refused for, without its place.
fn refused(record: &Value) -> String {
    let found = outline(Format::Ndjson, format!("{}\n{record}", minimal()));
    found[1].strip_prefix("line 2: ").unwrap_or_else(|| panic!("{record} was taken")).to_owned()
}

#[test]
fn every_field_arrives() {
    let calls = sample_calls();
    let call = &calls[0];
    assert_eq!((call.source.as_str(), call.source_id.as_str()), ("frontdesk-2", "fd-0001"));
    assert_eq!(call.started_at.to_string(), "2026-06-09T08:00:00Z");
    assert_eq!(call.ended_at.unwrap().to_string(), "2026-06-09T08:02:30Z");
    assert_eq!(call.end_reason.as_deref(), Some("caller_hung_up"));
    assert_eq!((call.status, call.source_status.as_str()), (Status::Completed, "DONE"));
    let people = [&call.caller, &call.callee, &call.agent].map(|person| person.as_deref().unwrap());
    assert_eq!(people, ["+12025550144", "+12025550100", "Front desk"]);
    let parts = [call.ring_seconds, call.talk_seconds, call.hold_seconds].map(Option::unwrap);
    assert_eq!((call.total_seconds, parts), (150, [5, 130, 15]));
    assert_eq!(call.outcome.as_ref().unwrap().as_str(), "fully_resolved");
    assert!(call.summary.as_ref().unwrap().contains("\"two, maybe three\" seats, then books.\n"));
    assert_eq!(call.turns[1].text, "Hello!\r\nHow can I help?");
    assert_eq!(call.turns[1].at.unwrap().to_string(), "2026-06-09T08:00:07.25Z");
    assert!(call.turns[2].text.starts_with("=HYPERLINK(\"") && call.turns[2].at.is_none());
    assert_eq!(call.customer.as_ref().unwrap().identity_verified, Some(true));
}

#[test]
fn every_detail_arrives_under_its_own_name() {
    let line: Value =
        serde_json::from_slice(sample("calls.ndjson").split(|byte| *byte == b'\n').next().unwrap())
            .unwrap();
    let details = serde_json::to_value(&sample_calls()[0].details).unwrap();
    let names: HashSet<&str> = details.as_object().unwrap().keys().map(String::as_str).collect();
    assert_eq!(names.len(), 16, "{names:?}");
    for name in names.into_iter().filter(|name| *name != "function_calls") {
        assert_eq!(details[name], line[name], "{name}");
    }
    assert_eq!(details["function_calls"][0], line["function_calls"][0]);
}

#[test]
fn the_sample_has_every_word() {
    let calls = sample_calls();
    let has =
        |count: usize, found: HashSet<&'static str>| assert_eq!(found.len(), count, "{found:?}");
    has(Status::ALL.len(), calls.iter().map(|call| call.status.as_str()).collect());
    has(Channel::ALL.len(), calls.iter().map(|call| call.channel.as_str()).collect());
    has(Direction::ALL.len(), calls.iter().map(|call| call.direction.as_str()).collect());
    has(
        TranscriptState::ALL.len(),
        calls.iter().map(|call| call.transcript_state.as_str()).collect(),
    );
    let details = || calls.iter().map(|call| &call.details);
    has(
        Sentiment::ALL.len(),
        calls.iter().filter_map(|call| call.sentiment).map(Sentiment::as_str).collect(),
    );
    has(Consent::ALL.len(), details().filter_map(|all| all.consent).map(Consent::as_str).collect());
    has(
        Priority::ALL.len(),
        details().filter_map(|all| all.priority).map(Priority::as_str).collect(),
    );
    let compliance = details().filter_map(|all| all.playback_compliance);
    has(PlaybackCompliance::ALL.len(), compliance.map(PlaybackCompliance::as_str).collect());
    let turns = calls.iter().flat_map(|call| &call.turns);
    has(Speaker::ALL.len(), turns.map(|turn| turn.speaker.as_str()).collect());
}

#[test]
fn left_out_fields_have_plain_defaults() {
    let calls = sample_calls();
    assert_eq!(calls[1].source, "ndjson");
    assert_eq!(calls[1].source_status, "missed");
    assert_eq!(calls[2].total_seconds, 61);
    assert_eq!(calls[2].outcome.as_ref().unwrap().as_str(), "تم_الحل");
    let blank = &calls[4];
    assert!(blank.caller.is_none() && blank.agent.is_none() && blank.summary.is_none());
    assert_eq!(calls[6].channel, Channel::Unknown);
    assert_eq!(calls[6].transcript_state, TranscriptState::Available);
    let nulls = with("tags", Value::Null);
    assert!(
        calls[1].details.tags.is_empty() && outline(Format::Ndjson, nulls.to_string()) == ["x"]
    );
}

#[test]
fn null_and_blank_are_as_good_as_left_out() {
    let mut record = minimal();
    let line = sample("calls.ndjson");
    let full: Value =
        serde_json::Deserializer::from_slice(&line).into_iter().next().unwrap().unwrap();
    for name in full.as_object().unwrap().keys() {
        record.as_object_mut().unwrap().entry(name).or_insert(Value::Null);
    }
    let defaults = &calls(Format::Ndjson, minimal().to_string())[0];
    for (transcript, customer) in [
        (Value::Null, Value::Null),
        (json!({"state": null, "turns": null}), json!({"name": " ", "email": null})),
    ] {
        record["transcript"] = transcript;
        record["customer"] = customer;
        let mut call = calls(Format::Ndjson, record.to_string()).remove(0);
        call.source_record.clone_from(&defaults.source_record);
        assert!(call == *defaults);
    }
}

#[test]
fn source_records_are_byte_for_byte() {
    let text = String::from_utf8(sample("calls.ndjson")).unwrap();
    for (call, line) in sample_calls().iter().zip(text.split('\n')) {
        assert_eq!(call.source_record, line.as_bytes());
    }
}

#[test]
fn refusals_name_the_field() {
    let cases = [
        ("source", json!("Front Desk"), "`source` must be"),
        ("source", json!("x".repeat(41)), "`source` must be"),
        ("source", json!("pbx"), "`source` must not be pbx"),
        ("source_id", json!(" "), "the call's id must not be blank"),
        ("source_id", json!("x".repeat(256)), "`source_id` is longer than 255 characters"),
        ("started_at", json!("2026-06-09T10:00:00"), "`started_at` must be an RFC 3339 time"),
        ("ended_at", json!("2026-06-09T09:59:59+02:00"), "`ended_at` must not be before"),
        ("total_seconds", json!(-1), "`total_seconds` must be a number of seconds from 0"),
        ("total_seconds", json!(60_000_000), "`total_seconds` must be a number of seconds from 0"),
        ("total_seconds", Value::Null, "`total_seconds` or `ended_at` must be given"),
        ("ring_seconds", json!(61), "`ring_seconds` must not be more than `total_seconds`"),
        ("status", json!("Completed"), "`status` must be one of `completed`"),
        ("channel", json!("fax"), "`channel` must be one of"),
        ("outcome", json!("--"), "`outcome` must have a letter or a digit"),
        ("csat", json!({"rating": 6}), "`csat.rating` must be 1 to 5"),
        ("csat", json!({"rating": 0}), "`csat.rating` must be 1 to 5"),
        ("csat", json!({"stars": 3}), "unknown field `stars`"),
        ("callers", json!("+12025550144"), "unknown field `callers`"),
        ("transcript", json!({"state": "available"}), "`transcript.turns` must not be empty"),
        (
            "transcript",
            json!({"state": "hidden", "turns": [{"speaker": "agent", "text": "x"}]}),
            "`transcript.turns` must be empty",
        ),
        (
            "transcript",
            json!({"turns": [{"speaker": "agent", "text": "x", "at": "now"}]}),
            "`transcript.turns.at` must be",
        ),
        (
            "transcript",
            json!({"turns": [{"speaker": "agent", "text": "x", "offset_ms": 1_781_263_600_000_i64}]}),
            "`transcript.turns.offset_ms` must be milliseconds since the start of the call, at most \
             2678400000 (31 days)",
        ),
        (
            "transcript",
            json!({"turns": [{"speaker": "agent", "text": "x", "offset_ms": 1.5}]}),
            "`transcript.turns.offset_ms` must be a whole number",
        ),
        (
            "transcript",
            json!({"turns": [
                {"speaker": "agent", "text": "x", "offset_ms": 0, "at": "2026-06-09T10:00:00Z"},
            ]}),
            "`transcript.turns` must have `at` or `offset_ms`, not both",
        ),
        (
            "transcript",
            json!({"turns": [{"speaker": "parrot", "text": "x"}]}),
            "`transcript.turns.speaker` must be one of",
        ),
        (
            "review_events",
            json!([{"event": "claim", "author": "Jo", "at": "now"}]),
            "`review_events.at` must be",
        ),
        ("agent", json!("x".repeat(256)), "`agent` is longer"),
    ];
    for (field, value, reason) in cases {
        let found = refused(&with(field, value));
        assert!(found.starts_with(reason), "{field}: {found}");
    }
    assert_eq!(refused(&json!({"source_id": "y"})), "missing field `started_at`");
}

#[test]
fn lines_have_instants_or_offsets() {
    let turns = json!({"turns": [
        {"speaker": "agent", "text": "one", "offset_ms": 1500},
        {"speaker": "agent", "text": "two", "offset_ms": -5000},
        {"speaker": "agent", "text": "three", "at": "2026-06-09T10:00:04.25+02:00"},
        {"speaker": "agent", "text": "four", "at": null, "offset_ms": null},
    ]});
    let call = &calls(Format::Ndjson, with("transcript", turns).to_string())[0];
    let at = |turn: &super::super::IncomingTurn| turn.at.map(|at| at.to_string());
    let times: Vec<_> = call.turns.iter().map(at).collect();
    let expected = ["2026-06-09T08:00:01.5Z", "2026-06-09T07:59:55Z", "2026-06-09T08:00:04.25Z"];
    assert_eq!(times[..3], expected.map(|at| Some(at.to_owned())));
    assert_eq!(times[3], None);
}

#[test]
fn years_have_bounds_in_every_field() {
    let turn = |at: &str| json!({"turns": [{"speaker": "agent", "text": "x", "at": at}]});
    let event = |at: &str| json!([{"event": "claim", "author": "Jo", "at": at}]);
    for at in ["0001-01-01T00:00:00Z", "1969-12-31T23:59:59Z", "2201-01-01T00:00:00Z"] {
        for (field, value, name) in [
            ("started_at", json!(at), "started_at"),
            ("ended_at", json!(at), "ended_at"),
            ("transcript", turn(at), "transcript.turns.at"),
            ("review_events", event(at), "review_events.at"),
        ] {
            let expected = format!("`{name}` must be in the years 1970 to 2200");
            assert_eq!(refused(&with(field, value)), expected, "{at}");
        }
    }
    let last = with("started_at", json!("2200-12-31T23:58:59Z"));
    assert_eq!(calls(Format::Ndjson, last.to_string()).len(), 1);
}

#[test]
fn a_bad_line_costs_only_itself() {
    for bad in ["{", "nonsense", "[1]", "{\"source_id\": \"\\ud83d\"}", "\u{0}"] {
        let found = outline(Format::Ndjson, format!("{0}\n{bad}\n\n{0}\n", minimal()));
        assert_eq!((found.len(), found[0].as_str(), found[2].as_str()), (3, "x", "x"));
        assert!(found[1].starts_with("line 2: "), "{}", found[1]);
    }
}
