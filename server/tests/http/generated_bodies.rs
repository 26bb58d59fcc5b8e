//! Generated request bodies for every endpoint that reads one: each gets a documented response,
//! and none takes effect in part.

use axum::{
    body::Body,
    http::{header, request::Builder},
};
use earshot_server::description;
use earshot_testkit::calls;
use proptest::test_runner::{Config, TestRunner};

use crate::{
    body_strategy::{GeneratedBody, body},
    harness::{ADMIN, Answer, TestApp, post},
};

/// Number of bodies sent to each endpoint.
const TRIES: u32 = 150;

/// Sends generated bodies to an endpoint and passes each answer to `check`.
fn try_endpoint(
    app: &TestApp,
    request: impl Fn() -> Builder,
    check: impl Fn(&GeneratedBody, &Answer),
) {
    let handle = tokio::runtime::Handle::current();
    let mut runner = TestRunner::new_with_rng(
        Config { cases: TRIES, failure_persistence: None, ..Config::default() },
        proptest::test_runner::TestRng::deterministic_rng(
            proptest::test_runner::RngAlgorithm::ChaCha,
        ),
    );
    let tried = runner.run(&body(), |body| {
        let mut request = request();
        let headers = request.headers_mut().unwrap();
        headers.insert(header::CONTENT_TYPE, body.content_type.parse().unwrap());
        let request = request.body(Body::from(body.bytes.clone())).unwrap();
        let answer = tokio::task::block_in_place(|| handle.block_on(app.send(request)));
        check(&body, &answer);
        Ok(())
    });
    tried.unwrap();
}

/// Asserts that the API description has this status for the operation, and that nothing failed.
fn assert_documented(path: &str, answer: &Answer) {
    let answers = &description().value["paths"][path]["post"]["responses"];
    let status = answer.status.as_str();
    assert!(answers.get(status).is_some(), "{path} answered {status}: {}", answer.body);
    assert!(answer.status.as_u16() < 500, "{path}: {}", answer.body);
}

/// Asserts that a refusal is a problem with a code and a request id.
fn assert_problem(answer: &Answer) {
    if answer.status.is_client_error() {
        assert_eq!(answer.header("content-type"), "application/problem+json", "{}", answer.body);
        assert!(!answer.code().is_empty());
        assert!(!answer.json()["request_id"].as_str().unwrap().is_empty());
    }
}

#[tokio::test(flavor = "multi_thread")]
async fn the_conversation_export_answers_any_body_as_documented() {
    let app = TestApp::new().await;
    app.ingest(calls(2)).await;
    let fields = [("project_id", "front-desk"), ("scope", "conversations:export")];
    let key = app.key(ADMIN, &[&fields[..], &[("requests_per_minute", "10000")]].concat()).await;
    for path in
        ["/api/export/conversation", "/api/export/conversation/json", "/export/conversation"]
    {
        try_endpoint(
            &app,
            || post(path).header("x-api-key", &key),
            |_, answer| {
                assert_documented(path, answer);
                assert_eq!(answer.header("content-type"), "application/json");
                assert!(!answer.json()["detail"].as_str().unwrap().is_empty());
                assert_eq!(answer.header("x-ratelimit-limit"), "10000");
            },
        );
    }
    let (log, broken) = app.backend.audit().log("harbour").await.unwrap();
    assert!(broken.is_none());
    let exports = log.iter().filter(|entry| entry.action.contains("conversation")).count();
    assert_eq!(exports, 0, "a conversation that nobody named was exported");
}

#[tokio::test(flavor = "multi_thread")]
async fn a_key_form_creates_a_complete_key_or_none() {
    let app = TestApp::new().await;
    let admin = app.session(ADMIN).await;
    let made = std::cell::Cell::new(0);
    let path = "/settings/api-keys";
    try_endpoint(
        &app,
        || post(path).header(header::COOKIE, &admin),
        |_, answer| {
            assert_documented(path, answer);
            assert_problem(answer);
            made.set(made.get() + usize::from(answer.status == 201));
        },
    );
    let page = app.get(&admin, "/api/api-keys").await.json();
    let keys = page["keys"]["keys"].as_array().unwrap();
    assert_eq!(keys.len(), made.get());
    assert!(keys.iter().all(|key| key["scopes"][0].is_string() && key["projects"][0].is_object()));
}

#[tokio::test(flavor = "multi_thread")]
async fn an_export_form_begins_a_complete_export_or_none() {
    let limits = earshot_backend::Limits {
        export_rate: earshot_backend::Rate { events: 10_000, seconds: 600 },
        ..earshot_backend::Limits::default()
    };
    let app = TestApp::with(earshot_server::WebSettings::default(), limits).await;
    app.ingest(calls(3)).await;
    let admin = app.session(ADMIN).await;
    for path in ["/api/exports/calls", "/api/exports/cancel"] {
        try_endpoint(
            &app,
            || post(path).header(header::COOKIE, &admin),
            |_, answer| {
                assert_documented(path, answer);
                assert_problem(answer);
                if answer.status == 200 {
                    let lines = answer.body.lines().count();
                    let matched: usize = answer.header("earshot-matched").parse().unwrap();
                    assert_eq!(lines, matched + 1);
                }
            },
        );
    }
    let mut target = "/api/exports".to_owned();
    loop {
        let list = app.get(&admin, &target).await.json();
        let exports = list["exports"].as_array().unwrap();
        let ended = exports.iter().all(|export| export["progress"]["state"] == "completed");
        assert!(ended, "an export was left half done");
        let Some(cursor) = list["older"].as_str() else { break };
        target = format!("/api/exports?cursor={cursor}");
    }
}

#[tokio::test(flavor = "multi_thread")]
async fn settings_and_reviews_change_completely_or_not_at_all() {
    let app = TestApp::new().await;
    app.ingest(calls(1)).await;
    let admin = app.session(ADMIN).await;
    let call = app.call_ids(ADMIN).await[0].to_string();
    let written = std::cell::Cell::new(0);
    for path in [
        "/settings/recordings",
        "/settings/imports/{import_id}/decision",
        "/api/calls/{call_id}/review-events",
        "/api/calls/{call_id}/recording/decision",
        "/api/calls/{call_id}/recording/grants",
    ] {
        let target = path.replace("{call_id}", &call).replace("{import_id}", &call);
        try_endpoint(
            &app,
            || post(&target).header(header::COOKIE, &admin),
            |_, answer| {
                assert_documented(path, answer);
                assert_problem(answer);
                if path.ends_with("review-events") && answer.status == 201 {
                    written.set(written.get() + 1);
                }
            },
        );
    }
    let review = app.get(&admin, &format!("/api/review?call_id={call}")).await.json();
    assert_eq!(review["history"].as_array().unwrap().len(), written.get());
}

#[tokio::test(flavor = "multi_thread")]
async fn page_forms_are_answered_with_pages() {
    let app = TestApp::new().await;
    let admin = app.session(ADMIN).await;
    for path in ["/settings/api-keys", "/settings/recordings", "/sign-in"] {
        let request =
            || post(path).header(header::COOKIE, &admin).header(header::ACCEPT, "text/html");
        try_endpoint(&app, request, |_, answer| {
            assert_documented(path, answer);
            let led_on = answer.status == 303 && !answer.header("location").is_empty();
            assert!(led_on || answer.header("content-type").starts_with("text/html"));
        });
    }
}
