//! Who may use which route: the router's own list of endpoints against a table of every answer.

use axum::{
    body::Body,
    http::{Request, StatusCode, header},
};
use earshot_server::router::{Access, Endpoint, endpoints};
use earshot_testkit::{PASSWORD, calls};

use crate::harness::{ADMIN, LATE, MANAGER, RIVAL, STAFF, TestApp};

/// Who asks; every request is about `front-desk`, its call, or the admin's export.
const WHO: [(&str, Option<&str>); 6] = [
    ("signed out", None),
    ("staff", Some(STAFF)),
    ("manager", Some(MANAGER)),
    ("admin", Some(ADMIN)),
    ("another tenant's admin", Some(RIVAL)),
    ("the admin of another project", Some(LATE)),
];

/// An endpoint, a request for it, and the status for each of [`WHO`].
struct Row {
    method: &'static str,
    path: &'static str,
    target: &'static str,
    form: &'static str,
    expected: [u16; 6],
}

const fn read(path: &'static str, target: &'static str, expected: [u16; 6]) -> Row {
    Row { method: "GET", path, target, form: "", expected }
}

const fn write(path: &'static str, form: &'static str, expected: [u16; 6]) -> Row {
    Row { method: "POST", path, target: path, form, expected }
}

const fn replace(path: &'static str, target: &'static str, expected: [u16; 6]) -> Row {
    Row { method: "PUT", path, target, form: "", expected }
}

/// No session opens an address for programs.
const KEYS_ONLY: [u16; 6] = [401; 6];
const PAGE: [u16; 6] = [303, 200, 200, 200, 200, 200];
const SESSION: [u16; 6] = [401, 200, 200, 200, 200, 200];
const IN_SCOPE: [u16; 6] = [401, 200, 200, 200, 404, 404];
const ADMINS_OWN: [u16; 6] = [401, 404, 404, 200, 404, 404];
/// A call without a recording: in scope it is said why.
const BLOCKED: [u16; 6] = [401, 403, 403, 403, 404, 404];
const DECISION: &str = "consent=granted&playback_compliance=permitted&evidence=form";
const KEY: &str = "name=x&scope=conversations%3Aexport&project_id=front-desk";
const HOOK: &str = "name=x&url=https%3A%2F%2F8.8.8.8&event=call.ingested&project_id=front-desk";
/// A webhook of the tenant: every Client Admin of it manages it, and nobody else knows of it.
const HOOKED: [u16; 6] = [401, 404, 404, 204, 404, 204];
const CONVERSATION: &str = "conversationId={call}";
const NOTE: &str = "action=note&text=x";
const NOTED: [u16; 6] = [401, 201, 201, 201, 404, 404];
/// A file of the site: there only when the binary was built with one.
const FILE: [u16; 6] = [0; 6];

