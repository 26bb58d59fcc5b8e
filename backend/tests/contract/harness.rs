//! A portal over a fresh database for each test, with two tenants and people as they are needed.

use std::{
    path::PathBuf,
    sync::atomic::{AtomicU32, Ordering},
    time::{Duration, Instant},
};

use earshot_backend::{
    Backend, Clock, Credentials, Db, Error, Ingested, Limits, MasterKey, MediaStore, NewUserSpec,
    ProjectIngest, StreamedExport, Viewer,
    readers::{IncomingCall, ReadOptions},
};
use earshot_domain::{
    CallsPage, ExportForm, ExportId, ExportProgress, ListQuery, ProblemCode, Role,
};
use futures::StreamExt;
use jiff::tz::TimeZone;
use sqlx::AssertSqlSafe;

use crate::incoming::at;

/// Everybody's password.
pub const PASSWORD: &str = "correct horse";

/// A database of its own with the portal over it.
pub struct Site {
    pub backend: Backend,
    pub clock: Clock,
    pub db: Db,
    place: Place,
    people: AtomicU32,
}

/// Where the database is.
enum Place {
    Sqlite(tempfile::TempDir),
    Postgres { server: String, name: String },
}

/// Somebody who is signed in.
pub struct Person {
    pub email: String,
    pub token: String,
    pub viewer: Viewer,
}

impl Site {
    /// A portal over a fresh SQLite file.
    pub async fn sqlite() -> Self {
        Self::found(Place::Sqlite(tempfile::tempdir().unwrap())).await
    }

    /// A portal over a fresh PostgreSQL database.
    pub async fn postgres() -> Self {
        static NEXT: AtomicU32 = AtomicU32::new(0);
        let Ok(server) = std::env::var("EARSHOT_TEST_POSTGRES") else {
            panic!(
                "EARSHOT_TEST_POSTGRES is not set, and PostgreSQL is never skipped: run \
                 scripts/with-postgres.sh cargo test -p earshot-backend --test contract"
            );
        };
        let number = NEXT.fetch_add(1, Ordering::Relaxed);
        let name = format!("contract_{}_{number}", std::process::id());
        run_on_server(&server, format!("CREATE DATABASE {name}")).await;
        Self::found(Place::Postgres { server, name }).await
    }

    async fn found(place: Place) -> Self {
        let clock = Clock::fixed(at("2026-06-15T12:00:00Z"));
        let db = place.open().await;
        let backend = portal(&db, &clock, Limits::default()).await;
        let site = Self { backend, clock, db, place, people: AtomicU32::new(0) };
        for (tenant, zone, projects) in [
            ("harbour", "Europe/London", ["front-desk", "after-hours"].as_slice()),
            ("rival", "Europe/Lisbon", ["lobby"].as_slice()),
        ] {
            site.backend.add_tenant(tenant, tenant, zone).await.unwrap();
            for project in projects {
                site.backend.add_project(tenant, project, project).await.unwrap();
            }
        }
        site
    }

    /// Throws the database away.
    pub async fn end(self) {
        self.db.close().await;
        if let Place::Postgres { server, name } = self.place {
            run_on_server(&server, format!("DROP DATABASE {name} WITH (FORCE)")).await;
        }
    }

    /// Another process's portal over the same database.
    pub async fn replica(&self) -> Backend {
        portal(&self.place.open().await, &self.clock, Limits::default()).await
    }

    /// This process's portal with other limits.
    pub async fn limited(&self, limits: Limits) -> Backend {
        portal(&self.db, &self.clock, limits).await
    }

    /// Where SQLite keeps its data.
    pub fn folder(&self) -> Option<PathBuf> {
        match &self.place {
            Place::Sqlite(folder) => Some(folder.path().to_owned()),
            Place::Postgres { .. } => None,
        }
    }

    /// Somebody new of a tenant, signed in.
    pub async fn person(&self, tenant: &str, role: Role, projects: &[&str]) -> Person {
        let number = self.people.fetch_add(1, Ordering::Relaxed);
        let email = format!("person{number}@{tenant}.example");
        let projects: Vec<String> = projects.iter().map(ToString::to_string).collect();
        let spec = NewUserSpec {
            tenant,
            email: &email,
            name: "Person",
            role,
            password: PASSWORD,
            projects: &projects,
        };
        self.backend.add_user(&spec).await.unwrap();
        self.sign_in(&email).await
    }

    /// Signs in with everybody's password.
    pub async fn sign_in(&self, email: &str) -> Person {
        let who = Credentials { email, password: PASSWORD, address: "192.0.2.1" };
        let token = self.backend.sign_in(&who).await.unwrap().unwrap().as_str().to_owned();
        let viewer = self.backend.viewer(&token).await.unwrap().unwrap();
        Person { email: email.to_owned(), token, viewer }
    }

    /// The Client Admin of `front-desk`.
    pub async fn admin(&self) -> Person {
        self.person("harbour", Role::ClientAdmin, &["front-desk"]).await
    }

    /// The way into a project.
    pub async fn way_in(&self, tenant: &str, project: &str) -> ProjectIngest {
        let options = ReadOptions::in_zone(TimeZone::UTC);
        self.backend.project_ingest(tenant, project, options).await.unwrap()
    }

