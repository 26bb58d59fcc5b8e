//! Calls pushed over HTTP: formats, results for each call, and errors.

use std::io::Write;

use axum::{
    body::{Body, Bytes},
    http::{Request, header},
};
use flate2::{Compression, write::GzEncoder};
use serde_json::{Value, json};

use crate::harness::{ADMIN, Answer, LATE, TestApp};

pub const CALLS: &str = "/v1/ingest/calls";
pub const NDJSON: &str = "application/x-ndjson";
const JSON: &str = "application/json";

/// Creates a key of the admin that may push calls and read them.
pub async fn writer(app: &TestApp) -> String {
    let fields = [
        ("scope", "calls:write"),
        ("scope", "calls:read"),
        ("project_id", "front-desk"),
        ("requests_per_minute", "1000"),
    ];
    app.key(ADMIN, &fields).await
}

/// The n-th call in our own format.
pub fn record(n: u32) -> Value {
    json!({
        "source": "switch", "source_id": format!("s-{n}"), "started_at": "2026-06-01T09:00:00Z",
        "status": "completed", "total_seconds": 60, "caller": "+12025550123",
        "summary": "The caller left +12025550123.",
        "transcript": { "turns": [{ "speaker": "caller", "text": "I am on +12025550123" }] },
    })
}

pub async fn push(
    app: &TestApp,
    key: &str,
    target: &str,
    kind: &str,
    body: impl Into<Body>,
) -> Answer {
    let request = Request::post(target)
        .header("x-api-key", key)
        .header(header::CONTENT_TYPE, kind)
        .body(body.into())
        .unwrap();
    app.send(request).await
}

pub fn lines(records: &[Value]) -> String {
    records.iter().fold(String::new(), |text, record| text + &record.to_string() + "\n")
}

pub fn counts(answer: &Answer) -> [u64; 4] {
    let report = answer.json();
    ["taken", "extended", "unchanged", "refused"].map(|name| report[name].as_u64().unwrap())
}

#[tokio::test(flavor = "multi_thread")]
async fn every_way_to_write_calls_is_read() {
    let app = TestApp::new().await;
    let key = writer(&app).await;
    let mut gzip = GzEncoder::new(Vec::new(), Compression::default());
    gzip.write_all(lines(&[record(5), record(6)]).as_bytes()).unwrap();
    let pretty = serde_json::to_string_pretty(&record(1)).unwrap();
    for (kind, body, expected) in [
        (JSON, pretty.into_bytes(), 1),
        (JSON, json!([record(2), record(3)]).to_string().into_bytes(), 2),
        (NDJSON, lines(&[record(4)]).into_bytes(), 1),
        (NDJSON, gzip.finish().unwrap(), 2),
        (JSON, b"[]".to_vec(), 0),
    ] {
        let answer = push(&app, &key, CALLS, kind, body).await;
        assert_eq!(answer.status, 200, "{kind} {}", answer.body);
        assert_eq!(counts(&answer), [expected, 0, 0, 0], "{kind}");
    }
    assert_eq!(app.call_ids(ADMIN).await.len(), 6);
}

#[tokio::test(flavor = "multi_thread")]
async fn both_vendors_formats_are_read_by_content_type_or_parameter() {
    let app = TestApp::new().await;
    let key = writer(&app).await;
    let sample = |name: &str| {
        let folder = std::path::Path::new(env!("CARGO_MANIFEST_DIR")).join("../backend/samples");
        std::fs::read(folder.join(name)).unwrap()
    };
    let pbx = "application/vnd.earshot.pbx+json";
    let answer = push(&app, &key, CALLS, pbx, sample("pbx.json")).await;
    assert_eq!((answer.status.as_u16(), counts(&answer)), (200, [9, 0, 0, 0]), "{}", answer.body);
    let target = format!("{CALLS}?format=talkifai");
    let answer = push(&app, &key, &target, NDJSON, sample("talkifai.ndjson")).await;
    assert_eq!(answer.status, 200, "{}", answer.body);
    assert!(counts(&answer)[0] > 0);
    let legs: Value = serde_json::from_slice(&sample("pbx.json")).unwrap();
    let lines = lines(legs.as_array().unwrap());
    let target = format!("{CALLS}?format=pbx&time_zone=Europe%2FLondon");
    let answer = push(&app, &key, &target, NDJSON, lines).await;
    assert_eq!(counts(&answer), [0, 0, 9, 0], "{}", answer.body);
}

