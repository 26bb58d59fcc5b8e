//! The call feed: calls in the order of their arrival.

use axum::{body::Body, http::Request};
use earshot_testkit::{call, calls};
use serde_json::{Value, json};

use crate::{
    harness::{ADMIN, Answer, RIVAL, TestApp},
    ingest::{CALLS, push, record, writer},
    recorded_calls::{app_with_recordings, playable_call},
};

async fn feed(app: &TestApp, key: &str, query: &str) -> Answer {
    let request = Request::get(format!("/v1/calls{query}")).header("x-api-key", key);
    app.send(request.body(Body::empty()).unwrap()).await
}

fn ids(feed: &Value) -> Vec<String> {
    let calls = feed["calls"].as_array().unwrap();
    calls.iter().map(|call| call["source_id"].as_str().unwrap().to_owned()).collect()
}

#[tokio::test(flavor = "multi_thread")]
async fn following_the_cursor_meets_every_call_once_in_order_of_arrival() {
    let app = TestApp::new().await;
    let key = writer(&app).await;
    app.ingest(calls(5)).await;
    app.ingest_into("harbour", "after-hours", vec![call(50)]).await;
    app.ingest_into("rival", "lobby", vec![call(60)]).await;
    let (mut cursor, mut seen) = (String::new(), Vec::new());
    loop {
        let page = feed(&app, &key, &format!("?limit=2&since_cursor={cursor}")).await.json();
        seen.extend(ids(&page));
        cursor = page["next_cursor"].as_str().unwrap().to_owned();
        if page["has_more"] == json!(false) {
            break;
        }
    }
    assert_eq!(seen, ["call-1", "call-2", "call-3", "call-4", "call-5"]);
    let later = feed(&app, &key, &format!("?since_cursor={cursor}")).await.json();
    assert_eq!((ids(&later), &later["next_cursor"]), (vec![], &json!(cursor)));
    app.ingest(vec![call(7)]).await;
    let later = feed(&app, &key, &format!("?since_cursor={cursor}")).await.json();
    assert_eq!(ids(&later), ["call-7"]);
}

#[tokio::test(flavor = "multi_thread")]
async fn a_feed_call_has_a_recording_only_where_its_media_can_be_reached() {
    let app = app_with_recordings(vec![playable_call(1), playable_call(2)]).await;
    app.ingest(vec![playable_call(3), call(4)]).await;
    app.sql("UPDATE recordings SET media_state = 'removed' WHERE call_id = (SELECT id FROM calls WHERE source_id = 'call-2')").await;
    let key = writer(&app).await;
    let page = feed(&app, &key, "").await.json();
    let states: Vec<_> = page["calls"]
        .as_array()
        .unwrap()
        .iter()
        .map(|call| (call["has_recording"].clone(), call["recording_state"].clone()))
        .collect();
    let expected = [
        (true, "available"),
        (false, "removed"),
        (false, "not_received"),
        (false, "not_generated"),
    ];
    assert_eq!(states, expected.map(|(has, state)| (json!(has), json!(state))));
}

#[tokio::test(flavor = "multi_thread")]
async fn a_feed_call_has_personal_data_only_with_the_scope() {
    let app = TestApp::new().await;
    let key = writer(&app).await;
    push(&app, &key, CALLS, "application/json", record(1).to_string()).await;
    let answer = feed(&app, &key, "?include=transcript,details").await;
    let page = answer.json();
    let call = &page["calls"][0];
    let fields = ["source", "source_id", "project_id", "status", "started_at", "caller"];
    assert_eq!(
        fields.map(|field| call[field].as_str().unwrap()),
        ["switch", "s-1", "front-desk", "completed", "2026-06-01T10:00:00+01:00", "****0123"]
    );
    assert_eq!(call["transcript"]["turns"][0]["speaker"], "caller");
    assert!(call["details"].is_object());
    assert!(!answer.body.contains("12025550123"), "{}", answer.body);
    let full = [("scope", "calls:read"), ("scope", "callers:full"), ("project_id", "front-desk")];
    let full = app.key(ADMIN, &full).await;
    let page = feed(&app, &full, "").await.json();
    assert_eq!(page["calls"][0]["caller"], "+12025550123");
    assert!(page["calls"][0]["transcript"].is_null() && page["calls"][0]["details"].is_null());
}

#[tokio::test(flavor = "multi_thread")]
async fn a_key_reads_its_projects_and_errors_name_the_parameter() {
    let app = TestApp::new().await;
    let key = writer(&app).await;
    app.ingest(calls(1)).await;
    let rival = app.key(RIVAL, &[("scope", "calls:read"), ("project_id", "lobby")]).await;
    assert_eq!(ids(&feed(&app, &rival, "").await.json()), Vec::<String>::new());
    assert_eq!(feed(&app, &rival, "?project_id=front-desk").await.status, 404);
    assert_eq!(feed(&app, &key, "?project_id=after-hours").await.status, 404);
    assert_eq!(ids(&feed(&app, &key, "?project_id=front-desk").await.json()), ["call-1"]);
    for (query, field) in
        [("?since_cursor=x", "since_cursor"), ("?limit=0", "limit"), ("?include=audio", "include")]
    {
        let answer = feed(&app, &key, query).await;
        assert_eq!((answer.status.as_u16(), answer.fields()), (422, vec![field.to_owned()]));
    }
    let fields = [("scope", "conversations:export"), ("project_id", "front-desk")];
    let exporter = app.key(ADMIN, &fields).await;
    assert_eq!(feed(&app, &exporter, "").await.code(), "scope_missing");
}
