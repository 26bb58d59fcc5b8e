//! Security headers of every kind of response.

use earshot_testkit::{call, calls};

use crate::harness::{ADMIN, Answer, TestApp};

const ALWAYS: [(&str, &str); 5] = [
    ("x-content-type-options", "nosniff"),
    ("x-frame-options", "DENY"),
    ("referrer-policy", "same-origin"),
    ("cross-origin-opener-policy", "same-origin"),
    ("cross-origin-resource-policy", "same-origin"),
];

fn policy(answer: &Answer, directive: &str) -> Option<String> {
    let whole = answer.header("content-security-policy");
    let parts = whole.split(';').map(str::trim);
    let mut found = parts.filter_map(|part| part.strip_prefix(directive)?.strip_prefix(' '));
    found.next().map(str::to_owned)
}

fn nonce(answer: &Answer) -> String {
    let scripts = policy(answer, "script-src").unwrap();
    let from = scripts.split_once("'nonce-").unwrap().1;
    from.split_once('\'').unwrap().0.to_owned()
}

fn assert_guarded(answer: &Answer, what: &str) {
    for (name, value) in ALWAYS {
        assert_eq!(answer.header(name), value, "{what}");
    }
    assert!(answer.header("permissions-policy").contains("camera=()"), "{what}");
    assert_eq!(policy(answer, "default-src").as_deref(), Some("'none'"), "{what}");
    assert_eq!(policy(answer, "frame-ancestors").as_deref(), Some("'none'"), "{what}");
    assert_eq!(policy(answer, "base-uri").as_deref(), Some("'none'"), "{what}");
    let whole = answer.header("content-security-policy");
    assert!(!whole.contains("unsafe-inline") && !whole.contains("'unsafe-eval'"), "{what}");
    assert_eq!(answer.header("x-request-id").len(), 16, "{what}");
}

#[tokio::test(flavor = "multi_thread")]
async fn every_kind_of_answer_is_guarded() {
    let app = TestApp::new().await;
    app.ingest(calls(3)).await;
    let admin = app.session(ADMIN).await;
    for (cookie, target) in [
        (admin.as_str(), "/calls"),
        ("", "/sign-in"),
        (&admin, "/exports"),
        (&admin, "/help"),
        (&admin, "/api/calls?query="),
        (&admin, "/api/review?call_id=x"),
        (&admin, "/api/exports/status?export_id=x"),
        ("", "/api/profile"),
        ("", "/calls"),
        ("", "/nowhere"),
        ("", "/pkg/none/x.js"),
        ("", "/favicon.svg"),
        ("", "/healthz"),
    ] {
        for answer in [app.get(cookie, target).await, app.page(cookie, target).await] {
            assert_guarded(&answer, target);
        }
    }
    assert_guarded(&app.post(&admin, "/api/exports/calls", "").await, "a file");
    assert_guarded(&app.post("", "/sign-in", "email=a&password=b").await, "a failed sign-in");
    assert_guarded(&app.post(&admin, "/help", "").await, "a wrong method");
}

/// Case 23 (docs/threats.md#case-23): the policy of scripts.
#[tokio::test(flavor = "multi_thread")]
async fn scripts_of_a_page_run_by_its_own_nonce_only() {
    let app = TestApp::new().await;
    app.ingest(calls(3)).await;
    let admin = app.session(ADMIN).await;
    for (cookie, target) in [(admin.as_str(), "/calls"), ("", "/sign-in"), (&admin, "/help")] {
        let (one, other) = (app.page(cookie, target).await, app.page(cookie, target).await);
        assert!(nonce(&one).len() >= 16 && nonce(&one) != nonce(&other), "{target}");
        let scripts = policy(&one, "script-src").unwrap();
        assert_eq!(scripts, format!("'self' 'nonce-{}' 'wasm-unsafe-eval'", nonce(&one)));
        assert!(one.body.contains("<script"), "{target}");
        for tag in one.body.split("<script").skip(1) {
            let tag = tag.split('>').next().unwrap();
            assert!(tag.contains(&format!("nonce=\"{}\"", nonce(&one))), "{target}: <script{tag}>");
        }
        for forbidden in [" style=\"", " onclick=", " onload=", "javascript:"] {
            assert!(!one.body.contains(forbidden), "{target} has {forbidden}");
        }
        assert_eq!(one.header("cache-control"), "no-store", "{target}");
    }
}

#[tokio::test(flavor = "multi_thread")]
async fn responses_with_data_are_not_cached() {
    let app = TestApp::new().await;
    app.ingest(calls(3)).await;
    let admin = app.session(ADMIN).await;
    for target in ["/api/calls?query=", "/api/profile", "/api/exports", "/calls/x", "/nowhere"] {
        assert_eq!(app.get(&admin, target).await.header("cache-control"), "no-store", "{target}");
    }
    let file = app.post(&admin, "/api/exports/calls", "").await;
    assert_eq!(file.header("cache-control"), "no-store");
    assert_eq!(file.header("content-encoding"), "");
}

/// Case 23 (docs/threats.md#case-23): scripts in texts.
#[tokio::test(flavor = "multi_thread")]
async fn text_from_people_is_escaped_on_pages() {
    let app = TestApp::new().await;
    let mut hostile = call(1);
    let script = "</script><script>alert(1)</script><img src=x onerror=alert(2)>";
    hostile.summary = Some(script.to_owned());
    hostile.agent = Some(script.to_owned());
    hostile.source_status = script.to_owned();
    hostile.turns[0].text = script.to_owned();
    hostile.details.tags = vec![script.to_owned()];
    app.ingest(vec![hostile]).await;
    let id = app.call_ids(ADMIN).await[0];
    let admin = app.session(ADMIN).await;
    let hostile = crate::harness::encoded(script);
    for target in [
        format!("/calls?expand={id}"),
        format!("/calls?agent={hostile}&q=x"),
        format!("/calls?status={hostile}"),
        format!("/calls?project_id={hostile}"),
        format!("/sign-in?next={hostile}"),
    ] {
        let page = app.page(&admin, &target).await;
        for live in ["<script>alert", "<img src=x"] {
            assert!(!page.body.contains(live), "{target} carries {live}");
        }
    }
}
