//! The whole server over a fresh database, the people who use it, and what it answers.

use std::{fmt::Write, sync::Arc};

use axum::{
    Router,
    body::Body,
    http::{HeaderMap, Request, StatusCode, header},
};
use earshot_backend::{
    Backend, Clock, Credentials, Db, Limits, MasterKey, MediaStore, NewUserSpec, TimeZone,
    readers::{IncomingCall, IncomingTurn, ReadOptions},
};
use earshot_domain::{
    ApiKeyForm, CallDetails, CallId, Channel, CreatedApiKey, Direction, ListQuery, Role, Speaker,
    Status, TranscriptState,
};
use earshot_server::{AppState, WebSettings, router};
use http_body_util::BodyExt;
use sqlx::AssertSqlSafe;
use tower::ServiceExt;

/// Everybody's password.
pub const PASSWORD: &str = "correct horse";

pub const ADMIN: &str = "admin@harbour.example";
pub const MANAGER: &str = "manager@harbour.example";
pub const STAFF: &str = "staff@harbour.example";
/// Client Admin of the other project of the same tenant.
pub const LATE: &str = "late@harbour.example";
/// Client Admin of another tenant.
pub const RIVAL: &str = "admin@rival.example";

const PEOPLE: [(&str, &str, Role, &str); 5] = [
    ("harbour", ADMIN, Role::ClientAdmin, "front-desk"),
    ("harbour", MANAGER, Role::ClientManager, "front-desk"),
    ("harbour", STAFF, Role::ClientStaff, "front-desk"),
    ("harbour", LATE, Role::ClientAdmin, "after-hours"),
    ("rival", RIVAL, Role::ClientAdmin, "lobby"),
];

/// The server as a test uses it.
pub struct TestApp {
    pub backend: Backend,
    pub router: Router,
    clock: Clock,
    db: Db,
    folder: Arc<tempfile::TempDir>,
}

/// What the server answered.
#[derive(Debug)]
pub struct Answer {
    pub status: StatusCode,
    pub headers: HeaderMap,
    pub body: String,
    /// The body as it came.
    pub bytes: Vec<u8>,
}

impl TestApp {
    /// The server over plain http, with two tenants and five people, and without calls.
    pub async fn new() -> Self {
        Self::with(WebSettings::default(), Limits::default()).await
    }

    /// The server with settings and limits of its own.
    pub async fn with(settings: WebSettings, limits: Limits) -> Self {
        let folder = Arc::new(tempfile::tempdir().unwrap());
        let db = Db::open_sqlite(&folder.path().join("earshot.db")).await.unwrap();
        let clock = Clock::fixed("2026-06-15T12:00:00Z".parse().unwrap());
        let key = MasterKey::new([7; 32]);
        let backend =
            Backend::open(db.clone(), clock.clone(), key, limits, MediaStore::in_memory())
                .await
                .unwrap();
        for (tenant, zone, projects) in [
            ("harbour", "Europe/London", ["front-desk", "after-hours"].as_slice()),
            ("rival", "Europe/Lisbon", ["lobby"].as_slice()),
        ] {
            backend.add_tenant(tenant, tenant, zone).await.unwrap();
            for project in projects {
                backend.add_project(tenant, project, project).await.unwrap();
            }
        }
        for (tenant, email, role, project) in PEOPLE {
            let projects = [project.to_owned()];
            let name = "Person";
            let password = PASSWORD;
            let spec = NewUserSpec { tenant, email, name, role, password, projects: &projects };
            backend.add_user(&spec).await.unwrap();
        }
        let router = router::build(AppState::new(backend.clone(), settings));
        Self { backend, router, clock, db, folder }
    }

    /// Another server with other settings over the same database.
    pub fn served_as(&self, settings: WebSettings) -> Self {
        let router = router::build(AppState::new(self.backend.clone(), settings));
        let (db, folder) = (self.db.clone(), Arc::clone(&self.folder));
        let clock = self.clock.clone();
        Self { backend: self.backend.clone(), router, clock, db, folder }
    }

    /// The same portal with other use cases over the same database.
    pub fn with_backend(&self, backend: Backend) -> Self {
        let router = router::build(AppState::new(backend.clone(), WebSettings::default()));
        let (db, folder) = (self.db.clone(), Arc::clone(&self.folder));
        Self { backend, router, clock: self.clock.clone(), db, folder }
    }

    /// Whether the database's files hold a text.
    pub fn stores(&self, text: &str) -> bool {
        std::fs::read_dir(self.folder.path()).unwrap().any(|file| {
            let bytes = std::fs::read(file.unwrap().path()).unwrap();
            bytes.windows(text.len()).any(|window| window == text.as_bytes())
        })
    }

    /// Takes calls into `front-desk`.
    pub async fn take(&self, calls: Vec<IncomingCall>) {
        self.take_into("harbour", "front-desk", calls).await;
    }

    /// Takes calls into a project.
    pub async fn take_into(&self, tenant: &str, project: &str, calls: Vec<IncomingCall>) {
        let options = ReadOptions::in_zone(TimeZone::UTC);
        let way_in = self.backend.project_ingest(tenant, project, options).await.unwrap();
        way_in.ingest(calls).await.unwrap();
    }

    /// A new session of a person's, by its token.
    pub async fn token(&self, email: &str) -> String {
        let who = Credentials { email, password: PASSWORD, address: "test" };
        self.backend.sign_in(&who).await.unwrap().unwrap().as_str().to_owned()
    }

    /// A new session of a person's, as a `Cookie` header over http.
    pub async fn session(&self, email: &str) -> String {
        format!("earshot_session={}", self.token(email).await)
    }

