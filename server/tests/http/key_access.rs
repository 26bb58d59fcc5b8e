//! Access of API keys: every endpoint for programs, against a table of statuses.

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

/// The status for each of [`CREDENTIALS`]. Keys are of `front-desk` unless another project is
/// named.
struct Expected {
    /// No credentials.
    nothing: u16,
    /// A key that does not exist.
    unknown: u16,
    /// A key of the project with this scope alone: `calls:read`.
    read: u16,
    /// `calls:write`.
    write: u16,
    /// `conversations:export`.
    export: u16,
    /// `exports:write`.
    exports: u16,
    /// `transcripts:raw`.
    raw: u16,
    /// `callers:full`.
    callers: u16,
    /// A key with every scope, for another project.
    project: u16,
    /// A key with every scope, of another tenant.
    tenant: u16,
    /// A revoked key with every scope.
    revoked: u16,
    /// An internal token with every scope.
    internal: u16,
}

/// Credentials as failures name them, and their column.
type Column = (&'static str, fn(&Expected) -> u16);

const CREDENTIALS: [Column; 12] = [
    ("nothing", |expected| expected.nothing),
    ("an unknown key", |expected| expected.unknown),
    ("calls:read", |expected| expected.read),
    ("calls:write", |expected| expected.write),
    ("conversations:export", |expected| expected.export),
    ("exports:write", |expected| expected.exports),
    ("transcripts:raw", |expected| expected.raw),
    ("callers:full", |expected| expected.callers),
    ("every scope, another project", |expected| expected.project),
    ("every scope, another tenant", |expected| expected.tenant),
    ("a revoked key", |expected| expected.revoked),
    ("an internal token with every scope", |expected| expected.internal),
];

struct Row {
    method: &'static str,
    path: &'static str,
    target: &'static str,
    content_type: &'static str,
    body: &'static str,
    expected: Expected,
}

/// Reads the table: under the columns' names a row an endpoint, with its statuses and a request.
macro_rules! key_access_table {
    (
        nothing unknown read write export exports raw callers project tenant revoked internal
        $($nothing:tt $unknown:tt $read:tt $write:tt $export:tt $exports:tt $raw:tt $callers:tt $project:tt
            $tenant:tt $revoked:tt $internal:tt
            $method:ident $path:literal at $target:literal send $content_type:literal $body:expr;)*
    ) => {
        &[$(Row {
            method: stringify!($method),
            path: $path,
            target: $target,
            content_type: $content_type,
            body: $body,
            expected: Expected {
                nothing: $nothing,
                unknown: $unknown,
                read: $read,
                write: $write,
                export: $export,
                exports: $exports,
                raw: $raw,
                callers: $callers,
                project: $project,
                tenant: $tenant,
                revoked: $revoked,
                internal: $internal,
            },
        }),*]
    };
}

const CONVERSATION: &str = r#"{"conversationId": "call-1"}"#;

const TABLE: &[Row] = key_access_table! {
    nothing
        unknown
            read
                write
                    export
                        exports
                            raw
                                callers
                                    project
                                        tenant
                                            revoked
                                                internal
    401 401 200 403 403 403 403 403 200 200 401 200 GET "/v1/calls"
                                                at "/v1/calls" send "application/json" "";
    401 401 403 200 403 403 403 403 404 404 401 200 POST "/v1/ingest/calls"
                                                at "/v1/ingest/calls?project_id=front-desk" send "application/json" "[]";
    401 401 403 422 403 403 403 403 404 404 401 422 PUT "/v1/ingest/calls/{source}/{source_id}/recording"
                                                at "/v1/ingest/calls/test/call-1/recording" send "audio/wav" "no sound";
    401 401 401 401 401 401 401 401 401 401 401 401 POST "/v1/ingest/webhooks/{receiver}"
                                                at "/v1/ingest/webhooks/unknown" send "application/json" "{}";
    401 401 403 403 403 202 403 403 422 422 401 202 POST "/v1/conversations/export"
                                                at "/v1/conversations/export" send "application/json" r#"{"format":"csv"}"#;
    401 401 403 403 403 200 403 403 200 200 401 200 GET "/v1/conversations/exports"
                                                at "/v1/conversations/exports" send "application/json" "";
    401 401 403 403 403 404 403 403 404 404 401 404 GET "/v1/conversations/export/{export_id}"
                                                at "/v1/conversations/export/x" send "application/json" "";
    401 401 403 403 403 404 403 403 404 404 401 404 DELETE "/v1/conversations/export/{export_id}"
                                                at "/v1/conversations/export/x" send "application/json" "";
    401 401 403 403 403 404 403 403 404 404 401 404 GET "/v1/conversations/export/{export_id}/files/{n}"
                                                at "/v1/conversations/export/x/files/1" send "application/json" "";
    401 401 403 403 403 404 403 403 404 404 401 404 GET "/v1/conversations/export/{export_id}/manifest.json"
                                                at "/v1/conversations/export/x/manifest.json" send "application/json" "";
    401 401 403 403 403 404 403 403 404 404 401 404 GET "/v1/conversations/export/{export_id}/archive.zip"
                                                at "/v1/conversations/export/x/archive.zip" send "application/json" "";
    401 401 403 403 403 403 403 403 200 200 401 200 GET "/v1/conversations"
                                                at "/v1/conversations" send "application/json" "";
    401 401 403 403 403 403 403 403 404 404 401 404 GET "/v1/conversations/{call_id}"
                                                at "/v1/conversations/01890a5d-ac96-474b-bcce-b302099a8057" send "application/json" "";
    401 401 403 403 403 403 403 403 404 404 401 404 GET "/v1/conversations/{call_id}/messages"
                                                at "/v1/conversations/01890a5d-ac96-474b-bcce-b302099a8057/messages" send "application/json" "";
    // A conversation that a key may not export is not found.
    401 401 404 404 200 404 404 404 404 404 401 200 POST "/api/export/conversation"
                                                at "/api/export/conversation" send "application/json" CONVERSATION;
    401 401 404 404 200 404 404 404 404 404 401 200 POST "/api/export/conversation/json"
                                                at "/api/export/conversation/json" send "application/json" CONVERSATION;
    401 401 404 404 200 404 404 404 404 404 401 200 POST "/export/conversation"
                                                at "/export/conversation" send "application/json" CONVERSATION;
    // The PBX interface answers 200 and gives an error as a code.
    200 200 200 200 200 200 200 200 200 200 200 200 GET "/openapi/{version}/{*interface}"
                                                at "/openapi/v2.0/cdr/aidownload" send "application/json" "";
    200 200 200 200 200 200 200 200 200 200 200 200 POST "/openapi/{version}/{*interface}"
                                                at "/openapi/v2.0/get_token" send "application/json" "{}";
    // Only a PBX token is told that a file does not exist.
    401 401 401 401 401 401 401 401 401 401 401 401 GET "/api/download/{file}"
                                                at "/api/download/file.json" send "application/json" "";
};

/// The headers of each of [`CREDENTIALS`].
async fn credentials(app: &TestApp) -> Vec<Vec<(&'static str, String)>> {
    let all: Vec<(&str, &str)> =
        ApiScope::ALL.iter().map(|scope| ("scope", scope.as_str())).collect();
    let with = |fields: &[(&'static str, &'static str)],
                scopes: &[(&'static str, &'static str)]| {
        [scopes, fields, &[("requests_per_minute", "1000")]].concat()
    };
    let key = |secret: String| vec![("x-api-key", secret)];
    let mut credentials = vec![vec![], key("ear_unknown".to_owned())];
    for scope in [
        "calls:read",
        "calls:write",
        "conversations:export",
        "exports:write",
        "transcripts:raw",
        "callers:full",
    ] {
        let fields = with(&[("project_id", "front-desk")], &[("scope", scope)]);
        credentials.push(key(app.key(ADMIN, &fields).await));
    }
    credentials.push(key(app.key(LATE, &with(&[("project_id", "after-hours")], &all)).await));
    credentials.push(key(app.key(RIVAL, &with(&[("project_id", "lobby")], &all)).await));
    let revoked = app.create_key(ADMIN, &with(&[("project_id", "front-desk")], &all)).await;
    let admin = app.backend.access().account_viewer(ADMIN).await.unwrap();
    app.backend.keys().revoke(&admin, revoked.id).await.unwrap();
    credentials.push(key(revoked.secret));
    let fields = with(&[("project_id", "front-desk"), ("kind", "internal_token")], &all);
    let internal = app.key(ADMIN, &fields).await;
    credentials
        .push(vec![("x-internal-token", internal), ("x-organization-id", "harbour".to_owned())]);
    credentials
}

#[test]
fn every_endpoint_for_programs_is_in_the_table() {
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

/// Case 1 (docs/threats.md#case-1): every kind of key.
#[tokio::test(flavor = "multi_thread")]
async fn every_endpoint_answers_each_key_as_the_table_says() {
    let app = TestApp::new().await;
    app.ingest(calls(1)).await;
    let credentials = credentials(&app).await;
    let mut wrong = Vec::new();
    for row in TABLE {
        // The limit on wrong keys of an address begins anew.
        app.advance_clock(60);
        for ((who, column), headers) in CREDENTIALS.iter().zip(&credentials) {
            let expected = column(&row.expected);
            let mut request = Request::builder()
                .method(row.method)
                .uri(row.target)
                .header(header::USER_AGENT, "test")
                .header(header::CONTENT_TYPE, row.content_type);
            for (name, value) in headers {
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
            // The id of a request has any digits.
            let shown = answer.body.replace(answer.header("x-request-id"), "");
            if others && shown.contains("c001") {
                wrong.push(format!("{}: {who} was shown a call", row.path));
            }
        }
    }
    assert!(wrong.is_empty(), "{wrong:#?}");
}

#[tokio::test(flavor = "multi_thread")]
async fn no_key_opens_endpoints_for_people() {
    let app = TestApp::new().await;
    app.ingest(calls(1)).await;
    let call: CallId = app.call_ids(ADMIN).await[0];
    let credentials = credentials(&app).await;
    for endpoint in endpoints() {
        let expected = match endpoint.access {
            Access::Page => 303,
            Access::Session => 401,
            _ => continue,
        };
        let target = endpoint.path.replace("{call_id}", &call.to_string());
        let target = target.replace(['{', '}'], "");
        for ((who, _), headers) in CREDENTIALS.iter().zip(&credentials) {
            let mut request = Request::builder().method(endpoint.method).uri(&target);
            for (name, value) in headers {
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
    app.ingest(calls(1)).await;
    let bearer = format!("Bearer {}", token(&app, &client(&app, ADMIN, &[]).await).await);
    for row in TABLE {
        let request = Request::builder()
            .method(row.method)
            .uri(row.target)
            .header(header::USER_AGENT, "test")
            .header(header::CONTENT_TYPE, row.content_type)
            .header(header::AUTHORIZATION, &bearer);
        let answer = app.send(request.body(Body::from(row.body)).unwrap()).await;
        let expected = match (row.path, row.method) {
            ("/openapi/{version}/{*interface}", _) => 200,
            ("/api/download/{file}", _) => 404,
            _ => 401,
        };
        assert_eq!(answer.status, expected, "{} {}: {}", row.method, row.path, answer.body);
        if row.target.ends_with("aidownload") {
            assert_eq!(answer.json()["errcode"], 0, "{}", answer.body);
        }
    }
}
