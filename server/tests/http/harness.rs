//! The server over a fresh database, its users, and its responses.

use std::{fmt::Write, sync::Arc, time::Duration};

use axum::{
    Router,
    body::Body,
    http::{HeaderMap, Request, StatusCode, header},
};
use earshot_backend::{
    Backend, Clock, DatabaseSettings, Db, ExportPlace, Limits, MasterKey, MediaStore,
    readers::IncomingCall,
};
use earshot_domain::{
    CallFilter, CallId, CreatedApiKey, ExportFormat, ExportRequest, ExportState, ListQuery, Role,
};
use earshot_server::{AppState, WebSettings, router};
pub use earshot_testkit::ADMIN;
use earshot_testkit::{
    create_api_key, create_person, create_tenants, fixed_clock, ingest_calls, open_backend, sign_in,
};
use http_body_util::BodyExt;
use sqlx::{AssertSqlSafe, Connection};
use tower::ServiceExt;

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

/// A server and its database, for tests.
pub struct TestApp {
    pub backend: Backend,
    pub router: Router,
    clock: Clock,
    db: Db,
    folder: Arc<tempfile::TempDir>,
}

/// A response of the server.
#[derive(Debug)]
pub struct Answer {
    pub status: StatusCode,
    pub headers: HeaderMap,
    pub body: String,
    /// The body as received.
    pub bytes: Vec<u8>,
}

impl TestApp {
    /// Starts a server over plain HTTP, with two tenants and five people, and without calls.
    pub async fn new() -> Self {
        Self::with(WebSettings::default(), Limits::default()).await
    }

    /// Starts a server with these settings and limits.
    pub async fn with(settings: WebSettings, limits: Limits) -> Self {
        let folder = Arc::new(tempfile::tempdir().unwrap());
        let file = folder.path().join("earshot.db");
        let db = Db::open_sqlite(&file, DatabaseSettings::default()).await.unwrap();
        Self::over(db, folder, settings, limits).await
    }

    /// Starts a server over a PostgreSQL database of this name, which must be new.
    pub async fn on_postgres(name: &str, limits: Limits) -> Self {
        let server = std::env::var("EARSHOT_TEST_POSTGRES").unwrap_or_else(|_| {
            panic!("EARSHOT_TEST_POSTGRES is not set: run under scripts/with-postgres.sh")
        });
        let mut connection = sqlx::PgConnection::connect(&server).await.unwrap();
        let create = AssertSqlSafe(format!("CREATE DATABASE {name}"));
        sqlx::Executor::execute(&mut connection, create).await.unwrap();
        let url = format!("{}/{name}", server.rsplit_once('/').unwrap().0);
        let db = Db::open_postgres(&url, DatabaseSettings::default()).await.unwrap();
        let folder = Arc::new(tempfile::tempdir().unwrap());
        Self::over(db, folder, WebSettings::default(), limits).await
    }

    async fn over(
        db: Db,
        folder: Arc<tempfile::TempDir>,
        settings: WebSettings,
        limits: Limits,
    ) -> Self {
        let clock = fixed_clock();
        let place = ExportPlace::folder(&folder.path().join("exports")).unwrap();
        let backend = open_backend(&db, &clock, limits).await.with_exports(place, 1);
        create_tenants(&backend).await;
        for (tenant, email, role, project) in PEOPLE {
            create_person(&backend, tenant, email, role, &[project]).await;
        }
        let router = router::build(AppState::new(backend.clone(), settings));
        Self { backend, router, clock, db, folder }
    }

    /// Starts another server with other settings over the same database.
    pub fn with_settings(&self, settings: WebSettings) -> Self {
        let router = router::build(AppState::new(self.backend.clone(), settings));
        let (db, folder) = (self.db.clone(), Arc::clone(&self.folder));
        let clock = self.clock.clone();
        Self { backend: self.backend.clone(), router, clock, db, folder }
    }

    /// Starts another server with another backend over the same database.
    pub fn with_backend(&self, backend: Backend) -> Self {
        let router = router::build(AppState::new(backend.clone(), WebSettings::default()));
        let (db, folder) = (self.db.clone(), Arc::clone(&self.folder));
        Self { backend, router, clock: self.clock.clone(), db, folder }
    }

    /// Starts another server over the same database file, whose statements may take this long.
    pub async fn with_statement_timeout(&self, statement_timeout: Duration) -> Self {
        let settings = DatabaseSettings { statement_timeout, ..DatabaseSettings::default() };
        let file = self.folder.path().join("earshot.db");
        let db = Db::open_sqlite(&file, settings).await.unwrap();
        self.with_backend(open_backend(&db, &self.clock, Limits::default()).await)
    }

