//! HEAD, unsupported methods and unknown URLs.

use axum::{
    body::Body,
    http::{Method, Request, StatusCode, header},
};
use earshot_server::router::{Endpoint, endpoints};
use earshot_testkit::calls;

use crate::harness::{ADMIN, STAFF, TestApp};

async fn send(
    app: &TestApp,
    method: Method,
    target: &str,
    cookie: &str,
    accept: &str,
) -> crate::harness::Answer {
    let request = Request::builder()
        .method(method)
        .uri(target)
        .header(header::COOKIE, cookie)
        .header(header::ACCEPT, accept);
    app.send(request.body(Body::empty()).unwrap()).await
}

fn fill(path: &str) -> String {
    path.replace("{call_id}", "x").replace("{grant}", "x").replace("{*file}", "none/x.css")
}

#[tokio::test(flavor = "multi_thread")]
async fn head_is_get_without_a_body() {
    let app = TestApp::new().await;
    app.ingest(calls(3)).await;
    let admin = app.session(ADMIN).await;
    for endpoint in endpoints().into_iter().filter(|endpoint| endpoint.method == "GET") {
        let target = fill(endpoint.path);
        for cookie in ["", admin.as_str()] {
            let get = send(&app, Method::GET, &target, cookie, "*/*").await;
            let head = send(&app, Method::HEAD, &target, cookie, "*/*").await;
            assert_eq!((head.status, head.body.len()), (get.status, 0), "{target}");
            for name in ["content-type", "location", "cache-control", "x-frame-options"] {
                assert_eq!(head.header(name), get.header(name), "{target} {name}");
            }
        }
    }
}

#[tokio::test(flavor = "multi_thread")]
async fn head_of_a_file_makes_none_and_counts_as_no_download() {
    let app = TestApp::new().await;
    app.ingest(calls(1)).await;
    let (admin, staff) = (app.session(ADMIN).await, app.session(STAFF).await);
    let call = app.call_ids(ADMIN).await[0];
    let export = app.finished_export(ADMIN).await;
    let log = async || app.backend.audit().log("harbour").await.unwrap().0.len();
    for target in [
        format!("/api/calls/{call}/transcript?format=txt"),
        format!("/api/calls/{call}/transcript?format=pdf"),
        format!("/api/calls/{call}/conversation?format=json"),
        format!("/api/calls/{call}/conversation?format=csv"),
        format!("/api/calls/{call}/conversation?format=pdf"),
        format!("/exports/{export}/files/1"),
        format!("/exports/{export}/manifest.json"),
        format!("/exports/{export}/archive.zip"),
    ] {
        let before = log().await;
        let head = send(&app, Method::HEAD, &target, &admin, "*/*").await;
        assert_eq!((head.status, head.body.len()), (StatusCode::OK, 0), "{target}");
        assert_eq!(log().await, before, "{target} is in the log");
        let get = send(&app, Method::GET, &target, &admin, "*/*").await;
        for name in ["content-type", "content-disposition", "etag", "accept-ranges"] {
            assert_eq!(head.header(name), get.header(name), "{target} {name}");
        }
        let length = head.header("content-length");
        assert!(length.is_empty() || length == get.bytes.len().to_string(), "{target}: {length}");
        let refused = send(&app, Method::HEAD, &target, &staff, "*/*").await;
        assert_eq!(refused.status, StatusCode::NOT_FOUND, "{target}");
    }
}

#[tokio::test(flavor = "multi_thread")]
async fn an_unsupported_method_is_405() {
    let app = TestApp::new().await;
    let admin = app.session(ADMIN).await;
    for endpoint in endpoints() {
        let target = fill(endpoint.path);
        let known = |method: &Method| {
            let same = |other: &Endpoint| other.path == endpoint.path;
            endpoints().iter().any(|other| same(other) && other.method == method.as_str())
        };
        let wrong = [Method::PUT, Method::DELETE, Method::PATCH];
        for method in wrong.into_iter().filter(|method| !known(method)) {
            let answer = send(&app, method, &target, &admin, "application/json").await;
            assert_eq!(answer.status, StatusCode::METHOD_NOT_ALLOWED, "{target}");
            assert_eq!(answer.header("content-type"), "application/problem+json", "{target}");
            assert_eq!(answer.code(), "method_not_allowed");
            assert!(answer.header("allow").contains(endpoint.method), "{target} allows nothing");
        }
    }
    let page = send(&app, Method::DELETE, "/calls", &admin, "text/html,*/*").await;
    assert_eq!(page.status, StatusCode::METHOD_NOT_ALLOWED);
    assert!(page.header("content-type").starts_with("text/html"));
}

#[tokio::test(flavor = "multi_thread")]
async fn an_unknown_address_is_not_found_in_the_form_that_was_asked_for() {
    let app = TestApp::new().await;
    let admin = app.session(ADMIN).await;
    for target in ["/nowhere", "/api/nowhere", "/calls/a/b", "/api", "/v1/contacts", "//calls"] {
        for cookie in ["", admin.as_str()] {
            let program = send(&app, Method::GET, target, cookie, "application/json").await;
            assert_eq!(program.status, StatusCode::NOT_FOUND, "{target}");
            assert_eq!(program.header("content-type"), "application/problem+json");
            let body = program.json();
            assert_eq!((&body["status"], &body["code"]), (&404.into(), &"not_found".into()));
            assert_eq!(body["request_id"], program.header("x-request-id"));
            let person = send(&app, Method::GET, target, cookie, "text/html,*/*;q=0.8").await;
            assert_eq!(person.status, StatusCode::NOT_FOUND);
            assert!(person.header("content-type").starts_with("text/html"));
            assert!(person.body.contains(person.header("x-request-id")), "no id to report");
        }
    }
}
