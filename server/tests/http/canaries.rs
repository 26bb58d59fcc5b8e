//! What a source writes into any field leaves by no door unless a right says so.

use axum::{
    body::Body,
    http::{Request, header},
};
use earshot_backend::{ReceiverSpec, Receivers};
use earshot_domain::{CallFilter, CallId, ExportFormat, ExportRequest};
use earshot_testkit::Log;
use serde_json::{Value, json};

use crate::{
    access_table::HOOK,
    canary_sources::{Planter, RECEIVER, conversation, leg, own_call, report},
    harness::{ADMIN, Answer, MANAGER, STAFF, TestApp, get},
    pbx::ask,
    pbx_tokens::{client, token},
};

/// A server with one call of every source, and what was planted in them.
pub struct Planted {
    pub app: TestApp,
    pub plant: Planter,
    pub calls: Vec<CallId>,
}

impl Planted {
    pub async fn new() -> Self {
        Self::in_app(TestApp::new().await).await
    }

    pub async fn in_app(app: TestApp) -> Self {
        let mut file: toml::Table = toml::from_str(RECEIVER).unwrap();
        let specs: Vec<ReceiverSpec> = file.remove("receiver").unwrap().try_into().unwrap();
        let receivers = Receivers::new(specs).unwrap();
        let app = app.with_backend(app.backend.clone().with_receivers(receivers).await.unwrap());
        let mut plant = Planter::default();
        let key = app.key(ADMIN, &[("scope", "calls:write"), ("project_id", "front-desk")]).await;
        for (kind, record) in [
            ("application/json", own_call(&mut plant)),
            ("application/vnd.earshot.talkifai+json", conversation(&mut plant)),
            ("application/vnd.earshot.pbx+json", json!([leg(&mut plant)])),
        ] {
            let answer = push(&app, "/v1/ingest/calls", &key, kind, &record).await;
            assert_eq!(answer.status, 200, "{}", answer.body);
        }
        let (secret, target) = ("a-secret-of-a-receiver", "/v1/ingest/webhooks/switch");
        let answer = push(&app, target, secret, "application/json", &report(&mut plant)).await;
        assert_eq!(answer.status, 200, "{}", answer.body);
        let calls = app.call_ids(ADMIN).await;
        assert_eq!(calls.len(), 4);
        Self { app, plant, calls }
    }

    /// Asserts that an answer was given and has nothing that was planted.
    fn assert_clean(&self, door: &str, answer: &Answer) {
        assert!(answer.status.is_success(), "{door}: {} {}", answer.status, answer.body);
        self.assert_text_clean(door, &answer.body);
    }

    /// Asserts that a text has nothing that was planted.
    pub fn assert_text_clean(&self, door: &str, text: &str) {
        let found: Vec<String> = self
            .plant
            .spellings()
            .into_iter()
            .filter_map(|canary| {
                let at = text.find(&canary)?;
                let from = text.floor_char_boundary(at.saturating_sub(60));
                Some(text[from..at + canary.len()].to_owned())
            })
            .collect();
        assert!(found.is_empty(), "{door}: {found:#?}");
    }
}

async fn push(app: &TestApp, target: &str, key: &str, kind: &str, body: &Value) -> Answer {
    let request = Request::post(target)
        .header(header::HOST, "calls.example")
        .header(header::AUTHORIZATION, format!("Bearer {key}"))
        .header(header::CONTENT_TYPE, kind);
    app.send(request.body(Body::from(body.to_string())).unwrap()).await
}

async fn with_key(app: &TestApp, key: &str, target: &str) -> Answer {
    app.send(get(target).header("x-api-key", key).body(Body::empty()).unwrap()).await
}

async fn exported(app: &TestApp, key: &str, call: CallId) -> Answer {
    let request = Request::post("/api/export/conversation/json")
        .header("x-api-key", key)
        .header(header::CONTENT_TYPE, "application/json");
    let body = json!({ "conversationId": call }).to_string();
    app.send(request.body(Body::from(body)).unwrap()).await
}

