//! A backend over a fresh database for each test, with two tenants and people on request.

use std::{
    path::PathBuf,
    sync::atomic::{AtomicU32, Ordering},
    time::{Duration, Instant},
};

use earshot_backend::{
    Backend, Clock, DatabaseSettings, Db, Error, ExportPlace, Ingested, Limits, ProjectIngest,
    StreamedExport, Viewer, readers::IncomingCall,
};
use earshot_domain::{
    CallsPage, ExportForm, ExportId, ExportProgress, ListQuery, ProblemCode, Role,
};
use earshot_testkit::{
    create_person, create_tenants, fixed_clock, ingest_calls, open_backend, project_ingest, sign_in,
};
use futures::StreamExt;
use sqlx::AssertSqlSafe;

use crate::postgres_server::{database_url, run_on_server};

/// A backend over its own database.
pub struct Site {
    pub backend: Backend,
    pub clock: Clock,
    pub db: Db,
    place: Place,
    pub exports: tempfile::TempDir,
    people: AtomicU32,
}

/// Location of the database.
enum Place {
    Sqlite(tempfile::TempDir),
    Postgres { server: String, name: String },
}

/// A signed-in person.
pub struct Person {
    pub email: String,
    pub token: String,
    pub viewer: Viewer,
}

impl Site {
    /// Opens a backend over a fresh SQLite file.
    pub async fn sqlite() -> Self {
        Self::open(Place::Sqlite(tempfile::tempdir().unwrap())).await
    }

    /// Opens a backend over a fresh PostgreSQL database.
    pub async fn postgres() -> Self {
        Self::postgres_with("").await
    }

    /// Opens a backend over a fresh PostgreSQL database that is created with these options.
    pub async fn postgres_with(options: &str) -> Self {
        static NEXT: AtomicU32 = AtomicU32::new(0);
        let Ok(server) = std::env::var("EARSHOT_TEST_POSTGRES") else {
            panic!(
                "EARSHOT_TEST_POSTGRES is not set, and PostgreSQL is never skipped: run \
                 scripts/with-postgres.sh cargo test -p earshot-contract"
            );
        };
        let number = NEXT.fetch_add(1, Ordering::Relaxed);
        let name = format!("contract_{}_{number}", std::process::id());
        run_on_server(&server, format!("CREATE DATABASE {name} {options}")).await;
        Self::open(Place::Postgres { server, name }).await
    }

    async fn open(place: Place) -> Self {
        let clock = fixed_clock();
        let db = place.open().await;
        let exports = tempfile::tempdir().unwrap();
        let files = ExportPlace::folder(exports.path()).unwrap();
        let backend = open_backend(&db, &clock, Limits::default()).await.with_exports(files, 1);
        create_tenants(&backend).await;
        Self { backend, clock, db, place, exports, people: AtomicU32::new(0) }
    }

    /// Closes and deletes the database.
    pub async fn drop_database(self) {
        self.db.close().await;
        if let Place::Postgres { server, name } = self.place {
            run_on_server(&server, format!("DROP DATABASE {name} WITH (FORCE)")).await;
        }
    }

    /// Opens another backend over the same database, as another process would.
    pub async fn replica(&self) -> Backend {
        self.replica_with_limits(Limits::default()).await
    }

    /// Opens another backend over the same database with other limits.
    pub async fn replica_with_limits(&self, limits: Limits) -> Backend {
        let db = self.place.open().await;
        open_backend(&db, &self.clock, limits).await.with_exports(self.export_place(), 1)
    }

    /// Opens the same database with other settings of its connections.
    pub async fn database_with(&self, settings: DatabaseSettings) -> Db {
        self.place.open_with(settings).await
    }

    /// The URL of the database on its PostgreSQL server.
    pub fn database_url(&self) -> Option<String> {
        let Place::Postgres { server, name } = &self.place else { return None };
        Some(database_url(server, name))
    }

    /// The place of exported files.
    pub fn export_place(&self) -> ExportPlace {
        ExportPlace::folder(self.exports.path()).unwrap()
    }

    /// Opens a backend over the same connections with other limits.
    pub async fn with_limits(&self, limits: Limits) -> Backend {
        open_backend(&self.db, &self.clock, limits).await.with_exports(self.export_place(), 1)
    }

    /// The folder of SQLite's files.
    pub fn data_folder(&self) -> Option<PathBuf> {
        match &self.place {
            Place::Sqlite(folder) => Some(folder.path().to_owned()),
            Place::Postgres { .. } => None,
        }
    }

    /// Creates a person of a tenant and signs them in.
    pub async fn person(&self, tenant: &str, role: Role, projects: &[&str]) -> Person {
        let number = self.people.fetch_add(1, Ordering::Relaxed);
        let email = format!("person{number}@{tenant}.example");
        create_person(&self.backend, tenant, &email, role, projects).await;
        self.sign_in(&email).await
    }

    /// Signs in with everybody's password.
    pub async fn sign_in(&self, email: &str) -> Person {
        let token = sign_in(&self.backend, email).await;
        let viewer = self.backend.access().viewer(&token).await.unwrap().unwrap();
        Person { email: email.to_owned(), token, viewer }
    }

    /// Creates a Client Admin of `front-desk`.
    pub async fn admin(&self) -> Person {
        self.person("harbour", Role::ClientAdmin, &["front-desk"]).await
    }