    /// Takes calls into `front-desk`.
    pub async fn take(&self, calls: Vec<IncomingCall>) -> Vec<Ingested> {
        let ingested = self.way_in("harbour", "front-desk").await.ingest(calls).await.unwrap();
        ingested.into_iter().map(|call| call.ingested).collect()
    }

    /// The list of a query.
    pub async fn list(&self, person: &Person, query: &str) -> CallsPage {
        let query = ListQuery::parse(query);
        self.backend.calls_page(&person.viewer, &query).await.unwrap()
    }

    /// Begins the export of a query.
    pub async fn export(&self, person: &Person, query: &str) -> Result<StreamedExport, Error> {
        export(&self.backend, &person.viewer, query).await
    }

    /// How an export of the person's stands.
    pub async fn progress(&self, person: &Person, id: ExportId) -> ExportProgress {
        self.backend.export_progress(&person.viewer, id).await.unwrap()
    }

    /// Makes each batch of an export hold one call, so that an unread export stands still after a
    /// few of them.
    pub async fn one_call_a_batch(&self) {
        self.sql("UPDATE calls SET transcript_bytes = 5000000").await;
    }

    /// Changes the database behind the portal's back; gives the number of rows changed.
    pub async fn sql(&self, statement: &str) -> u64 {
        let query = sqlx::raw_sql(AssertSqlSafe(statement.to_owned()));
        match &self.db {
            Db::Sqlite { write, .. } => query.execute(write).await.unwrap().rows_affected(),
            Db::Postgres(pool) => query.execute(pool).await.unwrap().rows_affected(),
        }
    }

    /// Reads one column of numbers behind the portal's back.
    pub async fn numbers(&self, statement: &str) -> Vec<i64> {
        let text = AssertSqlSafe(statement.to_owned());
        let rows: Vec<(i64,)> = match &self.db {
            Db::Sqlite { read, .. } => sqlx::query_as(text).fetch_all(read).await.unwrap(),
            Db::Postgres(pool) => sqlx::query_as(text).fetch_all(pool).await.unwrap(),
        };
        rows.into_iter().map(|(number,)| number).collect()
    }
}

impl Place {
    async fn open(&self) -> Db {
        match self {
            Self::Sqlite(folder) => Db::open_sqlite(&folder.path().join("earshot.db")).await,
            Self::Postgres { server, name } => Db::open_postgres(&database_url(server, name)).await,
        }
        .unwrap()
    }
}

async fn portal(db: &Db, clock: &Clock, limits: Limits) -> Backend {
    Backend::open(
        db.clone(),
        clock.clone(),
        MasterKey::new([7; 32]),
        limits,
        MediaStore::in_memory(),
    )
    .await
    .unwrap()
}

fn database_url(server: &str, name: &str) -> String {
    format!("{}/{name}", server.rsplit_once('/').unwrap().0)
}

async fn run_on_server(server: &str, statement: String) {
    use sqlx::{Connection, Executor};
    let mut connection = sqlx::PgConnection::connect(server)
        .await
        .unwrap_or_else(|error| panic!("EARSHOT_TEST_POSTGRES names no server: {error}"));
    connection.execute(AssertSqlSafe(statement)).await.unwrap();
    connection.close().await.unwrap();
}

/// Begins the export of a query at any portal.
pub async fn export(
    backend: &Backend,
    viewer: &Viewer,
    query: &str,
) -> Result<StreamedExport, Error> {
    backend.export_calls(viewer, form(query)).await
}

/// An export form by its body.
pub fn form(body: &str) -> ExportForm {
    let pairs: Vec<_> = form_urlencoded::parse(body.as_bytes()).into_owned().collect();
    ExportForm::parse(&pairs)
}

/// Reads a file to its end, or to where it breaks off.
pub async fn read(mut export: StreamedExport) -> (String, Option<Error>) {
    let mut bytes = Vec::new();
    while let Some(chunk) = export.stream.next().await {
        match chunk {
            Ok(chunk) => bytes.extend_from_slice(&chunk),
            Err(error) => return (String::from_utf8(bytes).unwrap(), Some(error)),
        }
    }
    (String::from_utf8(bytes).unwrap(), None)
}

/// The records of a whole file, without its header.
pub async fn records(export: StreamedExport) -> Vec<Vec<String>> {
    let (text, broken) = read(export).await;
    assert!(broken.is_none(), "the file broke off: {broken:?}");
    parse(&text)
}

/// The records of a file's text, without its header.
pub fn parse(text: &str) -> Vec<Vec<String>> {
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

/// The summaries of a page's calls, which name them.
pub fn names(page: &CallsPage) -> Vec<String> {
    page.rows.iter().map(|row| row.summary.clone().unwrap()).collect()
}

/// Waits until a condition holds, and tells how long that took.
pub async fn until(what: &str, within: Duration, mut holds: impl AsyncFnMut() -> bool) -> Duration {
    let started = Instant::now();
    let mut tick = tokio::time::interval(Duration::from_millis(2));
    while !holds().await {
        assert!(started.elapsed() < within, "not within {within:?}: {what}");
        tick.tick().await;
    }
    started.elapsed()
}
