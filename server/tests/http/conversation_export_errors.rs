//! Errors of the conversation export: the five documented ones, letter by letter, and our own.

use axum::{
    body::Body,
    http::{Request, header},
};
use earshot_backend::{Limits, Rate};
use earshot_server::WebSettings;
use earshot_testkit::calls;
use serde_json::json;

use crate::{
    conversation_export::{ROOM, ask, seed_site},
    harness::{ADMIN, Answer, LATE, RIVAL, STAFF, TestApp},
};

const EXPORT: (&str, &str) = ("scope", "conversations:export");
const DESK: (&str, &str) = ("project_id", "front-desk");
const NOT_FOUND: &str = "Conversation not found or you don't have access to this conversation";

async fn send(app: &TestApp, headers: &[(&str, &str)], kind: &str, body: &str) -> Answer {
    let mut request = Request::post("/api/export/conversation")
        .header(header::HOST, "calls.example")
        .header(header::CONTENT_TYPE, kind);
    for (name, value) in headers {
        request = request.header(*name, *value);
    }
    app.send(request.body(Body::from(body.to_owned())).unwrap()).await
}

const JSON: &str = "application/json";
const FORM: &str = "application/x-www-form-urlencoded";

fn is(answer: &Answer, status: u16, detail: &str) {
    assert_eq!((answer.status.as_u16(), answer.json()), (status, json!({ "detail": detail })));
}

#[tokio::test(flavor = "multi_thread")]
async fn talkifai_errors_to_the_letter() {
    let app = seed_site().await;
    let body = json!({"conversationId": ROOM}).to_string();
    is(
        &send(&app, &[], JSON, &body).await,
        401,
        "Authentication required: either x-internal-token or x-api-key header",
    );
    is(&send(&app, &[("x-api-key", "nope")], JSON, &body).await, 401, "Invalid API key");
    is(
        &send(&app, &[("x-internal-token", "nope")], JSON, &body).await,
        400,
        "Organization ID missing for internal requests. Please provide x-organization-id header.",
    );
    let key = app.key(ADMIN, &[EXPORT, DESK]).await;
    is(&ask(&app, &key, &json!({"conversationId": "no_such_room"})).await, 404, NOT_FOUND);
    app.sql("UPDATE transcripts SET turns = 'broken'").await;
    is(&ask(&app, &key, &json!({"conversationId": ROOM})).await, 500, "Export failed");
}

#[tokio::test(flavor = "multi_thread")]
async fn calls_of_other_projects_do_not_exist() {
    let app = seed_site().await;
    app.ingest_into("harbour", "after-hours", calls(1)).await;
    app.ingest_into("rival", "lobby", calls(1)).await;
    let key = app.key(ADMIN, &[EXPORT, DESK]).await;
    for email in [LATE, RIVAL] {
        let id = app.call_ids(email).await[0].to_string();
        is(&ask(&app, &key, &json!({"conversationId": id})).await, 404, NOT_FOUND);
    }
    is(&ask(&app, &key, &json!({"conversationId": "call-1"})).await, 404, NOT_FOUND);
    let id = app.call_ids(ADMIN).await[0].to_string();
    assert_eq!(ask(&app, &key, &json!({"conversationId": id})).await.status, 200);
}

#[tokio::test(flavor = "multi_thread")]
async fn a_name_that_two_calls_share_is_not_found() {
    let app = TestApp::new().await;
    app.ingest(calls(1)).await;
    let mut other = calls(1);
    "other".clone_into(&mut other[0].source);
    app.ingest(other).await;
    let key = app.key(ADMIN, &[EXPORT, DESK]).await;
    is(&ask(&app, &key, &json!({"conversationId": "call-1"})).await, 404, NOT_FOUND);
}

