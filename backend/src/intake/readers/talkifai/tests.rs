//! Tests of the conversation reader.

use earshot_domain::{Channel, Direction, Sentiment, Speaker, Status, TranscriptState};
use serde_json::{Value, json};

use super::super::{
    Format, IncomingCall,
    samples::{calls, outline, refusal, sample},
};

fn sample_calls() -> Vec<IncomingCall> {
    calls(Format::Talkifai, sample("talkifai.ndjson"))
}

fn minimal(room: &str) -> Value {
    json!({"conversation": {"roomName": room, "startTime": "2026-06-09T10:00:00Z"}})
}

fn with(room: &str, field: &str, value: Value) -> Value {
    let mut document = minimal(room);
    document["conversation"][field] = value;
    document
}

fn one(document: &Value) -> IncomingCall {
    calls(Format::Talkifai, document.to_string()).remove(0)
}

#[test]
fn a_telephone_conversation_keeps_everything() {
    let calls = sample_calls();
    let call = &calls[0];
    assert_eq!(call.source, "talkifai");
    assert_eq!(call.source_id, "agent_desk_1780992000_00000001");
    assert_eq!(call.started_at.to_string(), "2026-06-09T08:00:00Z");
    assert_eq!(call.ended_at.unwrap().to_string(), "2026-06-09T08:00:41Z");
    assert_eq!((call.channel, call.direction), (Channel::Voice, Direction::Inbound));
    assert_eq!((call.status, call.source_status.as_str()), (Status::Completed, "completed"));
    let people = [&call.caller, &call.callee, &call.agent].map(|person| person.as_deref().unwrap());
    assert_eq!(people, ["+12025550123", "+12025550100", "Front desk"]);
    assert_eq!((call.total_seconds, call.talk_seconds), (42, None));
    assert_eq!(call.outcome.as_ref().unwrap().as_str(), "fully_resolved");
    assert_eq!(call.sentiment, Some(Sentiment::Positive));
    assert_eq!(call.summary.as_deref(), Some("Mara Lindqvist books Thursday at ten."));
    assert_eq!(call.turns[1].speaker, Speaker::Caller);
    assert_eq!(call.turns[1].at.unwrap().to_string(), "2026-06-09T08:00:07Z");
    assert_eq!(call.customer.as_ref().unwrap().company.as_deref(), Some("Lindqvist & Co"));
    let details = &call.details;
    assert_eq!(
        (details.costs.as_ref().unwrap().base, details.costs.as_ref().unwrap().total),
        (Some(0.02), Some(0.03))
    );
    assert_eq!(details.analysis.as_ref().unwrap()["agent_professionalism"], 9);
    assert_eq!(
        details.recording.as_ref().unwrap().file_name,
        "recordings/2026/06/09/agent_desk_1.webm"
    );
}

#[test]
fn a_function_call_in_both_places_is_one_with_its_result() {
    let calls = sample_calls();
    let functions = &calls[0].details.function_calls;
    let names: Vec<_> = functions.iter().map(|call| call.function.as_str()).collect();
    assert_eq!(names, ["find_slot", "book_slot"]);
    assert_eq!(functions[0].result, Some(json!({"slots": ["10:00", "11:30"]})));
    assert_eq!(functions[1].result, Some(json!({"ok": true})));
}

#[test]
fn other_channels_and_ends_are_mapped() {
    let calls = sample_calls();
    let found: Vec<_> =
        calls.iter().map(|call| (call.channel, call.source_status.as_str(), call.status)).collect();
    assert_eq!(
        found,
        [
            (Channel::Voice, "completed", Status::Completed),
            (Channel::Web, "abandoned", Status::Missed),
            (Channel::Chat, "completed", Status::Completed),
            (Channel::Voice, "failed", Status::Failed),
            (Channel::Voice, "in_review", Status::Unknown),
        ]
    );
    let web = &calls[1];
    assert_eq!((web.sentiment, &web.summary), (Some(Sentiment::Negative), &None));
    assert_eq!(web.caller, None);
    let chat = &calls[2];
    assert_eq!((&chat.agent, chat.sentiment), (&None, Some(Sentiment::Neutral)));
    let speakers: Vec<_> = chat.turns.iter().map(|turn| turn.speaker).collect();
    assert_eq!(speakers, [Speaker::System, Speaker::Caller, Speaker::Agent]);
    let failed = &calls[3];
    assert_eq!(failed.transcript_state, TranscriptState::Missing);
    assert!(failed.ended_at.is_none() && failed.details.costs.is_none());
    assert_eq!(failed.direction, Direction::Outbound);
    assert!(calls[4].agent.is_none() && calls[4].outcome.is_none());
}

