//! Background exports for programs: start, progress, files and cancellation.

use axum::{body::Body, http::Request};
use earshot_testkit::calls;
use serde_json::{Value, json};
use sha2::{Digest, Sha256};

use crate::harness::{ADMIN, Answer, TestApp};

pub const START: &str = "/v1/conversations/export";
const LIST: &str = "/v1/conversations/exports";

/// Creates a key that may export the calls of `front-desk`.
pub async fn exporter(app: &TestApp) -> String {
    let fields =
        [("scope", "exports:write"), ("project_id", "front-desk"), ("requests_per_minute", "1000")];
    app.key(ADMIN, &fields).await
}

/// Sends a request with a key.
pub async fn send(app: &TestApp, key: &str, method: &str, path: &str, body: &Value) -> Answer {
    let request = Request::builder()
        .method(method)
        .uri(path)
        .header("authorization", format!("Bearer {key}"));
    let body = if body.is_null() { String::new() } else { body.to_string() };
    app.send(request.body(Body::from(body)).unwrap()).await
}

/// Sends `GET` with a key.
pub async fn read(app: &TestApp, key: &str, path: &str) -> Answer {
    send(app, key, "GET", path, &Value::Null).await
}

/// docs/compatibility.md#askvault-export-request
#[tokio::test(flavor = "multi_thread")]
async fn an_export_is_started_polled_and_downloaded() {
    let app = TestApp::new().await;
    app.ingest(calls(5)).await;
    let key = exporter(&app).await;
    let body = json!({ "filter": { "since": "2026-05-01" }, "format": "json" });
    let started = send(&app, &key, "POST", START, &body).await;
    assert_eq!((started.status.as_u16(), &started.json()["status"]), (202, &json!("queued")));
    let url = started.json()["url"].as_str().unwrap().to_owned();
    assert_eq!(started.header("location"), url);
    let waiting = read(&app, &key, &url).await;
    assert_eq!(waiting.json()["status"], "queued");
    assert!(!waiting.header("retry-after").is_empty());
    assert_eq!(read(&app, &key, &format!("{url}/files/1")).await.status, 409);
    app.run_jobs().await;
    let done = read(&app, &key, &url).await.json();
    assert_eq!(done["status"], "completed");
    assert_eq!(
        done["progress"],
        json!({ "matched": 5, "written": 5, "omitted": 0, "omitted_reasons": [], "percent": 100,
                "bytes": done["files"][0]["bytes"] })
    );
    assert_eq!(done["recordings_omitted"], json!([]));
    let file = &done["files"][0];
    let answer = read(&app, &key, file["url"].as_str().unwrap()).await;
    let digest = hex::encode(Sha256::digest(&answer.bytes));
    assert_eq!(file["sha256"], json!(digest));
    assert_eq!(answer.header("etag"), format!("\"{digest}\""));
    assert!(answer.header("repr-digest").starts_with("sha-256=:"));
    let conversations: Value = serde_json::from_slice(&answer.bytes).unwrap();
    assert_eq!(conversations.as_array().unwrap().len(), 5);
    let manifest = read(&app, &key, done["manifest_url"].as_str().unwrap()).await.json();
    assert_eq!(manifest["files"][0]["sha256"], json!(digest));
    let archive = read(&app, &key, done["archive_url"].as_str().unwrap()).await;
    assert_eq!(archive.header("content-length"), archive.bytes.len().to_string());
    let listed = read(&app, &key, LIST).await.json();
    assert_eq!(listed["exports"][0]["id"], done["id"]);
}

#[tokio::test(flavor = "multi_thread")]
async fn a_file_is_sent_in_ranges() {
    let app = TestApp::new().await;
    app.ingest(calls(5)).await;
    let key = exporter(&app).await;
    let url = send(&app, &key, "POST", START, &json!({ "format": "csv" })).await.json();
    app.run_jobs().await;
    let file = format!("{}/files/1", url["url"].as_str().unwrap());
    let whole = read(&app, &key, &file).await;
    let range = |value: &str| {
        let request = Request::get(&file).header("x-api-key", &key).header("range", value);
        app.send(request.body(Body::empty()).unwrap())
    };
    let part = range("bytes=10-19").await;
    assert_eq!((part.status.as_u16(), part.bytes.as_slice()), (206, &whole.bytes[10..20]));
    assert_eq!(part.header("content-range"), format!("bytes 10-19/{}", whole.bytes.len()));
    assert_eq!(range("bytes=999999-").await.status, 416);
}