/// Case 22 (docs/threats.md#case-22): pages and files.
#[tokio::test]
async fn pages_and_files_of_every_role_have_no_planted_number() {
    let planted = Planted::new().await;
    assert!(planted.plant.count() >= 60);
    pages_and_files_are_clean(&planted).await;
}

/// Asserts that what people see and download has nothing that was planted.
pub async fn pages_and_files_are_clean(planted: &Planted) {
    let app = &planted.app;
    for who in [ADMIN, MANAGER, STAFF] {
        let session = app.session(who).await;
        let check = async |target: String| {
            let door = format!("{who} {target}");
            planted.assert_clean(&door, &app.page(&session, &target).await);
            planted.assert_clean(&door, &app.get(&session, &target).await);
        };
        for call in &planted.calls {
            check(format!("/calls?project_id=front-desk&expand={call}")).await;
            check(format!("/api/review?call_id={call}")).await;
            if who == ADMIN {
                for query in ["format=txt", "format=txt&include_quality_history=true"] {
                    let target = format!("/api/calls/{call}/transcript?{query}");
                    planted.assert_clean(&target, &app.get(&session, &target).await);
                }
                for format in ["json", "csv"] {
                    let target = format!("/api/calls/{call}/conversation?format={format}");
                    planted.assert_clean(&target, &app.get(&session, &target).await);
                }
            }
        }
        check("/api/calls?query=project_id%3Dfront-desk".to_owned()).await;
        check("/exports".to_owned()).await;
        let csv = app.post(&session, "/api/exports/calls", "project_id=front-desk").await;
        planted.assert_clean(&format!("{who} CSV"), &csv);
        if who != STAFF {
            for target in [
                "/settings",
                "/contacts",
                "/api/contacts",
                "/api/exports/new?query=project_id%3Dfront-desk",
            ] {
                check(target.to_owned()).await;
            }
        }
    }
    let full = "project_id=front-desk&include_caller_full=on&reason_code=other&justification=asked";
    let csv = app.post(&app.session(ADMIN).await, "/api/exports/calls", full).await;
    planted.assert_clean("CSV with whole numbers", &csv);
}

#[tokio::test]
async fn background_exports_in_every_format_have_no_planted_number() {
    background_exports_are_clean(&Planted::new().await).await;
}

/// Asserts that background exports have nothing that was planted.
pub async fn background_exports_are_clean(planted: &Planted) {
    let app = &planted.app;
    for format in [ExportFormat::Csv, ExportFormat::Json, ExportFormat::JsonLines] {
        let session = app.session(ADMIN).await;
        let viewer = app.backend.access().account_viewer(ADMIN).await.unwrap();
        let request = ExportRequest::new(CallFilter::default(), format);
        let id = app.backend.exports().start(&viewer, &request, None).await.unwrap().id;
        app.run_jobs().await;
        planted.assert_clean("jobs", &app.get(&session, "/api/exports/jobs").await);
        for file in ["files/1", "manifest.json"] {
            let target = format!("/exports/{id}/{file}");
            planted.assert_clean(&target, &app.get(&session, &target).await);
        }
    }
}

#[tokio::test]
async fn keys_without_further_scopes_read_no_planted_number() {
    keys_are_clean(&Planted::new().await).await;
}

/// Asserts that keys without further scopes read nothing that was planted.
pub async fn keys_are_clean(planted: &Planted) {
    let app = &planted.app;
    let desk = ("project_id", "front-desk");
    let scopes = ["calls:read", "conversations:read", "conversations:export"];
    let scopes = scopes.map(|scope| ("scope", scope));
    let key = app.key(ADMIN, &[scopes.as_slice(), &[desk]].concat()).await;
    let feed = with_key(app, &key, "/v1/calls?include=transcript,details").await;
    planted.assert_clean("/v1/calls", &feed);
    planted.assert_clean("/v1/conversations", &with_key(app, &key, "/v1/conversations").await);
    for call in &planted.calls {
        for target in
            [format!("/v1/conversations/{call}"), format!("/v1/conversations/{call}/messages")]
        {
            planted.assert_clean(&target, &with_key(app, &key, &target).await);
        }
        planted.assert_clean("conversation export", &exported(app, &key, *call).await);
    }
}

