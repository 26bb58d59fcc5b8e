//! Which key opens which address for programs: the router's own list against a table of every answer.

use axum::{
    body::Body,
    http::{Request, header},
};
use earshot_domain::{ApiScope, CallId};
use earshot_server::router::{Access, endpoints};
use earshot_testkit::calls;

use crate::{
    harness::{ADMIN, LATE, RIVAL, TestApp},
    pbx_tokens::{client, token},
};

/// What a program shows.
const HOLDERS: [&str; 11] = [
    "nothing",
    "an unknown key",
    "calls:read",
    "calls:write",
    "conversations:export",
    "transcripts:raw",
    "callers:full",
    "every right, another project",
    "every right, another tenant",
    "a revoked key",
    "an internal token with every right",
];

struct Row {
    method: &'static str,
    path: &'static str,
    target: &'static str,
    kind: &'static str,
    body: &'static str,
    expected: [u16; 11],
}

const JSON: &str = "application/json";
const CONVERSATION: &str = r#"{"conversationId": "call-1"}"#;
/// A conversation that a key may not export is not found.
const EXPORTS: [u16; 11] = [401, 401, 404, 404, 200, 404, 404, 404, 404, 401, 200];
/// Errors of the PBX interface are HTTP 200.
const PBX: [u16; 11] = [200; 11];
/// A file nobody asked for: a key that is no PBX token is told nothing of it.
const NO_TOKEN: [u16; 11] = [401; 11];

const fn export(path: &'static str) -> Row {
    Row { method: "POST", path, target: path, kind: JSON, body: CONVERSATION, expected: EXPORTS }
}

const TABLE: [Row; 10] = [
    Row {
        method: "GET",
        path: "/v1/calls",
        target: "/v1/calls",
        kind: JSON,
        body: "",
        expected: [401, 401, 200, 403, 403, 403, 403, 200, 200, 401, 200],
    },
    Row {
        method: "POST",
        path: "/v1/ingest/calls",
        target: "/v1/ingest/calls?project_id=front-desk",
        kind: JSON,
        body: "[]",
        expected: [401, 401, 403, 200, 403, 403, 403, 404, 404, 401, 200],
    },
    Row {
        method: "PUT",
        path: "/v1/ingest/calls/{source}/{source_id}/recording",
        target: "/v1/ingest/calls/test/call-1/recording",
        kind: "audio/wav",
        body: "no sound",
        expected: [401, 401, 403, 422, 403, 403, 403, 404, 404, 401, 422],
    },
    Row {
        method: "POST",
        path: "/v1/ingest/webhooks/{receiver}",
        target: "/v1/ingest/webhooks/nobodys",
        kind: JSON,
        body: "{}",
        expected: [404; 11],
    },
    export("/api/export/conversation"),
    export("/api/export/conversation/json"),
    export("/export/conversation"),
    Row {
        method: "GET",
        path: "/openapi/{version}/{*interface}",
        target: "/openapi/v2.0/cdr/aidownload",
        kind: JSON,
        body: "",
        expected: PBX,
    },
    Row {
        method: "POST",
        path: "/openapi/{version}/{*interface}",
        target: "/openapi/v2.0/get_token",
        kind: JSON,
        body: "{}",
        expected: PBX,
    },
    Row {
        method: "GET",
        path: "/api/download/{file}",
        target: "/api/download/file.json",
        kind: JSON,
        body: "",
        expected: NO_TOKEN,
    },
];

/// What each of [`HOLDERS`] shows, as headers.
async fn holders(app: &TestApp) -> Vec<Vec<(&'static str, String)>> {
    let all: Vec<(&str, &str)> =
        ApiScope::ALL.iter().map(|scope| ("scope", scope.as_str())).collect();
    let with = |fields: &[(&'static str, &'static str)],
                scopes: &[(&'static str, &'static str)]| {
        [scopes, fields, &[("requests_per_minute", "1000")]].concat()
    };
    let key = |secret: String| vec![("x-api-key", secret)];
    let mut shown = vec![vec![], key("ear_unknown".to_owned())];
    for scope in
        ["calls:read", "calls:write", "conversations:export", "transcripts:raw", "callers:full"]
    {
        let fields = with(&[("project_id", "front-desk")], &[("scope", scope)]);
        shown.push(key(app.key(ADMIN, &fields).await));
    }
    shown.push(key(app.key(LATE, &with(&[("project_id", "after-hours")], &all)).await));
    shown.push(key(app.key(RIVAL, &with(&[("project_id", "lobby")], &all)).await));
    let revoked = app.made_key(ADMIN, &with(&[("project_id", "front-desk")], &all)).await;
    let admin = app.backend.account_viewer(ADMIN).await.unwrap();
    app.backend.revoke_api_key(&admin, revoked.id).await.unwrap();
    shown.push(key(revoked.secret));
    let fields = with(&[("project_id", "front-desk"), ("kind", "internal_token")], &all);
    let internal = app.key(ADMIN, &fields).await;
    shown.push(vec![("x-internal-token", internal), ("x-organization-id", "harbour".to_owned())]);
    shown
}

