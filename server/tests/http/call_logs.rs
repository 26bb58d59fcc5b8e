//! Call logs pushed as CSV, and text in other encodings.

use axum::body::Body;
use serde_json::json;

use crate::{
    harness::{ADMIN, TestApp, get},
    ingest::{CALLS, push, record, writer},
};

const MASTER: &str = "\"\",\"+447700900140\",\"s\",\"from-trunk\",\"\"\"Doe, J\"\" <+447700900140>\",\
    \"PJSIP/trunk-1\",\"PJSIP/1001-2\",\"Dial\",\"PJSIP/1001,20\",\"2026-06-18 09:00:00\",\
    \"2026-06-18 09:00:05\",\"2026-06-18 09:01:05\",65,60,\"ANSWERED\",\"DOCUMENTATION\",\
    \"1781769600.1\",\"\"\n";
const LOG: &str = "Nr;Begin;Seconds;Who\n1;2026-06-18 09:00:00;65;Jos\u{e9}\n";
const MAPPING: &str = r#"{"source":"switch","fields":{"source_id":"Nr","started_at":"Begin",
    "total_seconds":"Seconds","customer.name":"Who"},"fixed":{"status":"completed"}}"#;

/// A query with the mapping of [`LOG`].
fn mapped() -> String {
    let query =
        form_urlencoded::Serializer::new(String::new()).append_pair("mapping", MAPPING).finish();
    format!("{CALLS}?{query}")
}

#[tokio::test(flavor = "multi_thread")]
async fn a_call_log_of_a_known_system_is_taken_as_it_is() {
    let app = TestApp::new().await;
    let key = writer(&app).await;
    let answer = push(&app, &key, CALLS, "text/csv", MASTER.repeat(3)).await;
    assert_eq!(answer.status, 200, "{}", answer.body);
    let report = answer.json();
    assert_eq!((&report["taken"], &report["refused"]), (&json!(1), &json!(0)));
    assert_eq!(report["results"][0]["source"], "asterisk");
    assert_eq!(report["results"][0]["source_id"], "1781769600.1");
    let target = format!("{CALLS}?format=csv");
    let again = push(&app, &key, &target, "text/csv; charset=utf-8", MASTER).await;
    assert_eq!(again.json()["unchanged"], 1, "{}", again.body);
    let call = app.call_ids(ADMIN).await[0];
    let session = app.session(ADMIN).await;
    let review = app.get(&session, &format!("/api/review?call_id={call}")).await.json();
    assert_eq!(
        review["row"]["started"]["rfc3339"], "2026-06-18T09:00:00+01:00",
        "the tenant's zone"
    );
    assert_eq!((&review["row"]["agent"], &review["ring_seconds"]), (&json!("1001"), &json!(5)));
}

#[tokio::test(flavor = "multi_thread")]
async fn any_other_log_comes_with_a_mapping() {
    let app = TestApp::new().await;
    let key = writer(&app).await;
    let unknown = push(&app, &key, CALLS, "text/csv", LOG).await;
    assert_eq!((unknown.status.as_u16(), unknown.fields()), (422, vec!["body".to_owned()]));
    assert!(unknown.body.contains("mapping"), "{}", unknown.body);
    let answer = push(&app, &key, &mapped(), "text/csv", LOG).await;
    assert_eq!(answer.json()["results"][0]["source_id"], "1", "{}", answer.body);
    let wrong = push(&app, &key, &format!("{CALLS}?mapping=%7B%7D"), "text/csv", LOG).await;
    assert_eq!((wrong.status.as_u16(), wrong.fields()), (422, vec!["mapping".to_owned()]));
    let elsewhere = mapped() + "&format=ndjson";
    let wrong = push(&app, &key, &elsewhere, "application/json", "{}").await;
    assert_eq!(wrong.fields(), ["mapping"]);
}

#[tokio::test(flavor = "multi_thread")]
async fn text_in_another_encoding_is_refused_by_name_unless_it_is_named() {
    let app = TestApp::new().await;
    let key = writer(&app).await;
    let latin = |text: &str| -> Vec<u8> {
        text.chars().map(|letter| u8::try_from(u32::from(letter)).unwrap()).collect()
    };
    let wide = |text: &str| -> Vec<u8> { text.encode_utf16().flat_map(u16::to_le_bytes).collect() };
    let refused = push(&app, &key, &mapped(), "text/csv", latin(LOG)).await;
    assert!(refused.body.contains("not UTF-8"), "{}", refused.body);
    let taken = push(&app, &key, &mapped(), "text/csv; charset=windows-1252", latin(LOG)).await;
    assert_eq!(taken.json()["taken"], 1, "{}", taken.body);
    let mut accented = record(1);
    accented["summary"] = "Jos\u{e9} rang".into();
    let text = accented.to_string();
    let refused = push(&app, &key, CALLS, "application/x-ndjson", wide(&text)).await;
    assert_eq!(refused.status, 400);
    assert!(refused.body.contains("UTF-16LE"), "{}", refused.body);
    let kind = "application/x-ndjson; charset=utf-16le";
    assert_eq!(push(&app, &key, CALLS, kind, wide(&text)).await.json()["taken"], 1);
    let mixed =
        [latin(&text.replace("s-1", "s-2")), record(3).to_string().into_bytes()].join(&b'\n');
    let report = push(&app, &key, CALLS, "application/x-ndjson", mixed).await.json();
    assert_eq!((&report["taken"], &report["refused"]), (&json!(1), &json!(1)));
    let reason = report["results"][0]["reason"].as_str().unwrap();
    assert!(reason.starts_with("not UTF-8"), "{reason}");
    let unknown = push(&app, &key, CALLS, "application/json; charset=latin", "{}").await;
    assert_eq!(unknown.status, 415);
}

#[tokio::test(flavor = "multi_thread")]
async fn the_id_of_a_row_without_one_is_the_same_in_every_answer() {
    let app = TestApp::new().await;
    let key = writer(&app).await;
    let log = "Name,Phone,Start Time,Duration\nJane Doe,+447700900142,2026-06-18 09:00:00,49\n";
    let answer = push(&app, &key, CALLS, "text/csv", log).await.json();
    let id = answer["results"][0]["source_id"].as_str().unwrap().to_owned();
    assert!(id.strip_prefix("row:").is_some_and(|letters| letters.len() == 32), "{id}");
    let again = push(&app, &key, CALLS, "text/csv", log).await.json();
    assert_eq!((&again["unchanged"], &again["results"][0]["source_id"]), (&json!(1), &json!(id)));
    let reader = app.key(ADMIN, &[("scope", "calls:read"), ("project_id", "front-desk")]).await;
    let request = get("/v1/calls").header("x-api-key", reader).body(Body::empty()).unwrap();
    assert_eq!(app.send(request).await.json()["calls"][0]["source_id"], id.as_str());
    assert!(!app.database_contains("csv-row:"));
}