#[tokio::test]
async fn a_pbx_client_reads_ids_and_no_other_planted_number() {
    let planted = Planted::new().await;
    let app = &planted.app;
    let pbx = token(app, &client(app, ADMIN, &[]).await).await;
    let asked = format!("/openapi/v2.0/cdr/aidownload?access_token={pbx}");
    let file = ask(app, &asked).await.json();
    let url = file["download_resource_url"].as_str().unwrap();
    let mut legs = ask(app, &format!("{url}?access_token={pbx}")).await.json();
    for leg in legs.as_array_mut().unwrap() {
        // A key with `calls:read` has whole numbers, and the ids are what it asks for legs by.
        leg["uid"].take();
        leg["leg_id"].take();
    }
    planted.assert_text_clean("aidownload", &legs.to_string());
}

#[tokio::test]
async fn scopes_show_what_they_name() {
    let planted = Planted::new().await;
    let app = &planted.app;
    let desk = ("project_id", "front-desk");
    let scopes = ["calls:read", "callers:full", "conversations:export", "transcripts:raw"];
    let scopes = scopes.map(|scope| ("scope", scope));
    let key = app.key(ADMIN, &[scopes.as_slice(), &[desk]].concat()).await;
    let feed = with_key(app, &key, "/v1/calls").await.body;
    assert!(feed.contains("room-+447700900001"), "{feed}");
    let mut all = String::new();
    for call in &planted.calls {
        all.push_str(&exported(app, &key, *call).await.body);
    }
    for part in ["caller_number", "\"roomName\": \"agent_+447700900"] {
        assert!(all.contains(part), "{part}: {all}");
    }
    let raw = [("scope", "transcripts:raw")];
    let pbx = token(app, &client(app, ADMIN, &raw).await).await;
    let asked = format!("/openapi/v2.0/cdr/aidownload?access_token={pbx}");
    let file = ask(app, &asked).await.json();
    let url = file["download_resource_url"].as_str().unwrap();
    let legs = ask(app, &format!("{url}?access_token={pbx}")).await.json();
    for leg in legs.as_array().unwrap() {
        let said = leg["ai_transcription"].to_string();
        assert!(said.contains("+447700900"), "raw text of every source: {said}");
    }
}

#[tokio::test]
async fn a_call_is_found_by_an_id_that_holds_a_number() {
    let planted = Planted::new().await;
    let app = &planted.app;
    let desk = ("project_id", "front-desk");
    let key = app.key(ADMIN, &[("scope", "conversations:export"), desk]).await;
    let body = json!({ "conversationId": "room-+447700900001" });
    let answer = push(app, "/api/export/conversation/json", &key, "application/json", &body).await;
    assert_eq!(answer.status, 200, "{}", answer.body);
}

/// Case 22 (docs/threats.md#case-22): the database and the log.
#[tokio::test]
async fn the_database_and_the_log_have_no_planted_number() {
    let log = Log::default();
    let writer = log.clone();
    let subscriber = tracing_subscriber::fmt()
        .with_max_level(tracing::Level::DEBUG)
        .with_writer(move || writer.clone())
        .finish();
    let _guard = tracing::subscriber::set_default(subscriber);
    // Without another, the log of other tests' threads decides which events are made at all.
    let _second = tracing::Dispatch::new(tracing_subscriber::registry());
    let app = TestApp::new().await;
    let admin = app.session(ADMIN).await;
    assert_eq!(app.post(&admin, "/settings/webhooks", HOOK).await.status, 201);
    let planted = Planted::in_app(app).await;
    let app = &planted.app;
    let session = app.session(STAFF).await;
    for call in &planted.calls {
        app.page(&session, &format!("/calls?project_id=front-desk&expand={call}")).await;
    }
    for canary in planted.plant.spellings() {
        assert!(!app.database_contains(&canary), "the database has {canary}");
    }
    assert!(app.database_contains("call.ingested"), "messages of webhooks are searched");
    let text = log.text();
    assert!(text.contains("/v1/ingest/calls"), "requests are logged");
    planted.assert_text_clean("log", &text);
}
