//! Requests from other sites, which change nothing.

use axum::{
    body::Body,
    http::{StatusCode, header},
};
use earshot_server::{WebSettings, router::endpoints};
use earshot_testkit::{PASSWORD, calls};
use serde_json::json;

use crate::harness::{ADMIN, TestApp, get, post};

const FOREIGN: [&[(&str, &str)]; 6] = [
    &[("sec-fetch-site", "cross-site")],
    &[("sec-fetch-site", "same-site")],
    &[("sec-fetch-site", "cross-site"), ("origin", "http://calls.example")],
    &[("origin", "https://evil.example")],
    &[("origin", "null")],
    &[("origin", "http://calls.example.evil.example")],
];

const FORM: &str = "email=admin%40harbour.example&password=correct+horse&project_id=front-desk";

/// Case 6 (docs/threats.md#case-6): writes from other sites.
#[tokio::test(flavor = "multi_thread")]
async fn writes_from_another_site_are_refused() {
    let app = TestApp::new().await;
    app.ingest(calls(3)).await;
    let cookie = app.session(ADMIN).await;
    let before = app.backend.audit().log("harbour").await.unwrap().0;
    let writes: Vec<_> = endpoints().into_iter().filter(|e| e.method == "POST").collect();
    assert!(writes.len() >= 5);
    for endpoint in writes {
        for headers in FOREIGN {
            let mut request = post(endpoint.path).header(header::COOKIE, &cookie);
            for (name, value) in headers {
                request = request.header(*name, *value);
            }
            let answer = app.send(request.body(Body::from(FORM)).unwrap()).await;
            let what = format!("{} {headers:?}", endpoint.path);
            assert_eq!(
                (answer.status, answer.code().as_str()),
                (StatusCode::FORBIDDEN, "cross_site"),
                "{what}"
            );
            assert_eq!(answer.header("set-cookie"), "", "{what}");
        }
    }
    assert_eq!(app.backend.audit().log("harbour").await.unwrap().0, before, "something was done");
    let still = app.get(&cookie, "/api/exports").await;
    assert_eq!((still.status, &still.json()["exports"]), (StatusCode::OK, &json!([])));
}

#[tokio::test(flavor = "multi_thread")]
async fn refused_writes_use_up_no_limit() {
    let app = TestApp::new().await;
    app.ingest(calls(3)).await;
    let cookie = app.session(ADMIN).await;
    for _ in 0..20 {
        for target in ["/api/exports/calls", "/sign-in"] {
            let request = post(target).header(header::COOKIE, &cookie);
            let request = request.header("sec-fetch-site", "cross-site");
            let wrong = FORM.replace("horse", "cow");
            assert_eq!(app.send(request.body(Body::from(wrong)).unwrap()).await.status, 403);
        }
    }
    assert_eq!(app.post(&cookie, "/api/exports/calls", "").await.status, StatusCode::OK);
    assert_eq!(app.post("", "/sign-in", FORM).await.status, StatusCode::SEE_OTHER);
}

#[tokio::test(flavor = "multi_thread")]
async fn our_own_pages_and_programs_may_write() {
    let app = TestApp::new().await;
    app.ingest(calls(3)).await;
    let ours: [&[(&str, &str)]; 4] = [
        &[],
        &[("sec-fetch-site", "same-origin"), ("origin", "http://calls.example")],
        &[("sec-fetch-site", "none")],
        &[("origin", "http://calls.example")],
    ];
    for headers in ours {
        let mut request = post("/sign-in");
        for (name, value) in headers {
            request = request.header(*name, *value);
        }
        let answer = app.send(request.body(Body::from(FORM)).unwrap()).await;
        assert_eq!(answer.status, StatusCode::SEE_OTHER, "{headers:?}");
    }
}

#[tokio::test(flavor = "multi_thread")]
async fn behind_a_proxy_the_public_address_is_ours() {
    let settings = WebSettings {
        public_url: Some("https://calls.example".to_owned()),
        ..WebSettings::default()
    };
    let app = TestApp::new().await.with_settings(settings);
    for (origin, status) in [
        ("https://calls.example", StatusCode::SEE_OTHER),
        ("http://calls.example", StatusCode::FORBIDDEN),
        ("https://other.example", StatusCode::FORBIDDEN),
    ] {
        let request = post("/sign-in").header("origin", origin);
        let answer = app.send(request.body(Body::from(FORM)).unwrap()).await;
        assert_eq!(answer.status, status, "{origin}");
    }
}

#[tokio::test(flavor = "multi_thread")]
async fn following_a_link_changes_nothing() {
    let app = TestApp::new().await;
    app.ingest(calls(3)).await;
    let cookie = app.session(ADMIN).await;
    let all = endpoints();
    let is_page = |path| all.iter().any(|other| other.method == "GET" && other.path == path);
    for endpoint in all.iter().filter(|e| e.method == "POST" && !is_page(e.path)) {
        let target = format!("{}?{FORM}", endpoint.path);
        let request = get(&target).header(header::COOKIE, &cookie);
        let request = request.header("sec-fetch-site", "cross-site");
        let answer = app.send(request.body(Body::empty()).unwrap()).await;
        assert_eq!(answer.status, StatusCode::METHOD_NOT_ALLOWED, "{}", endpoint.path);
    }
    assert!(FORM.contains(&PASSWORD.replace(' ', "+")));
    assert_eq!(app.get(&cookie, "/api/exports").await.json()["exports"], json!([]));
}

/// Case 6 (docs/threats.md#case-6): files for other sites.
#[tokio::test(flavor = "multi_thread")]
async fn files_are_given_to_pages_of_the_portal_alone() {
    let app = TestApp::new().await;
    app.ingest(calls(1)).await;
    let cookie = app.session(ADMIN).await;
    let call = app.call_ids(ADMIN).await[0];
    let export = app.finished_export(ADMIN).await;
    for path in [
        format!("/api/calls/{call}/transcript?format=txt"),
        format!("/api/calls/{call}/conversation?format=csv"),
        format!("/exports/{export}/files/1"),
        format!("/exports/{export}/manifest.json"),
        format!("/exports/{export}/archive.zip"),
        "/media/recordings/grant".to_owned(),
    ] {
        for method in ["GET", "HEAD"] {
            for (site, refused) in
                [("cross-site", true), ("same-site", true), ("same-origin", false), ("none", false)]
            {
                let request = axum::http::Request::builder()
                    .method(method)
                    .uri(&path)
                    .header("host", "calls.example")
                    .header("sec-fetch-site", site)
                    .header("cookie", &cookie);
                let answer = app.send(request.body(Body::empty()).unwrap()).await;
                assert_eq!(answer.status == 403, refused, "{method} {path} {site}");
            }
        }
    }
}

#[tokio::test(flavor = "multi_thread")]
async fn a_cookie_does_not_count_beside_a_key_of_any_form() {
    let app = TestApp::new().await;
    let cookie = app.session(ADMIN).await;
    for (name, value) in [
        ("authorization", "Basic eDp5"),
        ("authorization", ""),
        ("x-api-key", ""),
        ("x-internal-token", ""),
    ] {
        let request = axum::http::Request::post("/api/export/conversation")
            .header("host", "calls.example")
            .header("sec-fetch-site", "cross-site")
            .header("content-type", "application/x-www-form-urlencoded")
            .header("cookie", &cookie)
            .header(name, value);
        let answer = app.send(request.body("conversation_id=x".into()).unwrap()).await;
        assert_eq!(answer.status, 401, "{name}: {value:?}: {}", answer.body);
    }
}
