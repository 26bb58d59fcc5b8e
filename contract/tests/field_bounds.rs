//! Bounds of every field: what is at them is stored by both databases, and what is beyond is refused by
//! the field's name.

use std::io::Cursor;

use earshot_backend::{
    Ingested, TimeZone,
    readers::{Format, ReadOptions, read},
};
use earshot_testkit::{leg_with, read_calls};
use serde_json::{Value, json};

use crate::harness::Site;

crate::on_both_databases!(
    a_call_at_every_bound_is_stored,
    a_call_beyond_a_bound_is_refused_by_the_fields_name,
    other_formats_have_the_same_bounds_in_their_own_names,
    a_transcript_at_its_bounds_is_stored,
);

/// Text of so many characters, each of four bytes.
fn wide(characters: usize) -> String {
    "𝓧".repeat(characters)
}

fn text(bytes: usize) -> String {
    "x".repeat(bytes)
}

fn record(field: &str, value: Value) -> Value {
    let mut record = json!({
        "source": "switch", "source_id": "s-1", "started_at": "2026-06-01T09:00:00Z",
        "status": "completed", "total_seconds": 60,
    });
    record[field] = value;
    record
}

fn turns(texts: Vec<String>) -> Value {
    let turn = |text: String| json!({"speaker": "caller", "text": text});
    json!({"turns": texts.into_iter().map(turn).collect::<Vec<_>>()})
}

/// A field of the own format: a value at the bound, one beyond it, and the name in the refusal.
type Bound = (&'static str, Value, Value, &'static str);

fn bounds() -> Vec<Bound> {
    let name = |field| (field, json!(wide(255)), json!(wide(256)), field);
    let list = |field| (field, json!(vec!["x"; 200]), json!(vec!["x"; 201]), field);
    let size = 64 << 10;
    let citation = |title: String, url: String| json!([{"title": title, "url": url}]);
    let mut bounds = vec![
        name("source_id"),
        name("source_status"),
        name("caller"),
        name("callee"),
        name("agent"),
        name("transfer_destination"),
        list("tags"),
        list("skills"),
        list("notes"),
        ("end_reason", json!(wide(1000)), json!(wide(1001)), "end_reason"),
        ("outcome", json!(text(100)), json!(text(101)), "outcome"),
        ("audience", json!(wide(200)), json!(wide(201)), "audience"),
        ("tags", json!([wide(200)]), json!([wide(201)]), "tags"),
        ("skills", json!([wide(200)]), json!([wide(201)]), "skills"),
        ("summary", json!(text(size)), json!(text(size + 1)), "summary"),
        ("notes", json!([text(size)]), json!([text(size + 1)]), "notes"),
        (
            "transcript",
            turns(vec![text(size)]),
            turns(vec![text(size + 1)]),
            "transcript.turns.text",
        ),
        (
            "csat",
            json!({"rating": 5, "comment": text(size)}),
            json!({"rating": 5, "comment": text(size + 1)}),
            "csat.comment",
        ),
        (
            "recording",
            json!({"file_name": wide(1000)}),
            json!({"file_name": wide(1001)}),
            "recording.file_name",
        ),
        ("analysis", json!(text((1 << 20) - 2)), json!([text((1 << 20) - 3)]), "analysis"),
        (
            "citations",
            citation(wide(1000), text(9)),
            citation(wide(1001), text(9)),
            "citations.title",
        ),
        (
            "citations",
            citation(text(9), wide(2000)),
            citation(text(9), wide(2001)),
            "citations.url",
        ),
        (
            "revision",
            json!(9_007_199_254_740_991_u64),
            json!(9_007_199_254_740_992_u64),
            "revision",
        ),
    ];
    for field in ["id", "name", "email", "phone", "company"] {
        let named = format!("customer.{field}").leak();
        bounds.push(("customer", json!({field: wide(255)}), json!({field: wide(256)}), named));
    }
    bounds.extend(bounds_of_events());
    bounds
}