#[test]
fn source_records_are_byte_for_byte() {
    let text = String::from_utf8(sample("talkifai.ndjson")).unwrap();
    for (call, line) in sample_calls().iter().zip(text.lines()) {
        assert_eq!(call.source_record, line.as_bytes());
    }
}

#[test]
fn pretty_documents_read_like_lines() {
    let text = String::from_utf8(sample("talkifai.ndjson")).unwrap();
    let pretty = |line: &str| {
        serde_json::to_string_pretty(&serde_json::from_str::<Value>(line).unwrap()).unwrap()
    };
    let documents: Vec<String> = text.lines().map(pretty).collect();
    let single = calls(Format::Talkifai, documents[0].clone());
    assert_eq!(single[0].source_record, documents[0].as_bytes());
    for separator in ["", "\n", "\r\n\r\n"] {
        let read = calls(Format::Talkifai, documents.join(separator));
        let found = read.iter().map(|call| (&call.source_id, &call.details, call.turns.len()));
        let lines = sample_calls();
        let expected = lines.iter().map(|call| (&call.source_id, &call.details, call.turns.len()));
        assert!(found.eq(expected), "{separator:?}");
    }
}

#[test]
fn almost_everything_may_be_missing() {
    let call = one(&minimal("a"));
    assert_eq!((call.total_seconds, call.status), (0, Status::Unknown));
    assert_eq!((call.channel, call.direction), (Channel::Unknown, Direction::Unknown));
    assert_eq!(call.source_status, "");
    assert!(call.customer.is_none() && call.turns.is_empty());
    assert_eq!(one(&with("a", "endTime", json!("2026-06-09T10:01:05Z"))).total_seconds, 65);
    assert_eq!(one(&with("a", "transcript", json!({"raw": "null"}))).turns.len(), 0);
    let session = json!({"conversation": {"sessionId": "s", "startTime": "2026-06-09T10:00:00Z"}});
    assert_eq!(one(&session).source_id, "s");
    let mut exported = with(" ", "sessionId", Value::Null);
    exported["exportMetadata"] = json!({"conversationId": "x"});
    assert_eq!(one(&exported).source_id, "x");
}

#[test]
fn a_bad_document_costs_only_itself() {
    let raw = |text: &str| json!({"raw": text});
    let bad = [
        with("b", "startTime", json!("yesterday")),
        with("b", "startTime", Value::Null),
        with("b", "roomName", Value::Null),
        with("b", "duration", json!(-4)),
        with("b", "duration", json!("4")),
        with("b", "transcript", raw("[{\"speaker\": \"agent\"")),
        with("b", "transcript", raw("[{\"speaker\": \"agent\", \"text\": \"\\ud800\"}]")),
        with("b", "transcript", raw("[{\"speaker\": \"parrot\", \"text\": \"Mara\"}]")),
        with("b", "transcript", json!({"raw": 7})),
        json!({"detail": "Export failed"}),
        json!("b"),
    ];
    for document in bad {
        let text = format!("{}\n{document}\n{}\n", minimal("a"), minimal("c"));
        let found = outline(Format::Talkifai, text);
        assert_eq!((found.len(), found[0].as_str(), found[2].as_str()), (3, "a", "c"));
        assert!(found[1].starts_with("line 2: ") && !found[1].contains("Mara"), "{}", found[1]);
    }
}

#[test]
fn reasons_name_the_field() {
    let found = outline(Format::Talkifai, with("b", "duration", json!("4")).to_string());
    let seconds = "must be a number of seconds from 0 to 2678400 (31 days), not text";
    assert_eq!(found, [format!("line 1: `conversation.duration` {seconds}")]);
    for at in ["0001-01-01T00:00:00Z", "1969-12-31T23:59:59Z", "9999-01-01T00:00:00Z"] {
        let turn = json!([{"speaker": "agent", "text": "x", "timestamp": at}]);
        for (field, value, name) in [
            ("startTime", json!(at), "conversation.startTime"),
            ("endTime", json!(at), "conversation.endTime"),
            ("transcript", json!({"raw": turn}), "transcript.raw.timestamp"),
        ] {
            let found = outline(Format::Talkifai, with("b", field, value).to_string());
            assert_eq!(found, [format!("line 1: `{name}` must be in the years 1970 to 2200")]);
        }
    }
}

#[test]
fn a_cut_off_line_does_not_swallow_the_next() {
    let cut = minimal("b").to_string();
    let text = format!("{}\n{}\n{}", minimal("a"), &cut[..cut.len() - 12], minimal("c"));
    let found = outline(Format::Talkifai, text);
    assert_eq!((found[0].as_str(), found[2].as_str(), found.len()), ("a", "c", 3));
}

#[test]
fn an_array_is_not_the_format() {
    refusal(Format::Talkifai, format!("[{}]", minimal("a")));
    refusal(Format::Talkifai, "nonsense");
}