#[tokio::test(flavor = "multi_thread")]
async fn a_body_that_cannot_be_used_says_why() {
    let app = seed_site().await;
    let key = app.key(ADMIN, &[EXPORT, DESK]).await;
    let key = [("x-api-key", key.as_str())];
    let long = format!("conversationId={}", "x".repeat(70_000));
    for (kind, body, status, word) in [
        (JSON, "{", 400, "body"),
        (JSON, "[]", 422, "body"),
        (JSON, "{}", 422, "conversationId"),
        (JSON, r#"{"conversationId": 7}"#, 422, "conversationId"),
        (JSON, r#"{"conversationId": "a", "includeTranscript": "yes"}"#, 422, "includeTranscript"),
        (FORM, "", 422, "conversationId"),
        (FORM, "conversationId=a&includeAnalysis=perhaps", 422, "includeAnalysis"),
        (FORM, long.as_str(), 400, "64 KB"),
        ("multipart/form-data", "x", 400, "multipart"),
        ("multipart/form-data; boundary=b", "--b\r\nbroken", 400, "multipart"),
    ] {
        let answer = send(&app, &key, kind, body).await;
        let detail = answer.json()["detail"].as_str().unwrap().to_owned();
        assert_eq!(answer.status, status, "{kind} {body:.40} {detail}");
        assert!(detail.contains(word), "{detail}");
    }
}

#[tokio::test(flavor = "multi_thread")]
async fn the_three_addresses_take_forms_multipart_and_json() {
    let app = seed_site().await;
    let key = app.key(ADMIN, &[EXPORT, DESK]).await;
    let parts = format!(
        "--b\r\nContent-Disposition: form-data; name=\"conversationId\"\r\n\r\n{ROOM}\r\n\
         --b\r\nContent-Disposition: form-data; name=\"includeTranscript\"\r\n\r\nfalse\r\n--b--\r\n"
    );
    let bodies = [
        ("multipart/form-data; boundary=b", parts),
        (FORM, format!("conversationId={ROOM}&includeTranscript=false")),
        (JSON, json!({"conversationId": ROOM, "includeTranscript": false}).to_string()),
    ];
    for path in
        ["/api/export/conversation", "/api/export/conversation/json", "/export/conversation"]
    {
        for (kind, body) in &bodies {
            let request = Request::post(path)
                .header(header::CONTENT_TYPE, *kind)
                .header(header::AUTHORIZATION, format!("Bearer {key}"));
            let answer = app.send(request.body(Body::from(body.clone())).unwrap()).await;
            assert_eq!(answer.status, 200, "{path} {kind}");
            assert!(answer.json()["conversation"]["transcript"].is_null(), "{path} {kind}");
        }
    }
}

#[tokio::test(flavor = "multi_thread")]
async fn tokens_inside_the_house_name_their_organisation() {
    let app = seed_site().await;
    let body = json!({"conversationId": ROOM}).to_string();
    let token = app.key(ADMIN, &[EXPORT, DESK, ("kind", "internal_token")]).await;
    let own = [("x-internal-token", token.as_str()), ("x-organization-id", "harbour")];
    assert_eq!(send(&app, &own, JSON, &body).await.status, 200);
    let other = [("x-internal-token", token.as_str()), ("x-organization-id", "rival")];
    is(&send(&app, &other, JSON, &body).await, 401, "Invalid API key");
    is(&send(&app, &[("x-api-key", &token)], JSON, &body).await, 401, "Invalid API key");

    let backend = app.backend.clone().with_internal_token("the operator's own");
    let app = app.with_backend(backend);
    let operator =
        |tenant| [("x-internal-token", "the operator's own"), ("x-organization-id", tenant)];
    let found = send(&app, &operator("harbour"), JSON, &body).await;
    assert_eq!(found.status, 200);
    assert_eq!(found.json()["conversation"]["callerPhone"], "****0123");
    is(&send(&app, &operator("rival"), JSON, &body).await, 404, NOT_FOUND);
    is(&send(&app, &operator("nobody"), JSON, &body).await, 401, "Invalid API key");
}

#[tokio::test(flavor = "multi_thread")]
async fn talkifai_the_same_origin_browser_example_is_for_client_admins() {
    let app = seed_site().await;
    let body = json!({"conversationId": ROOM}).to_string();
    for (email, status) in [(ADMIN, 200), (STAFF, 404)] {
        let cookie = app.session(email).await;
        let same = [("cookie", cookie.as_str()), ("sec-fetch-site", "same-origin")];
        assert_eq!(send(&app, &same, JSON, &body).await.status, status, "{email}");
        let cross = [("cookie", cookie.as_str()), ("sec-fetch-site", "cross-site")];
        assert_eq!(send(&app, &cross, JSON, &body).await.status, 403, "{email}");
        // A session does not replace an invalid key beside it.
        let both = [same[0], same[1], ("x-api-key", "nope")];
        assert_eq!(send(&app, &both, JSON, &body).await.status, 401, "{email}");
    }
}

#[tokio::test(flavor = "multi_thread")]
async fn pages_of_a_listed_site_may_use_a_key() {
    let app = seed_site().await;
    let key = app.key(ADMIN, &[EXPORT, DESK, ("origins", "https://app.example")]).await;
    let body = json!({"conversationId": ROOM}).to_string();
    for (origin, allowed) in [("https://app.example", true), ("https://evil.example", false)] {
        let request = Request::options("/api/export/conversation/json")
            .header(header::ORIGIN, origin)
            .header("access-control-request-method", "POST");
        let preflight = app.send(request.body(Body::empty()).unwrap()).await;
        let headers =
            [("x-api-key", key.as_str()), ("origin", origin), ("sec-fetch-site", "cross-site")];
        let answer = send(&app, &headers, JSON, &body).await;
        assert_eq!(answer.status, 200);
        let expected = if allowed { origin } else { "" };
        for answer in [&preflight, &answer] {
            assert_eq!(answer.header("access-control-allow-origin"), expected);
            assert_eq!(answer.header("vary"), "origin");
        }
        assert_eq!(preflight.header("access-control-allow-headers").contains("x-api-key"), allowed);
        let exposed = answer.header("access-control-expose-headers");
        assert_eq!(exposed.contains("content-disposition"), allowed);
    }
}

#[tokio::test(flavor = "multi_thread")]
async fn pages_of_a_listed_site_may_read_why_a_key_is_refused() {
    let app = seed_site().await;
    app.key(ADMIN, &[EXPORT, DESK, ("origins", "https://app.example")]).await;
    let body = json!({"conversationId": ROOM}).to_string();
    for (origin, expected) in
        [("https://app.example", "https://app.example"), ("https://evil.example", "")]
    {
        let headers = [("x-api-key", "nope"), ("origin", origin), ("sec-fetch-site", "cross-site")];
        let answer = send(&app, &headers, JSON, &body).await;
        is(&answer, 401, "Invalid API key");
        assert_eq!(answer.header("access-control-allow-origin"), expected);
        assert_eq!(answer.header("vary"), "origin");
    }
}

#[tokio::test(flavor = "multi_thread")]
async fn a_key_has_its_requests_and_bad_keys_slow_their_address_down() {
    let limits = Limits { bad_key_rate: Rate { events: 2, seconds: 60 }, ..Limits::default() };
    let app = TestApp::with(WebSettings::default(), limits).await;
    app.ingest(calls(1)).await;
    let key = app.key(ADMIN, &[EXPORT, DESK, ("requests_per_minute", "2")]).await;
    let wanted = json!({"conversationId": "call-1"});
    for left in ["1", "0"] {
        let answer = ask(&app, &key, &wanted).await;
        assert_eq!(answer.status, 200);
        assert_eq!(answer.header("x-ratelimit-limit"), "2");
        assert_eq!(answer.header("x-ratelimit-remaining"), left);
    }
    let over = ask(&app, &key, &wanted).await;
    is(&over, 429, "Rate limit exceeded");
    assert_eq!((over.header("retry-after"), over.header("x-ratelimit-reset")), ("60", "60"));
    app.advance_clock(60);
    assert_eq!(ask(&app, &key, &wanted).await.status, 200);

    for (status, retry_after) in [(401, ""), (401, ""), (429, "60")] {
        let refused = ask(&app, "nope", &wanted).await;
        assert_eq!((refused.status.as_u16(), refused.header("retry-after")), (status, retry_after));
    }
    assert_eq!(ask(&app, &key, &wanted).await.status, 200);
}