#[tokio::test(flavor = "multi_thread")]
async fn pushing_again_changes_nothing_and_each_record_has_a_result() {
    let app = TestApp::new().await;
    let key = writer(&app).await;
    let first = push(&app, &key, CALLS, NDJSON, lines(&[record(1)])).await.json();
    let broken = format!("{}{{\"source_id\": \"s-9\n{}", lines(&[record(1)]), lines(&[record(2)]));
    let answer = push(&app, &key, CALLS, NDJSON, broken).await;
    assert_eq!((answer.status.as_u16(), counts(&answer)), (207, [1, 0, 1, 1]), "{}", answer.body);
    let results = answer.json()["results"].clone();
    assert_eq!(results[0]["result"], "unchanged");
    assert_eq!(results[0]["call_id"], first["results"][0]["call_id"]);
    assert_eq!(
        (&results[1]["result"], &results[1]["place"]),
        (&json!("refused"), &json!("line 2"))
    );
    assert!(results[1]["reason"].as_str().unwrap().contains("JSON"), "{results}");
    assert_eq!(results[2]["source_id"], "s-2");
    let mut other = record(1);
    other["summary"] = json!("Something else");
    let answer = push(&app, &key, CALLS, JSON, other.to_string()).await.json();
    assert_eq!(answer["results"][0]["result"], "unchanged");
    assert!(answer["results"][0]["reason"].as_str().unwrap().contains("differs"), "{answer}");
}

#[tokio::test(flavor = "multi_thread")]
async fn a_call_pushed_while_in_progress_is_completed_later() {
    let app = TestApp::new().await;
    let key = writer(&app).await;
    let live = json!({
        "source": "switch", "source_id": "s-1", "started_at": "2026-06-01T09:00:00Z",
        "status": "unknown", "total_seconds": 0, "transcript": { "state": "live" },
    });
    let before = push(&app, &key, CALLS, JSON, live.to_string()).await.json();
    let mut whole = record(1);
    whole["ended_at"] = json!("2026-06-01T09:01:00Z");
    let after = push(&app, &key, CALLS, JSON, whole.to_string()).await;
    assert_eq!(counts(&after), [0, 1, 0, 0], "{}", after.body);
    assert_eq!(after.json()["results"][0]["call_id"], before["results"][0]["call_id"]);
    let again = push(&app, &key, CALLS, JSON, live.to_string()).await;
    assert_eq!(counts(&again), [0, 0, 1, 0], "what is fuller stays");
    let call = app.call_ids(ADMIN).await[0];
    let review = app.get(&app.session(ADMIN).await, &format!("/api/review?call_id={call}")).await;
    assert!(review.body.contains("I am on"), "{}", review.body);
    assert!(!app.database_contains("12025550123"), "numbers are not stored in clear");
}

#[tokio::test(flavor = "multi_thread")]
async fn an_unreadable_body_is_refused_and_nothing_is_stored() {
    let app = TestApp::new().await;
    let key = writer(&app).await;
    let bad = json!({ "source_id": "x", "started_at": "yesterday" }).to_string();
    for (target, kind, body, status, code) in [
        (CALLS, JSON, "{\"source_id\": ", 400, "malformed"),
        (CALLS, JSON, "nonsense", 400, "malformed"),
        (CALLS, JSON, "\"text\"", 422, "invalid_value"),
        (CALLS, JSON, "{\"call\": 1}", 422, "invalid_value"),
        (CALLS, JSON, bad.as_str(), 422, "invalid_value"),
        (CALLS, "text/csv", "a,b", 422, "invalid_value"),
        (CALLS, "text/plain", "a,b", 415, "unsupported_content"),
        ("/v1/ingest/calls?format=csv", JSON, "[]", 422, "invalid_value"),
        ("/v1/ingest/calls?projct_id=x", JSON, "[]", 422, "unknown_parameter"),
        ("/v1/ingest/calls?project_id=after-hours", JSON, "[]", 404, "not_found"),
        ("/v1/ingest/calls?project_id=lobby", JSON, "[]", 404, "not_found"),
    ] {
        let answer = push(&app, &key, target, kind, body.to_owned()).await;
        assert_eq!((answer.status.as_u16(), answer.code()), (status, code.to_owned()), "{body}");
        assert!(answer.header("x-ratelimit-limit") == "1000", "{body}");
    }
    assert_eq!(app.call_ids(ADMIN).await.len(), 0);
}

#[tokio::test(flavor = "multi_thread")]
async fn every_record_refused_is_a_problem_that_lists_them() {
    let app = TestApp::new().await;
    let key = writer(&app).await;
    let mut wrong = record(1);
    wrong["total_seconds"] = json!("long");
    let answer = push(&app, &key, CALLS, JSON, json!([wrong]).to_string()).await;
    assert_eq!((answer.status.as_u16(), answer.code().as_str()), (422, "invalid_value"));
    assert_eq!(answer.header("content-type"), "application/problem+json");
    let result = &answer.json()["results"][0];
    assert_eq!(result["place"], "record 1");
    let reason = result["reason"].as_str().unwrap();
    assert!(reason.contains("total_seconds") && !reason.contains("long"), "{reason}");
}

