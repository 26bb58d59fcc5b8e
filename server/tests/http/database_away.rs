//! Every endpoint while the database is away.

use axum::{
    body::Body,
    http::{Request, header},
};
use earshot_server::router::{Access, Endpoint, endpoints};
use earshot_testkit::calls;

use crate::{
    harness::{ADMIN, Answer, TestApp},
    pbx_tokens::{client, token},
};

/// Some id, in every place for one.
fn target(endpoint: &Endpoint) -> String {
    let id = "01890a5d-ac96-774b-bcce-b302099a8057";
    let parts = endpoint.path.split('/').map(|part| match part {
        "{*interface}" => "cdr/aidownload",
        "{version}" => "v2.0",
        "{file}" => "PBX-AI_Transcription-1-download-20260615200000-abcdefghijklmnop.json",
        "{n}" => "1",
        part if part.starts_with('{') => id,
        part => part,
    });
    parts.collect::<Vec<_>>().join("/")
}

async fn ask(app: &TestApp, endpoint: &Endpoint, credentials: &[(&str, &str)]) -> Answer {
    let query = if endpoint.path.starts_with("/openapi/") || endpoint.path == "/api/download/{file}"
    {
        let token = credentials.iter().find(|(name, _)| *name == "token").unwrap().1;
        format!("?access_token={token}")
    } else {
        String::new()
    };
    let mut request = Request::builder()
        .method(endpoint.method)
        .uri(format!("{}{query}", target(endpoint)))
        .header(header::HOST, "calls.example")
        .header(header::USER_AGENT, "OpenAPI")
        .header(header::CONTENT_TYPE, "application/x-www-form-urlencoded");
    let name = match endpoint.access {
        Access::Key | Access::Program => "x-api-key",
        Access::Public | Access::Page | Access::Session => "cookie",
    };
    let value = credentials.iter().find(|(known, _)| *known == name).unwrap().1;
    request = request.header(name, value);
    app.send(request.body(Body::from("conversationId=x&email=a%40b.example&password=p")).unwrap())
        .await
}

#[tokio::test(flavor = "multi_thread")]
async fn every_endpoint_says_when_to_try_again() {
    let app = TestApp::new().await;
    app.ingest(calls(1)).await;
    let cookie = app.session(ADMIN).await;
    let key = app.key(ADMIN, &[("scope", "calls:read"), ("project_id", "front-desk")]).await;
    let pbx = token(&app, &client(&app, ADMIN, &[]).await).await;
    let credentials = [("cookie", cookie.as_str()), ("x-api-key", &key), ("token", &pbx)];
    app.backend.close().await;
    // The same for everybody, whatever the database does.
    let constant = [
        "/healthz",
        "/.well-known/earshot-audit-key",
        "/exports.js",
        "/favicon.svg",
        "/robots.txt",
        "/pkg/{*file}",
    ];
    for endpoint in endpoints() {
        let Endpoint { method, path, .. } = endpoint;
        let answer = ask(&app, &endpoint, &credentials).await;
        let status = answer.status.as_u16();
        if constant.contains(&path) {
            assert!([200, 404].contains(&status), "{method} {path}: {status}");
            continue;
        }
        // The PBX interface answers with HTTP 200.
        let expected = match path {
            "/openapi/{version}/{*interface}" => 200,
            _ => 503,
        };
        assert_eq!(status, expected, "{method} {path}: {}", answer.body);
        if status == 503 || method == "GET" && path.starts_with("/openapi/") {
            let wait: u32 = answer.header("retry-after").parse().unwrap_or(0);
            assert!((1..=60).contains(&wait), "{method} {path}: {:?}", answer.headers);
        }
        for word in ["sqlx", "pool", "Pool", "closed"] {
            assert!(!answer.body.contains(word), "{method} {path} speaks of {word}");
        }
    }
}