    /// Starts another server over the same database, whose recordings are in `media`.
    pub async fn with_recordings(&self, media: MediaStore) -> Self {
        let (db, clock, key) = (self.db.clone(), self.clock.clone(), MasterKey::new([7; 32]));
        let backend = Backend::open(db, clock, key, Limits::default(), media).await.unwrap();
        self.with_backend(backend)
    }

    /// Whether the database's files contain a text.
    pub fn database_contains(&self, text: &str) -> bool {
        let files = std::fs::read_dir(self.folder.path()).unwrap().map(|file| file.unwrap().path());
        files.filter(|path| path.is_file()).any(|path| {
            let bytes = std::fs::read(path).unwrap();
            bytes.windows(text.len()).any(|window| window == text.as_bytes())
        })
    }

    /// Ingests calls into `front-desk`.
    pub async fn ingest(&self, calls: Vec<IncomingCall>) {
        self.ingest_into("harbour", "front-desk", calls).await;
    }

    /// Ingests calls into a project.
    pub async fn ingest_into(&self, tenant: &str, project: &str, calls: Vec<IncomingCall>) {
        ingest_calls(&self.backend, tenant, project, calls).await;
    }

    /// Runs the background jobs that are due.
    pub async fn run_jobs(&self) {
        self.backend.worker().unwrap().run_due().await.unwrap();
    }

    /// Exports a person's calls as CSV in the background, and returns the export's id.
    pub async fn finished_export(&self, email: &str) -> String {
        let viewer = self.backend.access().account_viewer(email).await.unwrap();
        let request = ExportRequest::new(CallFilter::default(), ExportFormat::Csv);
        let started = self.backend.exports().start(&viewer, &request, None).await.unwrap();
        self.run_jobs().await;
        let job = self.backend.exports().job(&viewer, started.id).await.unwrap();
        assert_eq!(job.state, ExportState::Completed, "{:?}", job.reason);
        started.id.to_string()
    }

    /// Signs a person in and returns the token of the session.
    pub async fn token(&self, email: &str) -> String {
        sign_in(&self.backend, email).await
    }

    /// Signs a person in and returns the session as a `Cookie` header.
    pub async fn session(&self, email: &str) -> String {
        format!("earshot_session={}", self.token(email).await)
    }

    /// Ids of the calls on a person's first page.
    pub async fn call_ids(&self, email: &str) -> Vec<CallId> {
        let viewer = self.backend.access().viewer(&self.token(email).await).await.unwrap().unwrap();
        let page = self.backend.calls().page(&viewer, &ListQuery::default()).await.unwrap();
        page.rows.iter().map(|row| row.id).collect()
    }

    /// Advances the clock by seconds.
    pub fn advance_clock(&self, seconds: i64) {
        self.clock.advance(jiff::SignedDuration::from_secs(seconds));
    }

    /// Changes the database directly.
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

    /// Creates a key with these fields beside its name and returns its secret.
    pub async fn key(&self, email: &str, fields: &[(&str, &str)]) -> String {
        self.create_key(email, fields).await.secret
    }

    /// Creates a key with these fields beside its name.
    pub async fn create_key(&self, email: &str, fields: &[(&str, &str)]) -> CreatedApiKey {
        let viewer = self.backend.access().account_viewer(email).await.unwrap();
        let pairs = [&[("name", "Backup")], fields].concat();
        create_api_key(&self.backend, &viewer, &pairs).await
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

    /// Posts a form as a browser without scripts would.
    pub async fn submit(&self, cookie: &str, target: &str, form: &str) -> Answer {
        let request =
            post(target).header(header::COOKIE, cookie).header(header::ACCEPT, "text/html");
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

    /// The text of a page's main part, without tags.
    pub fn text(&self) -> String {
        let main = self.body.split("<main").nth(1).unwrap_or_default();
        let main = main.split("</main>").next().unwrap_or_default();
        let pieces =
            main.split('<').map(|piece| piece.split_once('>').map_or("", |(_, text)| text));
        pieces.collect()
    }

    /// The code of a problem.
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

/// Builds a `GET`.
pub fn get(target: &str) -> axum::http::request::Builder {
    Request::get(target).header(header::HOST, "calls.example")
}

/// Builds the `POST` of a form.
pub fn post(target: &str) -> axum::http::request::Builder {
    Request::post(target)
        .header(header::HOST, "calls.example")
        .header(header::CONTENT_TYPE, "application/x-www-form-urlencoded")
}

/// Percent-encodes a value for a query.
pub fn encoded(value: &str) -> String {
    let mut text = String::new();
    for byte in value.bytes() {
        write!(text, "%{byte:02X}").unwrap();
    }
    text
}
