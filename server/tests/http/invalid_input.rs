//! Invalid input: its status, the name of its field, and no change to anything
//! (docs/compatibility.md#decision-status-codes).

use axum::{
    body::Body,
    http::{StatusCode, header},
};
use earshot_testkit::calls;

use crate::harness::{ADMIN, MANAGER, STAFF, TestApp, encoded, post};

const EXPORT: &str = "/api/exports/calls";

async fn site() -> (TestApp, String) {
    let app = TestApp::new().await;
    app.ingest(calls(3)).await;
    let admin = app.session(ADMIN).await;
    (app, admin)
}

#[tokio::test(flavor = "multi_thread")]
async fn bodies_that_are_no_form_are_malformed() {
    let (app, admin) = site().await;
    let bodies: [(&str, &[u8]); 4] = [
        ("application/json", b"{\"status\":\"missed\"}"),
        ("multipart/form-data; boundary=x", b"--x--"),
        ("application/x-www-form-urlencoded", b"agent=\xff\xfe"),
        ("application/x-www-form-urlencoded", b"agent=%FF%FE"),
    ];
    for target in [EXPORT, "/api/exports/cancel"] {
        for (kind, body) in bodies {
            let mut request = post(target).header(header::COOKIE, &admin);
            request.headers_mut().unwrap().insert(header::CONTENT_TYPE, kind.parse().unwrap());
            let answer = app.send(request.body(Body::from(body.to_vec())).unwrap()).await;
            let found = (answer.status, answer.code());
            assert_eq!(found, (StatusCode::BAD_REQUEST, "malformed".to_owned()), "{kind}");
        }
        let large = format!("justification={}", "x".repeat(70_000));
        let answer = app.post(&admin, target, &large).await;
        let found = (answer.status, answer.code());
        assert_eq!(found, (StatusCode::PAYLOAD_TOO_LARGE, "too_large".to_owned()), "{target}");
    }
}

#[tokio::test(flavor = "multi_thread")]
async fn wrong_values_are_named_by_their_field() {
    let (app, admin) = site().await;
    let long = format!("q={}", "x".repeat(129));
    for (form, field) in [
        ("status=gone", "status"),
        ("from=2026-02-30", "from"),
        ("from=2026-05-02&to=2026-05-01", "to"),
        ("from=2026-06-01T10:00:00", "from"),
        ("sort=colour", "sort"),
        ("project_id=Front+Desk", "project_id"),
        ("has_recording=maybe", "has_recording"),
        ("caller=12", "caller"),
        ("q=020+7946+0018", "q"),
        ("agent=%00", "agent"),
        (&long, "q"),
    ] {
        let export = app.post(&admin, EXPORT, form).await;
        assert_eq!(export.status, StatusCode::UNPROCESSABLE_ENTITY, "{form}");
        assert_eq!(
            (export.code().as_str(), export.fields()),
            ("invalid_value", vec![field.to_owned()])
        );
        let list = app.get(&admin, &format!("/api/calls?query={}", encoded(form))).await;
        assert_eq!(list.status, StatusCode::OK, "the form needs the rest of the page: {form}");
        let page = list.json();
        assert_eq!(
            (&page["errors"][0]["field"], &page["rows"]),
            (&field.into(), &serde_json::json!([]))
        );
        let page = app.page(&admin, &format!("/calls?{form}")).await;
        assert_eq!(page.status, StatusCode::UNPROCESSABLE_ENTITY, "{form}");
        assert!(page.body.contains("This search cannot be run"), "{form}");
    }
    assert_eq!(app.get(&admin, "/api/exports").await.json()["exports"], serde_json::json!([]));
}

#[tokio::test(flavor = "multi_thread")]
async fn unknown_names_are_refused_in_the_form_and_ignored_in_the_address() {
    let (app, admin) = site().await;
    for name in ["colour", "fields", "tenant_id", "limit", "include_everything"] {
        let answer = app.post(&admin, EXPORT, &format!("status=completed&{name}=x")).await;
        assert_eq!(answer.status, StatusCode::UNPROCESSABLE_ENTITY);
        assert_eq!(
            (answer.code().as_str(), answer.fields()),
            ("unknown_parameter", vec![name.to_owned()])
        );
        let page = app.page(&admin, &format!("/calls?{name}=x")).await;
        assert_eq!(page.status, StatusCode::OK);
        assert!(page.body.contains("c003"));
    }
    let own_state = app.post(&admin, EXPORT, "cursor=x&expand=y&export=1&t=3").await;
    assert_eq!(own_state.status, StatusCode::OK, "a form may carry the list's own state");
}

#[tokio::test(flavor = "multi_thread")]
async fn every_unknown_field_of_the_longest_form_is_named() {
    let (app, admin) = site().await;
    let names: Vec<String> = (0..9_000).map(|n| format!("x{n:03}")).collect();
    let answer = app.post(&admin, EXPORT, &names.join("&")).await;
    let found = (answer.status, answer.code());
    assert_eq!(found, (StatusCode::UNPROCESSABLE_ENTITY, "unknown_parameter".to_owned()));
    assert_eq!(answer.fields(), names);
}

