//! Parameters in the addresses of programs that their routes do not have.

use axum::{body::Body, http::Request};
use earshot_testkit::calls;

use crate::harness::{ADMIN, TestApp};

#[tokio::test(flavor = "multi_thread")]
async fn an_unknown_parameter_is_refused_by_name() {
    let app = TestApp::new().await;
    app.ingest(calls(1)).await;
    let scopes = ["conversations:read", "calls:read", "exports:write", "calls:write"];
    let fields: Vec<_> = [("name", "Mirror"), ("project_id", "front-desk")]
        .into_iter()
        .chain(scopes.map(|scope| ("scope", scope)))
        .collect();
    let key = app.key(ADMIN, &fields).await;
    let call = app.call_ids(ADMIN).await[0];
    for (method, path, wrong, status) in [
        ("GET", "/v1/calls".to_owned(), "cursor", 200),
        ("GET", "/v1/conversations".to_owned(), "call_status", 200),
        ("GET", format!("/v1/conversations/{call}"), "cursor", 200),
        ("GET", format!("/v1/conversations/{call}/messages"), "since", 200),
        ("GET", "/v1/conversations/exports".to_owned(), "status", 200),
        ("GET", format!("/v1/conversations/export/{call}"), "wait", 404),
        ("GET", format!("/v1/conversations/export/{call}/files/1"), "part", 404),
        ("POST", "/v1/ingest/calls".to_owned(), "projct", 200),
    ] {
        let send = async |target: String| {
            let request = Request::builder().method(method).uri(target).header("x-api-key", &key);
            app.send(request.body(Body::from("[]")).unwrap()).await
        };
        assert_eq!(send(path.clone()).await.status, status, "{path}");
        let refused = send(format!("{path}?{wrong}=x")).await;
        assert_eq!(
            (refused.status.as_u16(), refused.code().as_str()),
            (422, "unknown_parameter"),
            "{path}"
        );
        assert_eq!(refused.fields(), [wrong], "{path}");
    }
}
