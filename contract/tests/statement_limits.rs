//! Statements of requests that take too long: cancelled, refused with words, and without effect on
//! what follows.

use std::time::Duration;

use earshot_backend::{DatabaseSettings, Db, Limits};
use earshot_domain::ListQuery;
use earshot_testkit::{calls, open_backend};

use crate::{
    database_outages::assert_temporary,
    harness::{Site, export},
};

crate::on_both_databases!(
    a_list_that_takes_too_long_is_refused_and_the_next_one_is_not,
    a_write_that_takes_too_long_is_refused_and_the_next_one_is_not,
);

/// Longer than any other statement of these tests takes on a busy machine.
const LIMIT: Duration = Duration::from_millis(900);

/// Makes every read of calls take minutes.
const SLOW_CALLS: &str = "ALTER TABLE calls RENAME TO the_calls; \
    CREATE VIEW calls AS SELECT * FROM the_calls WHERE \
    (WITH RECURSIVE n(i) AS (SELECT 1 UNION ALL SELECT i + 1 FROM n WHERE i < 1000000000) \
     SELECT max(i) FROM n) > 0";
const QUICK_CALLS: &str = "DROP VIEW calls; ALTER TABLE the_calls RENAME TO calls";

async fn limited(site: &Site) -> Db {
    let settings = DatabaseSettings { statement_timeout: LIMIT, ..DatabaseSettings::default() };
    site.database_with(settings).await
}

async fn a_list_that_takes_too_long_is_refused_and_the_next_one_is_not(site: &Site) {
    let admin = site.admin().await;
    site.ingest(calls(3)).await;
    let db = limited(site).await;
    let backend = open_backend(&db, &site.clock, Limits::default()).await;
    let query = ListQuery::default();
    site.sql(SLOW_CALLS).await;
    // More often than there are connections.
    for _ in 0..6 {
        assert_temporary(backend.calls().page(&admin.viewer, &query).await, "a slow list");
    }
    assert_temporary(export(&backend, &admin.viewer, "").await, "an export of a slow list");
    site.sql(QUICK_CALLS).await;
    for _ in 0..6 {
        let page = backend.calls().page(&admin.viewer, &query).await.unwrap();
        assert_eq!(page.rows.len(), 3);
    }
    assert!(export(&backend, &admin.viewer, "").await.is_ok());
    db.close().await;
}

/// Makes the write of the readiness probe take minutes.
async fn slow_writes(site: &Site) {
    let statement = match &site.db {
        Db::Sqlite { .. } => {
            "CREATE VIEW slow AS WITH RECURSIVE n(i) AS (SELECT 1 UNION ALL SELECT i + 1 FROM n \
             WHERE i < 1000000000) SELECT max(i) AS i FROM n; \
             CREATE TRIGGER slow_write BEFORE UPDATE ON installation \
             BEGIN SELECT i FROM slow; END"
        }
        Db::Postgres(_) => {
            "CREATE FUNCTION slow() RETURNS trigger LANGUAGE plpgsql AS \
             'BEGIN PERFORM pg_sleep(60); RETURN NEW; END'; \
             CREATE TRIGGER slow_write BEFORE UPDATE ON installation \
             FOR EACH ROW EXECUTE FUNCTION slow()"
        }
    };
    site.sql(statement).await;
}

async fn quick_writes(site: &Site) {
    let statement = match &site.db {
        Db::Sqlite { .. } => "DROP TRIGGER slow_write; DROP VIEW slow",
        Db::Postgres(_) => "DROP TRIGGER slow_write ON installation; DROP FUNCTION slow()",
    };
    site.sql(statement).await;
}

async fn a_write_that_takes_too_long_is_refused_and_the_next_one_is_not(site: &Site) {
    let db = limited(site).await;
    slow_writes(site).await;
    for _ in 0..3 {
        assert_temporary(db.probe().await, "a slow write");
    }
    // What others write is not held up.
    site.ingest(calls(2)).await;
    quick_writes(site).await;
    db.probe().await.unwrap();
    db.close().await;
}