#[test]
fn every_address_for_programs_is_in_the_table() {
    let of_programs = |access| matches!(access, Access::Key | Access::Program);
    let known: Vec<_> = endpoints()
        .iter()
        .filter(|endpoint| of_programs(endpoint.access))
        .map(|endpoint| (endpoint.method, endpoint.path))
        .collect();
    let listed: Vec<_> = TABLE.iter().map(|row| (row.method, row.path)).collect();
    assert_eq!(listed.len(), known.len());
    for endpoint in known {
        assert!(listed.contains(&endpoint), "{endpoint:?} is not in the table of keys");
    }
}

#[tokio::test(flavor = "multi_thread")]
async fn every_address_answers_each_key_as_the_table_says() {
    let app = TestApp::new().await;
    app.take(calls(1)).await;
    let holders = holders(&app).await;
    let mut wrong = Vec::new();
    for row in &TABLE {
        for ((who, shown), expected) in HOLDERS.iter().zip(&holders).zip(row.expected) {
            let mut request = Request::builder()
                .method(row.method)
                .uri(row.target)
                .header(header::USER_AGENT, "test")
                .header(header::CONTENT_TYPE, row.kind);
            for (name, value) in shown {
                request = request.header(*name, value);
            }
            let answer = app.send(request.body(Body::from(row.body)).unwrap()).await;
            if answer.status.as_u16() != expected {
                wrong.push(format!(
                    "{} {}: {who}: {}, not {expected}: {}",
                    row.method, row.path, answer.status, answer.body
                ));
            }
            let others = who.contains("another") || expected == 401;
            if others && answer.body.contains("c001") {
                wrong.push(format!("{}: {who} was shown a call", row.path));
            }
        }
    }
    assert!(wrong.is_empty(), "{wrong:#?}");
}

#[tokio::test(flavor = "multi_thread")]
async fn no_key_opens_what_is_for_people() {
    let app = TestApp::new().await;
    app.take(calls(1)).await;
    let call: CallId = app.calls_of(ADMIN).await[0];
    let holders = holders(&app).await;
    for endpoint in endpoints() {
        let expected = match endpoint.access {
            Access::Page => 303,
            Access::Session => 401,
            _ => continue,
        };
        let target = endpoint.path.replace("{call_id}", &call.to_string());
        let target = target.replace(['{', '}'], "");
        for (who, shown) in HOLDERS.iter().zip(&holders) {
            let mut request = Request::builder().method(endpoint.method).uri(&target);
            for (name, value) in shown {
                request = request.header(*name, value);
            }
            let answer = app.send(request.body(Body::empty()).unwrap()).await;
            assert_eq!(answer.status, expected, "{} {target}: {who}", endpoint.method);
        }
    }
}

#[tokio::test(flavor = "multi_thread")]
async fn a_pbx_token_opens_the_pbx_interface_alone() {
    let app = TestApp::new().await;
    app.take(calls(1)).await;
    let bearer = format!("Bearer {}", token(&app, &client(&app, ADMIN, &[]).await).await);
    for row in &TABLE {
        let request = Request::builder()
            .method(row.method)
            .uri(row.target)
            .header(header::USER_AGENT, "test")
            .header(header::CONTENT_TYPE, row.kind)
            .header(header::AUTHORIZATION, &bearer);
        let answer = app.send(request.body(Body::from(row.body)).unwrap()).await;
        let expected = match (row.path, row.method) {
            ("/openapi/{version}/{*interface}", _) => 200,
            ("/api/download/{file}" | "/v1/ingest/webhooks/{receiver}", _) => 404,
            _ => 401,
        };
        assert_eq!(answer.status, expected, "{} {}: {}", row.method, row.path, answer.body);
        if row.target.ends_with("aidownload") {
            assert_eq!(answer.json()["errcode"], 0, "{}", answer.body);
        }
    }
}