    /// Ids of the calls a person sees first.
    pub async fn calls_of(&self, email: &str) -> Vec<CallId> {
        let viewer = self.backend.viewer(&self.token(email).await).await.unwrap().unwrap();
        let page = self.backend.calls_page(&viewer, &ListQuery::default()).await.unwrap();
        page.rows.iter().map(|row| row.id).collect()
    }

    /// Lets seconds pass.
    pub fn later(&self, seconds: i64) {
        self.clock.advance(jiff::SignedDuration::from_secs(seconds));
    }

    /// Changes the database behind the portal's back.
    pub async fn sql(&self, statement: &str) {
        let Db::Sqlite { write, .. } = &self.db else { panic!("these tests use SQLite") };
        sqlx::raw_sql(AssertSqlSafe(statement.to_owned())).execute(write).await.unwrap();
    }

    /// Sends a request and reads the whole answer.
    pub async fn send(&self, request: Request<Body>) -> Answer {
        let response = self.router.clone().oneshot(request).await.unwrap();
        let (parts, body) = response.into_parts();
        let bytes = body.collect().await.unwrap().to_bytes();
        let body = String::from_utf8_lossy(&bytes).into_owned();
        Answer { status: parts.status, headers: parts.headers, body, bytes: bytes.into() }
    }

    /// Makes a key for a person with these fields beside its name; gives its secret.
    pub async fn key(&self, email: &str, fields: &[(&str, &str)]) -> String {
        self.made_key(email, fields).await.secret
    }

    /// Makes a key for a person with these fields beside its name.
    pub async fn made_key(&self, email: &str, fields: &[(&str, &str)]) -> CreatedApiKey {
        let viewer = self.backend.account_viewer(email).await.unwrap();
        let pairs = [&[("name", "Backup")], fields].concat();
        let form = ApiKeyForm::parse(&pairs);
        self.backend.make_api_key(&viewer, &form).await.unwrap()
    }

    /// Sends `GET` with a session.
    pub async fn get(&self, cookie: &str, target: &str) -> Answer {
        self.send(get(target).header(header::COOKIE, cookie).body(Body::empty()).unwrap()).await
    }

    /// Sends a form with a session.
    pub async fn post(&self, cookie: &str, target: &str, form: &str) -> Answer {
        let request = post(target).header(header::COOKIE, cookie);
        self.send(request.body(Body::from(form.to_owned())).unwrap()).await
    }

    /// Opens a page as a browser would.
    pub async fn page(&self, cookie: &str, target: &str) -> Answer {
        let request =
            get(target).header(header::COOKIE, cookie).header(header::ACCEPT, "text/html");
        self.send(request.body(Body::empty()).unwrap()).await
    }
}

impl Answer {
    /// A header's text; empty when it is not there.
    pub fn header(&self, name: &str) -> &str {
        self.headers.get(name).map_or("", |value| value.to_str().unwrap())
    }

    /// The machine code of a problem.
    pub fn code(&self) -> String {
        self.json()["code"].as_str().unwrap_or_default().to_owned()
    }

    /// The names of a problem's fields.
    pub fn fields(&self) -> Vec<String> {
        let fields = self.json()["fields"].as_array().cloned().unwrap_or_default();
        fields.iter().map(|error| error["field"].as_str().unwrap().to_owned()).collect()
    }

    /// The body as JSON.
    pub fn json(&self) -> serde_json::Value {
        serde_json::from_str(&self.body)
            .unwrap_or_else(|_| panic!("{} is no JSON: {}", self.status, self.body))
    }
}

/// A `GET` on its way.
pub fn get(target: &str) -> axum::http::request::Builder {
    Request::get(target).header(header::HOST, "calls.example")
}

/// A form on its way.
pub fn post(target: &str) -> axum::http::request::Builder {
    Request::post(target)
        .header(header::HOST, "calls.example")
        .header(header::CONTENT_TYPE, "application/x-www-form-urlencoded")
}

/// The n-th call, a minute after the one before.
pub fn call(n: u32) -> IncomingCall {
    let started = format!("2026-06-01T{:02}:{:02}:00Z", 9 + n / 60 % 12, n % 60);
    let said = |speaker, text: &str| IncomingTurn { speaker, text: text.to_owned(), at: None };
    IncomingCall {
        source: "test".to_owned(),
        source_id: format!("call-{n}"),
        started_at: started.parse().unwrap(),
        ended_at: None,
        end_reason: None,
        channel: Channel::Voice,
        direction: Direction::Inbound,
        status: Status::Completed,
        source_status: "done".to_owned(),
        caller: Some(number(n)),
        callee: Some("+442079460100".to_owned()),
        agent: Some("Marina".to_owned()),
        total_seconds: 60 + n,
        ring_seconds: None,
        talk_seconds: None,
        hold_seconds: None,
        outcome: None,
        sentiment: None,
        summary: Some(format!("c{n:03}")),
        transcript_state: TranscriptState::Available,
        turns: vec![
            said(Speaker::Agent, "Good morning"),
            said(Speaker::Caller, "I would like an appointment"),
        ],
        customer: None,
        details: CallDetails::default(),
        source_record: b"{}".to_vec(),
    }
}

/// The first calls.
pub fn calls(count: u32) -> Vec<IncomingCall> {
    (1..=count).map(call).collect()
}

/// The caller of the n-th call.
pub fn number(n: u32) -> String {
    format!("+4420794{n:05}")
}

/// Percent-encodes a value for a query.
pub fn encoded(value: &str) -> String {
    let mut text = String::new();
    for byte in value.bytes() {
        write!(text, "%{byte:02X}").unwrap();
    }
    text
}