const TABLE: [Row; 60] = [
    read("/", "/", [303; 6]),
    read("/calls", "/calls?project_id=front-desk&expand={call}", [303, 200, 200, 200, 404, 404]),
    read("/calls/{call_id}", "/calls/{call}", [303; 6]),
    read("/exports", "/exports", PAGE),
    read("/settings", "/settings", [303, 404, 200, 200, 200, 200]),
    write("/settings/recordings", "staff_playback=true", [401, 404, 403, 204, 204, 204]),
    write("/settings/imports/{import_id}/decision", DECISION, [401, 404, 404, 404, 404, 404]),
    read("/settings/api-keys", "/settings/api-keys", [303, 404, 200, 200, 200, 200]),
    write("/settings/api-keys", KEY, [401, 404, 403, 201, 422, 422]),
    write("/settings/api-keys/{api_key_id}/revoke", "", [401, 404, 403, 404, 404, 404]),
    read("/settings/webhooks", "/settings/webhooks", [303, 404, 404, 200, 200, 200]),
    write("/settings/webhooks", HOOK, [401, 404, 404, 201, 422, 422]),
    read(
        "/settings/webhooks/{webhook_id}",
        "/settings/webhooks/{webhook_id}",
        [303, 404, 404, 200, 404, 200],
    ),
    read("/api/webhooks", "/api/webhooks", [401, 404, 404, 200, 200, 200]),
    read(
        "/api/webhooks/deliveries",
        "/api/webhooks/deliveries?webhook_id={webhook_id}",
        [401, 404, 404, 200, 404, 200],
    ),
    write("/settings/webhooks/{webhook_id}/on", "", HOOKED),
    write("/settings/webhooks/{webhook_id}/test", "", HOOKED),
    // What was sent is about a call of another project than the last one's.
    write(
        "/settings/webhooks/{webhook_id}/deliveries/{delivery_id}/again",
        "",
        [401, 404, 404, 204, 404, 404],
    ),
    write("/settings/webhooks/{webhook_id}/off", "", HOOKED),
    write("/settings/webhooks/{webhook_id}/remove", "", [401, 404, 404, 204, 404, 404]),
    read("/help", "/help", PAGE),
    read("/help/api", "/help/api", PAGE),
    read("/sign-in", "/sign-in", [200; 6]),
    write("/sign-in", "email=admin%40harbour.example&password={password}", [303; 6]),
    write("/sign-out", "", [401, 303, 303, 303, 303, 303]),
    write("/sign-out-everywhere", "", [401, 303, 303, 303, 303, 303]),
    read("/api/calls", "/api/calls?query=project_id%3Dfront-desk", IN_SCOPE),
    read("/api/review", "/api/review?call_id={call}", IN_SCOPE),
    read("/api/exports", "/api/exports", SESSION),
    read("/api/settings", "/api/settings", [401, 404, 200, 200, 200, 200]),
    read("/api/api-keys", "/api/api-keys", [401, 404, 200, 200, 200, 200]),
    read("/api/profile", "/api/profile", SESSION),
    read("/api/help", "/api/help", SESSION),
    read("/api/sign-in", "/api/sign-in", [200; 6]),
    write("/api/exports/calls", "project_id=front-desk", IN_SCOPE),
    write("/api/exports/cancel", "export_id={export}", [401, 404, 404, 204, 404, 404]),
    read("/api/exports/status", "/api/exports/status?export_id={export}", ADMINS_OWN),
    read("/api/calls/{call_id}/transcript", "/api/calls/{call}/transcript", ADMINS_OWN),
    read("/api/calls/{call_id}/conversation", "/api/calls/{call}/conversation", ADMINS_OWN),
    write("/api/calls/{call_id}/recording/grants", "action=play", BLOCKED),
    write("/api/calls/{call_id}/recording/decision", DECISION, [401, 404, 404, 204, 404, 404]),
    write("/api/calls/{call_id}/review-events", NOTE, NOTED),
    read("/media/recordings/{grant}", "/media/recordings/x", [401, 404, 404, 404, 404, 404]),
    read("/media/exports/{token}", "/media/exports/x", [404; 6]),
    write("/api/export/conversation", CONVERSATION, ADMINS_OWN),
    write("/api/export/conversation/json", CONVERSATION, ADMINS_OWN),
    write("/export/conversation", CONVERSATION, ADMINS_OWN),
    // Answers of the PBX interface are 200 whatever they say; without a token they say nothing.
    read("/v1/calls", "/v1/calls", KEYS_ONLY),
    write("/v1/ingest/calls", "", KEYS_ONLY),
    write("/v1/ingest/webhooks/{receiver}", "", [404; 6]),
    replace(
        "/v1/ingest/calls/{source}/{source_id}/recording",
        "/v1/ingest/calls/test/call-1/recording",
        KEYS_ONLY,
    ),
    read("/openapi/{version}/{*interface}", "/openapi/v2.0/cdr/aidownload", [200; 6]),
    write("/openapi/{version}/{*interface}", "", [200; 6]),
    read("/api/download/{file}", "/api/download/x", [403; 6]),
    read("/openapi.json", "/openapi.json", [200; 6]),
    read("/healthz", "/healthz", [200; 6]),
    read("/readyz", "/readyz", [200; 6]),
    read("/pkg/{*file}", "/pkg/none/earshot.css", FILE),
    read("/favicon.svg", "/favicon.svg", FILE),
    read("/robots.txt", "/robots.txt", FILE),
];