/// Case 3 (docs/threats.md#case-3): options of other roles.
#[tokio::test(flavor = "multi_thread")]
async fn sensitive_options_are_forbidden_to_other_roles() {
    let (app, admin) = site().await;
    let given = "reason_code=other&justification=asked";
    for email in [MANAGER, STAFF] {
        let cookie = app.session(email).await;
        for option in ["include_caller_full", "include_entities", "include_decrypted_transcript"] {
            let answer = app.post(&cookie, EXPORT, &format!("{option}=on&{given}")).await;
            assert_eq!(answer.status, StatusCode::FORBIDDEN, "{email} {option}");
            assert_eq!(
                (answer.code().as_str(), answer.fields()),
                ("option_forbidden", vec![option.to_owned()])
            );
        }
    }
    for (form, field) in [
        ("include_caller_full=on&justification=asked", "reason_code"),
        ("include_caller_full=on&reason_code=other", "justification"),
        ("include_entities=on&justification=asked", "reason_code"),
        ("include_decrypted_transcript=on&reason_code=other", "justification"),
    ] {
        assert_eq!(app.post(&admin, EXPORT, form).await.fields(), [field]);
    }
}

#[tokio::test(flavor = "multi_thread")]
async fn staff_may_not_search_by_caller_anywhere() {
    let (app, _) = site().await;
    let staff = app.session(STAFF).await;
    let export = app.post(&staff, EXPORT, "caller=0001").await;
    let list = app.get(&staff, "/api/calls?query=caller%3D0001").await;
    for answer in [export, list] {
        assert_eq!(answer.status, StatusCode::FORBIDDEN);
        assert_eq!(
            (answer.code().as_str(), answer.fields()),
            ("option_forbidden", vec!["caller".to_owned()])
        );
    }
    let page = app.page(&staff, "/calls?caller=0001").await;
    assert_eq!(page.status, StatusCode::FORBIDDEN);
    assert!(!page.body.contains("c001"));
    let plain = app.page(&staff, "/calls").await.body;
    assert!(!plain.contains("name=\"caller\""), "the control is there for staff");
}

#[tokio::test(flavor = "multi_thread")]
async fn forged_cursors_are_refused() {
    let (app, admin) = site().await;
    for cursor in ["x", "Zjk5OTk", "%27%20OR%201%3D1"] {
        let page = app.page(&admin, &format!("/calls?cursor={cursor}")).await;
        assert_eq!(page.status, StatusCode::UNPROCESSABLE_ENTITY, "{cursor}");
        assert!(page.body.contains("<strong>Page</strong>") && !page.body.contains("c001"));
    }
}

#[tokio::test(flavor = "multi_thread")]
async fn no_request_makes_the_server_fail() {
    let (app, admin) = site().await;
    for target in [
        "/api/calls",
        "/api/calls?query=a&query=b",
        "/api/calls?query[x]=1",
        "/api/calls?query=%FF",
        "/api/review",
        "/api/review?call_id=x&call_id=y",
        "/api/review?call_id=",
        "/api/exports?x=1",
        "/api/exports/status",
        "/api/exports/status?export_id=",
        "/api/exports/status?export_id=a&export_id=b",
        "/calls?%FF=%FF&&&=",
        "/calls?expand=x",
        "/calls/%FF",
        "/calls/..%2f..%2fetc",
        "/pkg/../../etc/passwd",
        "/pkg/%2e%2e/%2e%2e/etc/passwd",
    ] {
        for answer in [app.get(&admin, target).await, app.page(&admin, target).await] {
            assert!(answer.status.as_u16() < 500, "{target}: {} {}", answer.status, answer.body);
        }
    }
    assert_eq!(app.get(&admin, "/api/exports/status").await.fields(), ["export_id"]);
    assert_eq!(app.post(&admin, "/api/exports/cancel", "").await.fields(), ["export_id"]);
}

#[tokio::test(flavor = "multi_thread")]
async fn refusals_before_an_export_say_what_to_do() {
    let (app, admin) = site().await;
    let none = app.post(&admin, EXPORT, "status=failed").await;
    assert_eq!((none.status.as_u16(), none.code().as_str()), (422, "no_matches"));
    let page = post(EXPORT).header(header::COOKIE, &admin).header(header::ACCEPT, "text/html");
    let page = app.send(page.body(Body::from("status=failed")).unwrap()).await;
    assert_eq!(page.status, StatusCode::UNPROCESSABLE_ENTITY);
    assert!(page.header("content-type").starts_with("text/html"));
    assert!(page.body.contains("No matching calls") && page.body.contains("/help#export-disabled"));
}

#[tokio::test(flavor = "multi_thread")]
async fn addresses_that_the_framework_cannot_read_are_malformed_like_others() {
    let (app, admin) = site().await;
    let twice = "/api/exports/status?export_id=a&export_id=b";
    for target in ["/api/calls/%FF/transcript", "/media/recordings/%FF", twice] {
        let answer = app.get(&admin, target).await;
        let found = (answer.status, answer.code());
        assert_eq!(found, (StatusCode::BAD_REQUEST, "malformed".to_owned()), "{target}");
        assert_eq!(answer.header("content-type"), "application/problem+json", "{target}");
        let page = app.page(&admin, target).await;
        assert!(page.header("content-type").starts_with("text/html"), "{target}");
    }
}
