//! Bodies nobody would write, by every door that reads one: each gets an answer of its table, and
//! none of them half of what it asks.

use axum::{
    body::Body,
    http::{header, request::Builder},
};
use earshot_server::description;
use earshot_testkit::calls;
use proptest::{
    collection::vec,
    prelude::*,
    sample::{Index, select},
    test_runner::{Config, TestRunner},
};
use serde_json::json;

use crate::harness::{ADMIN, Answer, TestApp, post};

/// Names and values that mean something somewhere, to be put together wrongly.
const WORDS: [&str; 40] = [
    "conversationId",
    "includeTranscript",
    "includeAnalysis",
    "includeRecording",
    "project_id",
    "front-desk",
    "scope",
    "conversations:export",
    "kind",
    "key",
    "name",
    "expires",
    "2026-12-31",
    "addresses",
    "10.0.0.0/8",
    "origins",
    "https://a.example",
    "requests_per_minute",
    "0",
    "-1",
    "4294967296",
    "true",
    "on",
    "status",
    "missed",
    "from",
    "to",
    "bom",
    "include_caller_full",
    "reason_code",
    "justification",
    "action",
    "note",
    "correct",
    "turn",
    "text",
    "seen",
    "staff_playback",
    "consent",
    "evidence",
];

/// A word, or any text at all.
fn word() -> impl Strategy<Value = String> {
    prop_oneof![
        4 => select(&WORDS[..]).prop_map(str::to_owned),
        1 => ".{0,40}",
        1 => select(vec!["\0", "\u{202e}", "", " ", "%", "=&=", "\u{1f600}", "'\"><"]).prop_map(str::to_owned),
    ]
}

fn pairs() -> impl Strategy<Value = Vec<(String, String)>> {
    vec((word(), word()), 0..12)
}

/// A body and what it calls itself.
#[derive(Debug, Clone)]
struct Made {
    kind: String,
    bytes: Vec<u8>,
}

const FORM: &str = "application/x-www-form-urlencoded";

fn body() -> impl Strategy<Value = Made> {
    let form = pairs().prop_map(|pairs| {
        let text = form_urlencoded::Serializer::new(String::new()).extend_pairs(pairs).finish();
        Made { kind: FORM.to_owned(), bytes: text.into_bytes() }
    });
    let object = pairs().prop_map(|pairs| {
        let fields = pairs.into_iter().map(|(name, value)| {
            let value = match value.as_str() {
                "true" => json!(true),
                "0" => json!(0),
                "-1" => json!([null, {"deep": [[]]}]),
                _ => json!(value),
            };
            (name, value)
        });
        let object: serde_json::Map<_, _> = fields.collect();
        Made { kind: "application/json".to_owned(), bytes: json!(object).to_string().into_bytes() }
    });
    let parts = pairs().prop_map(|pairs| {
        let mut bytes = Vec::new();
        for (name, value) in pairs {
            let head = format!("--x\r\nContent-Disposition: form-data; name=\"{name}\"\r\n\r\n");
            bytes.extend(head.into_bytes());
            bytes.extend(value.into_bytes());
            bytes.extend(b"\r\n");
        }
        bytes.extend(b"--x--\r\n");
        Made { kind: "multipart/form-data; boundary=x".to_owned(), bytes }
    });
    let whole = prop_oneof![form, object, parts];
    (whole, vec((any::<Index>(), any::<u8>()), 0..4), any::<Index>(), 0..8_u8).prop_map(
        |(mut made, mutations, cut, how)| {
            // Some are left as they are, some have bytes changed, some end early, some lie about
            // what they are.
            if how < 3 && !made.bytes.is_empty() {
                for (at, byte) in mutations {
                    let at = at.index(made.bytes.len());
                    made.bytes[at] = byte;
                }
            }
            match how {
                3 => made.bytes.truncate(cut.index(made.bytes.len() + 1)),
                4 => FORM.clone_into(&mut made.kind),
                5 => "application/json".clone_into(&mut made.kind),
                _ => {}
            }
            made
        },
    )
}

/// How often each door is tried.
const TRIES: u32 = 150;

/// Sends made-up bodies to a door; the answers are for `check`.
fn try_door(app: &TestApp, request: impl Fn() -> Builder, check: impl Fn(&Made, &Answer)) {
    let handle = tokio::runtime::Handle::current();
    let mut runner = TestRunner::new_with_rng(
        Config { cases: TRIES, failure_persistence: None, ..Config::default() },
        proptest::test_runner::TestRng::deterministic_rng(
            proptest::test_runner::RngAlgorithm::ChaCha,
        ),
    );
    let tried = runner.run(&body(), |made| {
        let mut request = request();
        let headers = request.headers_mut().unwrap();
        headers.insert(header::CONTENT_TYPE, made.kind.parse().unwrap());
        let request = request.body(Body::from(made.bytes.clone())).unwrap();
        let answer = tokio::task::block_in_place(|| handle.block_on(app.send(request)));
        check(&made, &answer);
        Ok(())
    });
    tried.unwrap();
}