/// Legs, function calls and review events.
fn bounds_of_events() -> Vec<Bound> {
    let size = 64 << 10;
    let mut bounds: Vec<Bound> = Vec::new();
    let call = |field: &str, value: Value| {
        let mut call = json!({"function": "look_up"});
        call[field] = value;
        json!([call])
    };
    let event = |field: &str, text: String| {
        let mut event = json!({"event": "claim", "author": "Jo", "at": "2026-06-01T09:00:00Z"});
        event[field] = json!(text);
        json!([event])
    };
    let leg = |field: &str, text: String| {
        let mut leg = json!({
            "leg_id": "1", "leg": 1, "status": "x", "call_to": "7", "total_seconds": 1,
            "ring_seconds": 0, "talk_seconds": 1, "hold_seconds": 0,
        });
        leg[field] = json!(text);
        json!([leg])
    };
    for field in ["leg_id", "status", "call_to"] {
        let named = format!("legs.{field}").leak();
        bounds.push(("legs", leg(field, wide(255)), leg(field, wide(256)), named));
    }
    for field in ["event", "author"] {
        let named = format!("review_events.{field}").leak();
        bounds.push(("review_events", event(field, wide(255)), event(field, wide(256)), named));
    }
    let (fits, long) = (event("reason", text(size)), event("reason", text(size + 1)));
    bounds.push(("review_events", fits, long, "review_events.reason"));
    for field in ["function", "timestamp"] {
        let named = format!("function_calls.{field}").leak();
        let (fits, long) = (call(field, json!(wide(255))), call(field, json!(wide(256))));
        bounds.push(("function_calls", fits, long, named));
    }
    for field in ["parameters", "result"] {
        let named = format!("function_calls.{field}").leak();
        let fits = call(field, json!([text((1 << 20) - 4)]));
        bounds.push(("function_calls", fits, call(field, json!([text((1 << 20) - 3)])), named));
    }
    for (field, one) in [
        ("legs", leg("status", text(1))),
        ("function_calls", call("function", json!("x"))),
        ("review_events", event("event", text(1))),
    ] {
        let many = |count| Value::from(vec![one[0].clone(); count]);
        bounds.push((field, many(1000), many(1001), field));
    }
    bounds
}

/// The reason for which the only record of a file is refused; `None` for one that is read.
fn refusal(format: Format, file: &Value) -> Option<String> {
    let bytes = Cursor::new(file.to_string().into_bytes());
    let options = ReadOptions::in_zone(TimeZone::UTC);
    read(format, Box::new(bytes), options).unwrap().find_map(Result::err).map(|bad| bad.reason)
}

async fn a_call_at_every_bound_is_stored(site: &Site) {
    let admin = site.admin().await;
    for (number, (field, fits, ..)) in bounds().into_iter().enumerate() {
        let mut record = record("source_id", json!(format!("s-{number}")));
        record[field] = fits;
        let calls = read_calls(Format::Ndjson, &record, "UTC");
        assert_eq!(site.ingest(calls).await, [Ingested::Taken], "{field}");
    }
    let page = site.list(&admin, "").await;
    for row in page.rows {
        site.backend.reviews().open(&admin.viewer, row.id).await.unwrap();
    }
}

async fn a_call_beyond_a_bound_is_refused_by_the_fields_name(_: &Site) {
    for (field, fits, beyond, named) in bounds() {
        assert_eq!(refusal(Format::Ndjson, &record(field, fits)), None, "{named}");
        let reason = refusal(Format::Ndjson, &record(field, beyond)).unwrap();
        assert!(reason.starts_with(&format!("`{named}` ")), "{named}: {reason}");
        assert!(reason.len() < 200 && !reason.contains("xxx"), "{reason}");
    }
}

