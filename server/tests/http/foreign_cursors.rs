//! Places in lists (cursors) that were written for somebody else, at every interface that pages.

use axum::{body::Body, http::Request};
use earshot_testkit::{call, calls};
use serde_json::Value;

use crate::{
    conversation_list::ask,
    harness::{ADMIN, Answer, RIVAL, TestApp, encoded},
};

/// Calls of the other tenant: more than a page of contacts.
const OTHERS: std::ops::RangeInclusive<u32> = 901..=960;

async fn key(app: &TestApp, email: &str, project: &str) -> String {
    let scopes =
        ["conversations:read", "calls:read", "exports:write"].map(|scope| ("scope", scope));
    let more = [("project_id", project), ("requests_per_minute", "1000")];
    app.key(email, &[scopes.as_slice(), &more].concat()).await
}

/// Fails if an answer has anything of the other tenant.
fn assert_own(app_ids: &[String], what: &str, answer: &Answer) {
    assert!(matches!(answer.status.as_u16(), 200 | 400 | 422), "{what}: {}", answer.status);
    for foreign in app_ids.iter().map(String::as_str).chain(["+4420794009", "\"c9", ">c9"]) {
        assert!(!answer.body.contains(foreign), "{what} has {foreign}: {}", answer.body);
    }
}

fn cursor(answer: &Answer, path: &[&str]) -> String {
    let found: &Value = &path.iter().fold(answer.json(), |value, name| value[*name].clone());
    found.as_str().unwrap_or_else(|| panic!("{path:?}: {}", answer.body)).to_owned()
}

/// The cursor after the first of two exports of a key.
async fn cursor_of_exports(app: &TestApp, key: &str) -> String {
    for _ in 0..2 {
        let request = Request::post("/v1/conversations/export").header("x-api-key", key);
        let started = app.send(request.body(Body::from(r#"{"format":"csv"}"#)).unwrap()).await;
        assert_eq!(started.status, 202, "{}", started.body);
    }
    let first = ask(app, key, "/v1/conversations/exports?limit=1").await;
    cursor(&first, &["pagination", "next_cursor"])
}

/// Case 9 (docs/threats.md#case-9): a cursor of another tenant is refused, or continues one's own list.
#[tokio::test(flavor = "multi_thread")]
async fn a_cursor_of_another_tenant_shows_nothing_of_it() {
    let app = TestApp::new().await;
    app.ingest(calls(3)).await;
    app.ingest_into("rival", "lobby", OTHERS.map(call).collect()).await;
    for _ in 0..3 {
        app.run_jobs().await;
    }
    let foreign: Vec<String> = app.call_ids(RIVAL).await.iter().map(ToString::to_string).collect();
    let own = app.call_ids(ADMIN).await[0];
    let (rival, admin) = (app.session(RIVAL).await, app.session(ADMIN).await);
    let theirs = key(&app, RIVAL, "lobby").await;
    let ours = key(&app, ADMIN, "front-desk").await;

    let feed = cursor(&ask(&app, &theirs, "/v1/calls?limit=1").await, &["next_cursor"]);
    let page = &["pagination", "next_cursor"];
    let list = cursor(&ask(&app, &theirs, "/v1/conversations?limit=1").await, page);
    let lines = format!("/v1/conversations/{}/messages?limit=1", foreign[0]);
    let lines = cursor(&ask(&app, &theirs, &lines).await, page);
    let exports = cursor_of_exports(&app, &theirs).await;
    for (target, refused) in [
        (format!("/v1/calls?since_cursor={}", encoded(&feed)), false),
        (format!("/v1/conversations/exports?cursor={}", encoded(&exports)), false),
        (format!("/v1/conversations?cursor={}", encoded(&list)), true),
        (format!("/v1/conversations/{own}/messages?cursor={}", encoded(&lines)), true),
    ] {
        let answer = ask(&app, &ours, &target).await;
        assert_own(&foreign, &target, &answer);
        assert_eq!(answer.status != 200, refused, "{target}: {}", answer.body);
    }

    let own_list = cursor(&ask(&app, &ours, "/v1/conversations?limit=1").await, page);
    for end in 1..own_list.len() {
        let target = format!("/v1/conversations?cursor={}", encoded(&own_list[..end]));
        assert_eq!(ask(&app, &ours, &target).await.status, 422, "cut at {end}");
    }

    // The page repeats the cursor that it was asked for.
    let contacts = cursor(&app.get(&rival, "/api/contacts").await, &["next"]);
    let calls = cursor(&app.get(&rival, "/api/calls?query=").await, &["next"]);
    for target in [
        format!("/api/contacts?cursor={}", encoded(&contacts)),
        format!("/contacts?cursor={}", encoded(&contacts)),
        format!("/api/calls?query={}", encoded(&format!("cursor={calls}"))),
        format!("/calls?cursor={calls}"),
        format!("/api/exports?cursor={}", encoded(&exports)),
        format!("/exports?cursor={}", encoded(&exports)),
        "/api/activity?query=before%3D9999".to_owned(),
    ] {
        let mut answer = app.get(&admin, &target).await;
        answer.body = answer.body.replace(&contacts, "");
        assert_own(&foreign, &target, &answer);
    }
}