#[tokio::test(flavor = "multi_thread")]
async fn a_broken_connection_leaves_complete_records_only() {
    let app = TestApp::new().await;
    let key = writer(&app).await;
    let whole = lines(&[record(1), record(2)]);
    let pieces: Vec<Result<Bytes, std::io::Error>> = vec![
        Ok(Bytes::from(whole)),
        Ok(Bytes::from(record(3).to_string())),
        Err(std::io::Error::other("gone")),
    ];
    let body = Body::from_stream(futures::stream::iter(pieces));
    let answer = push(&app, &key, CALLS, NDJSON, body).await;
    assert_eq!(counts(&answer), [2, 0, 0, 1], "{}", answer.body);
    assert_eq!(app.call_ids(ADMIN).await.len(), 2);
}

#[tokio::test(flavor = "multi_thread")]
async fn more_than_a_request_may_hold_is_413_before_it_is_read() {
    let app = TestApp::new().await;
    let key = writer(&app).await;
    for (method, target) in [("POST", CALLS), ("PUT", "/v1/ingest/calls/switch/s-1/recording")] {
        push(&app, &key, CALLS, JSON, record(1).to_string()).await;
        let request = Request::builder()
            .method(method)
            .uri(target)
            .header("x-api-key", &key)
            .header(header::CONTENT_TYPE, "application/json")
            .header(header::CONTENT_LENGTH, (1_u64 << 30).to_string())
            .body(Body::empty())
            .unwrap();
        let answer = app.send(request).await;
        assert_eq!(
            (answer.status.as_u16(), answer.code().as_str()),
            (413, "too_large"),
            "{target}"
        );
    }
}

/// Case 25 (docs/threats.md#case-25): a decompression bomb.
#[tokio::test(flavor = "multi_thread")]
async fn a_decompression_bomb_is_413_and_earlier_calls_are_stored() {
    let app = TestApp::new().await;
    let key = writer(&app).await;
    let mut gzip = GzEncoder::new(Vec::new(), Compression::best());
    gzip.write_all(lines(&[record(1)]).as_bytes()).unwrap();
    let blanks = vec![b' '; 1 << 20];
    for _ in 0..300 {
        gzip.write_all(&blanks).unwrap();
    }
    let answer = push(&app, &key, CALLS, NDJSON, gzip.finish().unwrap()).await;
    assert_eq!((answer.status.as_u16(), answer.code().as_str()), (413, "too_large"));
    assert_eq!(counts(&answer)[0], 1);
}

#[tokio::test(flavor = "multi_thread")]
async fn only_a_key_with_the_right_may_push() {
    let app = TestApp::new().await;
    let reader = app.key(ADMIN, &[("scope", "calls:read"), ("project_id", "front-desk")]).await;
    let body = record(1).to_string();
    for (key, status, code) in
        [(reader.as_str(), 403, "scope_missing"), ("ear_wrong", 401, "invalid_key")]
    {
        let answer = push(&app, key, CALLS, JSON, body.clone()).await;
        assert_eq!((answer.status.as_u16(), answer.code().as_str()), (status, code));
    }
    let request = Request::post(CALLS).body(Body::from(body.clone())).unwrap();
    let answer = app.send(request).await;
    assert_eq!((answer.status.as_u16(), answer.header("www-authenticate")), (401, "Bearer"));
    let session = app.session(ADMIN).await;
    assert_eq!(app.post(&session, CALLS, &body).await.status, 401, "a session is no key");
}

#[tokio::test(flavor = "multi_thread")]
async fn a_key_that_asks_too_often_is_told_to_wait() {
    let app = TestApp::new().await;
    let fields =
        [("scope", "calls:write"), ("project_id", "front-desk"), ("requests_per_minute", "1")];
    let key = app.key(ADMIN, &fields).await;
    assert_eq!(push(&app, &key, CALLS, JSON, "[]").await.status, 200);
    let answer = push(&app, &key, CALLS, JSON, "[]").await;
    assert_eq!((answer.status.as_u16(), answer.code().as_str()), (429, "rate_limited"));
    assert!(!answer.header("retry-after").is_empty());
    assert_eq!(answer.header("x-ratelimit-remaining"), "0");
}

#[tokio::test(flavor = "multi_thread")]
async fn a_call_of_another_project_is_not_moved() {
    let app = TestApp::new().await;
    let key = writer(&app).await;
    let late = app.key(LATE, &[("scope", "calls:write"), ("project_id", "after-hours")]).await;
    push(&app, &key, CALLS, JSON, record(1).to_string()).await;
    let answer = push(&app, &late, CALLS, JSON, record(1).to_string()).await;
    assert_eq!(answer.status, 422, "{}", answer.body);
    assert!(answer.json()["results"][0]["call_id"].is_null());
    assert_eq!(app.call_ids(LATE).await.len(), 0);
    assert_eq!(app.call_ids(ADMIN).await.len(), 1);
}