#[tokio::test]
async fn every_endpoint_of_the_router_is_in_the_table() {
    let name = |method: &str, path: &str| format!("{method} {path}");
    let listed: Vec<String> = TABLE.iter().map(|row| name(row.method, row.path)).collect();
    let known: Vec<String> =
        endpoints().iter().map(|Endpoint { method, path, .. }| name(method, path)).collect();
    for endpoint in &known {
        assert!(listed.contains(endpoint), "{endpoint} is not in the table of who may use it");
    }
    for row in &listed {
        assert!(known.contains(row), "{row} is in the table and not in the router");
    }
    assert_eq!(known.len(), listed.len());
}

#[tokio::test(flavor = "multi_thread")]
async fn every_endpoint_answers_each_person_as_the_table_says() {
    let app = TestApp::new().await;
    let admin = app.session(ADMIN).await;
    let webhook = app.post(&admin, "/settings/webhooks", HOOK).await.json();
    let webhook = webhook["id"].as_str().unwrap().to_owned();
    app.take(calls(3)).await;
    let call = app.calls_of(ADMIN).await[0].to_string();
    let sent = app.get(&admin, &format!("/api/webhooks/deliveries?webhook_id={webhook}")).await;
    let delivery = sent.json()["deliveries"][0]["id"].as_str().unwrap().to_owned();
    let export = app.post(&admin, "/api/exports/calls", "").await;
    let export = export.header("earshot-export-id").to_owned();
    let fill = |text: &str| {
        text.replace("{call}", &call)
            .replace("{api_key_id}", &call)
            .replace("{webhook_id}", &webhook)
            .replace("{delivery_id}", &delivery)
            .replace("{export}", &export)
            .replace("{password}", &PASSWORD.replace(' ', "+"))
    };
    let mut wrong = Vec::new();
    for row in &TABLE {
        for ((who, email), expected) in WHO.into_iter().zip(row.expected) {
            let mut request = Request::builder()
                .method(row.method)
                .uri(fill(&row.target.replace("{call_id}", "{call}")));
            if let Some(email) = email {
                request = request.header(header::COOKIE, app.session(email).await);
            }
            if row.method == "POST" {
                request = request.header(header::CONTENT_TYPE, "application/x-www-form-urlencoded");
            }
            let answer = app.send(request.body(Body::from(fill(row.form))).unwrap()).await;
            let status = answer.status.as_u16();
            let fits = if expected == 0 { matches!(status, 200 | 404) } else { status == expected };
            if !fits {
                wrong.push(format!(
                    "{} {}: {who} got {status}, not {expected}",
                    row.method, row.path
                ));
            }
            let sent_away = answer.header("location").starts_with("/sign-in?next=");
            if row.method == "GET" && status == 303 && email.is_none() && !sent_away {
                wrong.push(format!("{}: {who} was not sent to sign in", row.path));
            }
            let leaked = answer.body.contains("c001") && (email.is_none() || expected == 404);
            if leaked {
                wrong.push(format!("{}: {who} was shown a call", row.path));
            }
        }
    }
    assert!(wrong.is_empty(), "{wrong:#?}");
}

#[tokio::test(flavor = "multi_thread")]
async fn an_ended_session_is_refused_everywhere() {
    let app = TestApp::new().await;
    app.take(calls(1)).await;
    let cookie = app.session(ADMIN).await;
    assert_eq!(app.post(&cookie, "/sign-out", "").await.status, StatusCode::SEE_OTHER);
    for row in TABLE.iter().filter(|row| row.expected[0] == 401) {
        let target = ["{call}", "{call_id}", "{export}"]
            .iter()
            .fold(row.target.to_owned(), |target, name| target.replace(name, "x"));
        let request = Request::builder().method(row.method).uri(target);
        let request = request
            .header(header::COOKIE, &cookie)
            .header(header::CONTENT_TYPE, "application/x-www-form-urlencoded");
        let answer = app.send(request.body(Body::empty()).unwrap()).await;
        assert_eq!(answer.status, StatusCode::UNAUTHORIZED, "{}", row.path);
        if !is_for_programs(row) {
            assert_eq!(answer.code(), "not_signed_in", "{}", row.path);
        }
    }
}

/// Whether an address refuses in another interface's words.
fn is_for_programs(row: &Row) -> bool {
    endpoints().iter().any(|known| known.path == row.path && known.access == Access::Program)
}