/// Whether the document has this status for the operation, and nothing failed.
fn is_described(path: &str, answer: &Answer) {
    let answers = &description().value["paths"][path]["post"]["responses"];
    let status = answer.status.as_str();
    assert!(answers.get(status).is_some(), "{path} answered {status}: {}", answer.body);
    assert!(answer.status.as_u16() < 500, "{path}: {}", answer.body);
}

/// Whether a refusal says what is wrong in our own words.
fn says_why(answer: &Answer) {
    if answer.status.is_client_error() {
        assert_eq!(answer.header("content-type"), "application/problem+json", "{}", answer.body);
        assert!(!answer.code().is_empty());
        assert!(!answer.json()["request_id"].as_str().unwrap().is_empty());
    }
}

#[tokio::test(flavor = "multi_thread")]
async fn the_conversation_export_reads_whatever_it_is_given() {
    let app = TestApp::new().await;
    app.take(calls(2)).await;
    let fields = [("project_id", "front-desk"), ("scope", "conversations:export")];
    let key = app.key(ADMIN, &[&fields[..], &[("requests_per_minute", "10000")]].concat()).await;
    for path in
        ["/api/export/conversation", "/api/export/conversation/json", "/export/conversation"]
    {
        try_door(
            &app,
            || post(path).header("x-api-key", &key),
            |_, answer| {
                is_described(path, answer);
                assert_eq!(answer.header("content-type"), "application/json");
                assert!(!answer.json()["detail"].as_str().unwrap().is_empty());
                assert_eq!(answer.header("x-ratelimit-limit"), "10000");
            },
        );
    }
    let (log, broken) = app.backend.audit_log("harbour").await.unwrap();
    assert!(broken.is_none());
    let exports = log.iter().filter(|entry| entry.action.contains("conversation")).count();
    assert_eq!(exports, 0, "a conversation that nobody named was exported");
}

#[tokio::test(flavor = "multi_thread")]
async fn the_form_of_a_key_makes_a_whole_key_or_none() {
    let app = TestApp::new().await;
    let admin = app.session(ADMIN).await;
    let made = std::cell::Cell::new(0);
    let path = "/settings/api-keys";
    try_door(
        &app,
        || post(path).header(header::COOKIE, &admin),
        |_, answer| {
            is_described(path, answer);
            says_why(answer);
            made.set(made.get() + usize::from(answer.status == 201));
        },
    );
    let page = app.get(&admin, "/api/api-keys").await.json();
    let keys = page["keys"]["keys"].as_array().unwrap();
    assert_eq!(keys.len(), made.get());
    assert!(keys.iter().all(|key| key["scopes"][0].is_string() && key["projects"][0].is_object()));
}

#[tokio::test(flavor = "multi_thread")]
async fn the_form_of_an_export_begins_a_whole_export_or_none() {
    let limits = earshot_backend::Limits {
        export_rate: earshot_backend::Rate { events: 10_000, seconds: 600 },
        ..earshot_backend::Limits::default()
    };
    let app = TestApp::with(earshot_server::WebSettings::default(), limits).await;
    app.take(calls(3)).await;
    let admin = app.session(ADMIN).await;
    for path in ["/api/exports/calls", "/api/exports/cancel"] {
        try_door(
            &app,
            || post(path).header(header::COOKIE, &admin),
            |_, answer| {
                is_described(path, answer);
                says_why(answer);
                if answer.status == 200 {
                    let lines = answer.body.lines().count();
                    let matched: usize = answer.header("earshot-matched").parse().unwrap();
                    assert_eq!(lines, matched + 1);
                }
            },
        );
    }
    let history = app.get(&admin, "/api/exports").await.json();
    let ended =
        history.as_array().unwrap().iter().all(|export| export["progress"]["state"] == "completed");
    assert!(ended, "an export was left half done");
}

#[tokio::test(flavor = "multi_thread")]
async fn settings_and_reviews_change_wholly_or_not_at_all() {
    let app = TestApp::new().await;
    app.take(calls(1)).await;
    let admin = app.session(ADMIN).await;
    let call = app.calls_of(ADMIN).await[0].to_string();
    let written = std::cell::Cell::new(0);
    for path in [
        "/settings/recordings",
        "/settings/imports/{import_id}/decision",
        "/api/calls/{call_id}/review-events",
        "/api/calls/{call_id}/recording/decision",
        "/api/calls/{call_id}/recording/grants",
    ] {
        let target = path.replace("{call_id}", &call).replace("{import_id}", &call);
        try_door(
            &app,
            || post(&target).header(header::COOKIE, &admin),
            |_, answer| {
                is_described(path, answer);
                says_why(answer);
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
async fn forms_of_pages_are_answered_with_pages() {
    let app = TestApp::new().await;
    let admin = app.session(ADMIN).await;
    for path in ["/settings/api-keys", "/settings/recordings", "/sign-in"] {
        let request =
            || post(path).header(header::COOKIE, &admin).header(header::ACCEPT, "text/html");
        try_door(&app, request, |_, answer| {
            is_described(path, answer);
            let led_on = answer.status == 303 && !answer.header("location").is_empty();
            assert!(led_on || answer.header("content-type").starts_with("text/html"));
        });
    }
}