#[tokio::test(flavor = "multi_thread")]
async fn the_same_idempotency_key_is_the_same_export_for_a_day() {
    let app = TestApp::new().await;
    app.ingest(calls(2)).await;
    let key = exporter(&app).await;
    let start = |body: Value| {
        let request =
            Request::post(START).header("x-api-key", &key).header("idempotency-key", "n1");
        app.send(request.body(Body::from(body.to_string())).unwrap())
    };
    let first = start(json!({ "format": "csv" })).await.json();
    let again = start(json!({ "format": "csv" })).await;
    assert_eq!((again.status.as_u16(), &again.json()["id"]), (202, &first["id"]));
    let other = start(json!({ "format": "jsonl" })).await;
    assert_eq!((other.status.as_u16(), other.fields()), (422, vec!["Idempotency-Key".to_owned()]));
    app.advance_clock(24 * 3600);
    let next_day = start(json!({ "format": "csv" })).await.json();
    assert_ne!(next_day["id"], first["id"]);
}

#[tokio::test(flavor = "multi_thread")]
async fn errors_name_the_member() {
    let app = TestApp::new().await;
    app.ingest(calls(2)).await;
    let key = exporter(&app).await;
    let request = Request::post(START).header("x-api-key", &key);
    let malformed = app.send(request.body(Body::from("{")).unwrap()).await;
    assert_eq!((malformed.status.as_u16(), malformed.code()), (400, "malformed".to_owned()));
    for (body, status, field) in [
        (json!({}), 422, "format"),
        (json!({ "format": "csv", "filter": { "since": "yesterday" } }), 422, "filter.since"),
        (json!({ "format": "csv", "filter": { "mood": "x" } }), 422, "filter.mood"),
        (json!({ "format": "pdf", "mode": "messages" }), 422, "mode"),
        (json!({ "format": "csv", "include": { "recordings": true } }), 422, "include"),
    ] {
        let answer = send(&app, &key, "POST", START, &body).await;
        assert_eq!(
            (answer.status.as_u16(), answer.fields()),
            (status, vec![field.to_owned()]),
            "{body}"
        );
    }
    let nothing = json!({ "format": "csv", "filter": { "since": "2027-01-01" } });
    assert_eq!(send(&app, &key, "POST", START, &nothing).await.code(), "no_matches");
    let foreign = json!({ "format": "csv", "filter": { "project_id": "after-hours" } });
    assert_eq!(send(&app, &key, "POST", START, &foreign).await.status, 404);
}

#[tokio::test(flavor = "multi_thread")]
async fn the_list_is_read_in_pages_newest_first() {
    let app = TestApp::new().await;
    app.ingest(calls(2)).await;
    let key = exporter(&app).await;
    let mut started = Vec::new();
    for _ in 0..5 {
        let answer = send(&app, &key, "POST", START, &json!({ "format": "csv" })).await.json();
        started.insert(0, answer["id"].clone());
        app.advance_clock(1);
    }
    let list = async |query: &str| read(&app, &key, &format!("{LIST}?{query}")).await;
    let (mut cursor, mut seen, mut sizes) = (String::new(), Vec::new(), Vec::new());
    loop {
        let page = list(&format!("limit=2&cursor={cursor}")).await.json();
        let exports = page["exports"].as_array().unwrap();
        sizes.push(exports.len());
        seen.extend(exports.iter().map(|export| export["id"].clone()));
        let Some(next) = page["pagination"]["next_cursor"].as_str() else {
            assert_eq!(page["pagination"], json!({ "next_cursor": null, "has_more": false }));
            break;
        };
        assert_eq!(page["pagination"]["has_more"], true);
        next.clone_into(&mut cursor);
    }
    assert_eq!((seen, sizes), (started, vec![2, 2, 1]));
    for (query, field) in [("limit=0", "limit"), ("limit=101", "limit"), ("cursor=x", "cursor")] {
        let answer = list(query).await;
        assert_eq!((answer.status.as_u16(), answer.fields()), (422, vec![field.to_owned()]));
    }
}

#[tokio::test(flavor = "multi_thread")]
async fn a_key_sees_and_cancels_its_own_exports_only() {
    let app = TestApp::new().await;
    app.ingest(calls(2)).await;
    let (key, other) = (exporter(&app).await, exporter(&app).await);
    let url = send(&app, &key, "POST", START, &json!({ "format": "csv" })).await.json();
    let url = url["url"].as_str().unwrap();
    assert_eq!(read(&app, &other, url).await.status, 404);
    assert_eq!(send(&app, &other, "DELETE", url, &Value::Null).await.status, 404);
    let none = read(&app, &other, LIST).await.json();
    assert_eq!(none["exports"], json!([]));
    assert_eq!(send(&app, &key, "DELETE", url, &Value::Null).await.status, 204);
    assert_eq!(read(&app, &key, url).await.json()["status"], "cancelled");
}