async fn other_formats_have_the_same_bounds_in_their_own_names(_: &Site) {
    let size = 64 << 10;
    let conversation = |field: &str, value: Value| {
        let mut conversation = json!({"roomName": "r", "startTime": "2026-06-01T09:00:00Z"});
        conversation[field] = value;
        json!({"conversation": conversation})
    };
    let raw = |text: String| json!({"raw": json!([{"speaker": "user", "text": text}]).to_string()});
    let analysis = |name: &str, text: String| json!({"analysisData": {name: text}});
    let leg = |field: &str, value: Value| json!([leg_with(&json!({field: value}))]);
    let said = |text: String| json!([{"source_number": "7000", "content": text}]);
    let talkifai = Format::Talkifai;
    for (format, fits, beyond, named) in [
        (
            talkifai,
            conversation("roomName", json!(wide(255))),
            conversation("roomName", json!(wide(256))),
            "conversation.roomName",
        ),
        (
            talkifai,
            conversation("sessionStatus", json!(wide(255))),
            conversation("sessionStatus", json!(wide(256))),
            "conversation.sessionStatus",
        ),
        (
            talkifai,
            conversation("transcript", raw(text(size))),
            conversation("transcript", raw(text(size + 1))),
            "transcript.raw.text",
        ),
        (
            talkifai,
            conversation("postCallAnalysis", analysis("call_summary", text(size))),
            conversation("postCallAnalysis", analysis("call_summary", text(size + 1))),
            "analysisData.call_summary",
        ),
        (
            talkifai,
            conversation("postCallAnalysis", analysis("call_outcome", text(100))),
            conversation("postCallAnalysis", analysis("call_outcome", text(101))),
            "analysisData.call_outcome",
        ),
        (
            talkifai,
            conversation("user", json!({"name": wide(255)})),
            conversation("user", json!({"name": wide(256)})),
            "user.name",
        ),
        (Format::Pbx, leg("uid", json!(wide(255))), leg("uid", json!(wide(256))), "uid"),
        (Format::Pbx, leg("leg_id", json!(wide(255))), leg("leg_id", json!(wide(256))), "leg_id"),
        (
            Format::Pbx,
            leg("call_from", json!(wide(255))),
            leg("call_from", json!(wide(256))),
            "call_from",
        ),
        (
            Format::Pbx,
            leg("ai_summary", json!(text(size))),
            leg("ai_summary", json!(text(size + 1))),
            "ai_summary",
        ),
        (
            Format::Pbx,
            leg("ai_transcription", said(text(size))),
            leg("ai_transcription", said(text(size + 1))),
            "ai_transcription.content",
        ),
    ] {
        assert_eq!(refusal(format, &fits), None, "{named}");
        let reason = refusal(format, &beyond).unwrap();
        assert!(reason.starts_with(&format!("`{named}` is longer than")), "{named}: {reason}");
    }
}

async fn a_transcript_at_its_bounds_is_stored(site: &Site) {
    let lines = |count: usize| record("transcript", turns(vec!["yes".to_owned(); count]));
    let calls = read_calls(Format::Ndjson, &lines(100_000), "UTC");
    assert_eq!(site.ingest(calls).await, [Ingested::Taken]);
    assert_eq!(
        refusal(Format::Ndjson, &lines(100_001)).as_deref(),
        Some("`transcript.turns` has more than 100,000 items")
    );
    // More than a text may have, in the field that holds a whole transcript.
    let turns = vec![json!({"speaker": "user", "text": text(60_000)}); 30];
    let conversation = json!({"conversation": {
        "roomName": "r", "startTime": "2026-06-01T09:00:00Z",
        "transcript": {"raw": Value::from(turns).to_string()},
    }});
    let calls = read_calls(Format::Talkifai, &conversation, "UTC");
    assert_eq!(site.ingest(calls).await, [Ingested::Taken]);
    let words: Vec<String> = (0..200_000).map(|n| format!("word{n}")).collect();
    let mut many_words = record("source_id", json!("many-words"));
    many_words["transcript"] =
        self::turns(words.chunks(5000).map(|chunk| chunk.join(" ")).collect());
    let calls = read_calls(Format::Ndjson, &many_words, "UTC");
    assert_eq!(site.ingest(calls).await, [Ingested::Taken], "an index has a bound of its own");
}
