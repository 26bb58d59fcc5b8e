//! Bounds of what calls may say, the same in every format, and the words in which they are refused.

use std::io::Write;

use axum::body::Body;
use earshot_domain::Role;
use earshot_testkit::{calls, create_person};
use flate2::{Compression, write::GzEncoder};
use serde_json::{Value, json};

use crate::{
    harness::TestApp,
    ingest::{CALLS, push, record, writer},
};

const OWN: &str = "application/json";
const TALKIFAI: &str = "application/vnd.earshot.talkifai+json";
const PBX: &str = "application/vnd.earshot.pbx+json";

fn own(field: &str, value: Value) -> Value {
    let mut record = record(1);
    record[field] = value;
    record
}

fn conversation(field: &str, value: &Value) -> Value {
    let mut conversation = json!({"roomName": "room-1", "startTime": "2026-06-01T09:00:00Z"});
    conversation[field] = value.clone();
    json!({"exportMetadata": {}, "conversation": conversation})
}

fn leg(time: &str) -> Value {
    json!({
        "uid": "u-1", "leg_id": "l-1", "leg": 1, "time": time, "call_type": "Inbound",
        "call_from": "+12025550123", "call_to": "7000", "status": "ANSWERED",
        "call_duration": 10, "ring_duration": 1, "talk_duration": 9, "hold_duration": 0,
    })
}

/// The reason for which the one record of a push is refused.
async fn reason(app: &TestApp, key: &str, kind: &str, record: &Value) -> String {
    let answer = push(app, key, CALLS, kind, json!([record]).to_string()).await;
    assert_eq!(answer.status, 422, "{kind}: {}", answer.body);
    answer.json()["results"][0]["reason"].as_str().unwrap_or(&answer.body).to_owned()
}

#[tokio::test(flavor = "multi_thread")]
async fn years_before_1970_and_after_2200_are_refused_in_every_format() {
    let app = TestApp::new().await;
    let key = writer(&app).await;
    for year in ["0001", "1969", "2201", "9999"] {
        let time = format!("{year}-06-01T09:00:00Z");
        for (kind, record) in [
            (OWN, own("started_at", json!(time))),
            (OWN, own("ended_at", json!(time))),
            (TALKIFAI, conversation("startTime", &json!(time))),
            (TALKIFAI, conversation("endTime", &json!(time))),
        ] {
            let reason = reason(&app, &key, kind, &record).await;
            let known =
                reason.contains("the years 1970 to 2200") || reason.contains("not be before");
            assert!(known, "{kind} {year}: {reason}");
        }
    }
    for time in ["1969/06/01 09:00:00", "2201/06/01 09:00:00", "9999/12/31 23:59:59"] {
        reason(&app, &key, PBX, &leg(time)).await;
    }
    for (kind, record) in [
        (OWN, own("started_at", json!("1970-01-01T00:00:00Z"))),
        (TALKIFAI, conversation("startTime", &json!("2200-12-31T23:59:59Z"))),
        (PBX, leg("2200/06/01 09:00:00")),
    ] {
        let answer = push(&app, &key, CALLS, kind, json!([record]).to_string()).await;
        assert_eq!(answer.status, 200, "{kind}: {}", answer.body);
    }
}

#[tokio::test(flavor = "multi_thread")]
async fn lengths_end_at_31_days_in_every_format() {
    let app = TestApp::new().await;
    let key = writer(&app).await;
    for (kind, record, words) in [
        (OWN, own("total_seconds", json!(2_678_401)), "31 days"),
        (TALKIFAI, conversation("duration", &json!(2_678_401)), "31 days"),
        (TALKIFAI, conversation("duration", &json!(4e9)), "31 days"),
        (TALKIFAI, conversation("duration", &json!(1e308)), "31 days"),
        (
            TALKIFAI,
            conversation("duration", &json!(-1)),
            "`conversation.duration` must be a number",
        ),
        (
            TALKIFAI,
            conversation("endTime", &json!("2026-06-01T08:00:00Z")),
            "`conversation.endTime` must not be before",
        ),
    ] {
        let reason = reason(&app, &key, kind, &record).await;
        assert!(reason.contains(words), "{reason}");
    }
    let longest = conversation("duration", &json!(2_678_400)).to_string();
    assert_eq!(push(&app, &key, CALLS, TALKIFAI, longest).await.status, 200);
}

#[tokio::test(flavor = "multi_thread")]
async fn a_body_that_is_no_whole_gzip_is_refused_in_a_sentence() {
    let app = TestApp::new().await;
    let key = writer(&app).await;
    let mut gzip = GzEncoder::new(Vec::new(), Compression::default());
    gzip.write_all(record(1).to_string().as_bytes()).unwrap();
    let start = gzip.finish().unwrap()[..10].to_vec();
    let answer = push(&app, &key, CALLS, "application/x-ndjson", Body::from(start)).await;
    assert_eq!(answer.status, 400);
    let detail = answer.json()["detail"].as_str().unwrap().to_owned();
    let expected = "The body cannot be read to its end, or is not whole gzip. Nothing was stored.";
    assert_eq!(detail, expected);
}

#[tokio::test(flavor = "multi_thread")]
async fn refusals_name_the_field_in_the_words_of_its_reader() {
    let app = TestApp::new().await;
    app.ingest(calls(1)).await;
    let key = writer(&app).await;
    for (field, value, expected) in [
        (
            "total_seconds",
            json!(-1),
            "`total_seconds` must be a number of seconds from 0 to 2678400 (31 days)",
        ),
        ("tags", json!({}), "`tags` must be an array, not an object"),
        ("transcript", json!("hi"), "`transcript` must be a JSON object, not text"),
        ("caller", json!(7), "`caller` must be text, not a whole number"),
        ("status", json!(7), "`status` must be text"),
        ("customer", json!("Ann"), "`customer` must be an object, not text"),
    ] {
        let reason = reason(&app, &key, OWN, &own(field, value)).await;
        assert_eq!(reason, expected);
        for word in ["u32", "sequence", "variant", "struct", "map", "unit"] {
            assert!(!reason.contains(word), "{reason}");
        }
    }
    let two =
        [("scope", "calls:write"), ("project_id", "front-desk"), ("project_id", "after-hours")];
    let email = "both@harbour.example";
    let projects = ["front-desk", "after-hours"];
    create_person(&app.backend, "harbour", email, Role::ClientAdmin, &projects).await;
    let two = app.key(email, &two).await;
    let answer = push(&app, &two, CALLS, OWN, json!([record(1)]).to_string()).await;
    assert_eq!(answer.code(), "project_required");
    assert!(!answer.body.contains("export"), "{}", answer.body);
}