    /// Opens the ingest of a project.
    pub async fn project_ingest(&self, tenant: &str, project: &str) -> ProjectIngest {
        project_ingest(&self.backend, tenant, project).await
    }

    /// Ingests calls into `front-desk`.
    pub async fn ingest(&self, calls: Vec<IncomingCall>) -> Vec<Ingested> {
        ingest_calls(&self.backend, "harbour", "front-desk", calls).await
    }

    /// Lists the calls of a query.
    pub async fn list(&self, person: &Person, query: &str) -> CallsPage {
        let query = ListQuery::parse(query);
        self.backend.calls().page(&person.viewer, &query).await.unwrap()
    }

    /// Begins the export of a query.
    pub async fn export(&self, person: &Person, query: &str) -> Result<StreamedExport, Error> {
        export(&self.backend, &person.viewer, query).await
    }

    /// The progress of a person's export.
    pub async fn export_progress(&self, person: &Person, id: ExportId) -> ExportProgress {
        self.backend.exports().progress(&person.viewer, id).await.unwrap()
    }

    /// Reduces each batch of an export to one call, so that an unread export stops after a
    /// few of them.
    pub async fn one_call_a_batch(&self) {
        self.sql("UPDATE calls SET transcript_bytes = 5000000").await;
    }

    /// Changes the database directly and returns the number of rows changed.
    pub async fn sql(&self, statement: &str) -> u64 {
        self.try_sql(statement).await.unwrap()
    }

    /// Reads one column of numbers from the database directly.
    pub async fn numbers(&self, statement: &str) -> Vec<i64> {
        let text = AssertSqlSafe(statement.to_owned());
        let rows: Vec<(i64,)> = match &self.db {
            Db::Sqlite { read, .. } => sqlx::query_as(text).fetch_all(read).await.unwrap(),
            Db::Postgres(pool) => sqlx::query_as(text).fetch_all(pool).await.unwrap(),
        };
        rows.into_iter().map(|(number,)| number).collect()
    }

    /// Reads one text from the database directly.
    pub async fn text(&self, statement: &str) -> String {
        let query = AssertSqlSafe(statement.to_owned());
        match &self.db {
            Db::Sqlite { read, .. } => sqlx::query_scalar(query).fetch_one(read).await.unwrap(),
            Db::Postgres(pool) => sqlx::query_scalar(query).fetch_one(pool).await.unwrap(),
        }
    }
}

impl Place {
    async fn open(&self) -> Db {
        self.open_with(DatabaseSettings::default()).await
    }

    async fn open_with(&self, settings: DatabaseSettings) -> Db {
        match self {
            Self::Sqlite(folder) => {
                Db::open_sqlite(&folder.path().join("earshot.db"), settings).await
            }
            Self::Postgres { server, name } => {
                Db::open_postgres(&database_url(server, name), settings).await
            }
        }
        .unwrap()
    }
}

/// Begins the export of a query with any backend.
pub async fn export(
    backend: &Backend,
    viewer: &Viewer,
    query: &str,
) -> Result<StreamedExport, Error> {
    backend.exports().begin(viewer, export_form(query)).await
}

/// Parses the body of an export form.
pub fn export_form(body: &str) -> ExportForm {
    let pairs: Vec<_> = form_urlencoded::parse(body.as_bytes()).into_owned().collect();
    ExportForm::parse(&pairs)
}

/// Reads a file to its end, or to its error.
pub async fn read_export(mut export: StreamedExport) -> (String, Option<Error>) {
    let mut bytes = Vec::new();
    while let Some(chunk) = export.stream.next().await {
        match chunk {
            Ok(chunk) => bytes.extend_from_slice(&chunk),
            Err(error) => return (String::from_utf8(bytes).unwrap(), Some(error)),
        }
    }
    (String::from_utf8(bytes).unwrap(), None)
}

/// The records of a complete file, without its header.
pub async fn records(export: StreamedExport) -> Vec<Vec<String>> {
    let (text, broken) = read_export(export).await;
    assert!(broken.is_none(), "the file broke off: {broken:?}");
    parse_csv(&text)
}

/// The records of a file's text, without its header.
pub fn parse_csv(text: &str) -> Vec<Vec<String>> {
    let mut reader = csv::Reader::from_reader(text.as_bytes());
    reader.records().map(|record| record.unwrap().iter().map(str::to_owned).collect()).collect()
}

/// The code of a refusal.
pub fn refusal<T>(result: Result<T, Error>) -> ProblemCode {
    match result {
        Ok(_) => panic!("it was not refused"),
        Err(error) => error.problem().code,
    }
}

/// The summaries of a page's calls, which identify them.
pub fn summaries(page: &CallsPage) -> Vec<String> {
    page.rows.iter().map(|row| row.summary.clone().unwrap()).collect()
}

/// Waits until a condition holds and returns how long that took.
pub async fn wait_until(
    what: &str,
    within: Duration,
    mut holds: impl AsyncFnMut() -> bool,
) -> Duration {
    let started = Instant::now();
    let mut tick = tokio::time::interval(Duration::from_millis(2));
    while !holds().await {
        assert!(started.elapsed() < within, "not within {within:?}: {what}");
        tick.tick().await;
    }
    started.elapsed()
}
