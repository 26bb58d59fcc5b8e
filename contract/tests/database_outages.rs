//! A PostgreSQL server that goes away in the middle of work and comes back.

use std::time::Duration;

use earshot_backend::{
    AuditEntry, Backend, DatabaseSettings, Error, ImportCounts, Ingested, IngestedCall, Limits,
    readers::IncomingCall,
};
use earshot_domain::{ExportState, ProblemCode};
use earshot_testkit::{calls, open_backend};
use sqlx::{AssertSqlSafe, Connection, Executor, PgConnection};

use crate::harness::{Site, read_export, wait_until};

/// Asserts a refusal that passes, with the time to wait.
pub fn assert_temporary<T>(result: Result<T, Error>, what: &str) {
    let problem = result.err().unwrap_or_else(|| panic!("{what} succeeded")).problem();
    assert_eq!(problem.code, ProblemCode::Busy, "{what}: {problem:?}");
    assert!(problem.retry_after.is_some_and(|seconds| seconds > 0), "{what}");
}

/// A connection of somebody else's to the site's database.
pub async fn stranger(site: &Site) -> PgConnection {
    PgConnection::connect(&site.database_url().unwrap()).await.unwrap()
}

/// Runs statements.
pub async fn run(connection: &mut PgConnection, statements: &str) {
    connection.execute(AssertSqlSafe(statements.to_owned())).await.unwrap();
}

/// The name of the site's database.
pub async fn current_database(site: &Site) -> String {
    site.text("SELECT current_database()::text").await
}

/// Ends every other connection to the database.
pub async fn end_connections(operator: &mut PgConnection) {
    let end = "SELECT pg_terminate_backend(pid) FROM pg_stat_activity \
               WHERE datname = current_database() AND pid <> pg_backend_pid()";
    run(operator, end).await;
}

/// Another backend over the site's database with other settings of its connections.
pub async fn replica_with_settings(site: &Site, settings: DatabaseSettings) -> Backend {
    let db = site.database_with(settings).await;
    open_backend(&db, &site.clock, Limits::default()).await
}

/// An outage: until it ends, the database accepts no connections.
pub struct Outage {
    operator: PgConnection,
    database: String,
}

impl Outage {
    pub async fn prepare(site: &Site) -> Self {
        // Connected to another database of the server, which stays open.
        let server = std::env::var("EARSHOT_TEST_POSTGRES").unwrap();
        let operator = PgConnection::connect(&server).await.unwrap();
        Self { operator, database: current_database(site).await }
    }

    pub async fn begin(&mut self) {
        let database = &self.database;
        let close = format!("ALTER DATABASE {database} WITH ALLOW_CONNECTIONS false");
        run(&mut self.operator, &close).await;
        let end = format!(
            "SELECT pg_terminate_backend(pid) FROM pg_stat_activity WHERE datname = '{database}'"
        );
        run(&mut self.operator, &end).await;
    }

    pub async fn end(&mut self) {
        let open = format!("ALTER DATABASE {} WITH ALLOW_CONNECTIONS true", self.database);
        run(&mut self.operator, &open).await;
    }
}

mod postgres {
    use super::*;

    #[tokio::test(flavor = "multi_thread")]
    async fn the_end_of_an_export_is_noted_when_the_database_is_back() {
        let site = Site::postgres().await;
        let admin = site.admin().await;
        site.ingest(calls(20)).await;
        site.one_call_a_batch().await;
        let mut outage = Outage::prepare(&site).await;
        let export = site.export(&admin, "").await.unwrap();
        let id = export.export_id;
        outage.begin().await;
        let (reading, ()) = tokio::join!(read_export(export), async {
            assert_temporary(site.backend.ready().await, "a database that is away");
            outage.end().await;
        });
        assert!(reading.1.is_some(), "{} lines look like a whole file", reading.0.lines().count());
        wait_until("the lease is freed", Duration::from_secs(10), async || {
            site.numbers("SELECT count(*) FROM leases").await == [0]
        })
        .await;
        assert_eq!(site.export_progress(&admin, id).await.state, ExportState::Failed);
        let (entries, broken) = site.backend.audit().log("harbour").await.unwrap();
        assert_eq!(broken, None);
        let of_export = |entry: &&AuditEntry| entry.subject == id.to_string();
        let actions: Vec<&str> =
            entries.iter().filter(of_export).map(|entry| entry.action.as_str()).collect();
        assert_eq!(actions, ["export.started", "export.failed"]);
        assert!(site.export(&admin, "").await.is_ok(), "the next one may begin");
        site.drop_database().await;
    }

    #[tokio::test(flavor = "multi_thread")]
    async fn an_import_goes_on_when_the_database_is_back() {
        let site = Site::postgres().await;
        let mut ingest = site.project_ingest("harbour", "front-desk").await;
        let files = ["calls.ndjson".to_owned()];
        ingest.begin_import("ndjson", &files).await.unwrap();
        assert_eq!(ingest.import(calls(20)).await.unwrap().len(), 20);
        let mut outage = Outage::prepare(&site).await;
        outage.begin().await;
        let (imported, ()) = tokio::join!(ingest.import(calls(50)), async {
            assert_temporary(site.backend.ready().await, "a database that is away");
            outage.end().await;
        });
        let taken =
            imported.unwrap().iter().filter(|call| call.ingested == Ingested::Taken).count();
        assert_eq!(taken, 30, "the others were stored before");
        outage.begin().await;
        let counts = ImportCounts { taken: 50, ..ImportCounts::default() };
        let (noted, ()) = tokio::join!(ingest.note_import(counts), async {
            assert_temporary(site.backend.ready().await, "a database that is away");
            outage.end().await;
        });
        noted.unwrap();
        let admin = site.admin().await;
        let imports = site.backend.intake().imports(&admin.viewer).await.unwrap();
        assert_eq!((imports.len(), imports[0].finished, imports[0].taken), (1, true, 50));
        site.drop_database().await;
    }

    /// The calls again, each with a text more, which replaces the stored ones.
    fn fuller() -> Vec<IncomingCall> {
        let fuller = |call: IncomingCall| IncomingCall {
            outcome: "booked".parse().ok(),
            source_record: [b"fuller ", call.source_record.as_slice()].concat(),
            ..call
        };
        calls(60).into_iter().map(fuller).collect()
    }

    #[tokio::test(flavor = "multi_thread")]
    async fn two_imports_of_the_same_calls_in_opposite_order_both_end() {
        let site = Site::postgres().await;
        let ingest = site.project_ingest("harbour", "front-desk").await;
        for _ in 0..3 {
            site.sql("DELETE FROM call_words; DELETE FROM calls").await;
            ingest.import(calls(60)).await.unwrap();
            let mut backwards = fuller();
            backwards.reverse();
            let (one, other) = tokio::join!(ingest.import(fuller()), ingest.import(backwards));
            let extended = |calls: &[IngestedCall]| {
                calls.iter().filter(|call| call.ingested == Ingested::Extended).count()
            };
            let (one, other) = (one.unwrap(), other.unwrap());
            assert_eq!(extended(&one) + extended(&other), 60);
            assert_eq!(site.numbers("SELECT count(*) FROM calls").await, [60]);
        }
        site.drop_database().await;
    }
}
