//! Time limits of statements on SQLite, which has none of its own.

use std::{
    sync::{
        Arc, LazyLock,
        atomic::{AtomicU64, Ordering},
    },
    time::{Duration, Instant},
};

use sqlx::SqliteConnection;

/// Steps of SQLite's virtual machine between two looks at the clock; they take about a millisecond.
const STEPS: i32 = 10_000;
/// A deadline that never passes.
const NEVER: u64 = u64::MAX;

/// The moment from which deadlines are counted.
static EPOCH: LazyLock<Instant> = LazyLock::new(Instant::now);

/// Time limit of the statements of a database handle, and the deadline of the writing connection,
/// which all handles of a process share.
#[derive(Debug, Clone)]
pub struct StatementLimit {
    pub(super) limit: Duration,
    pub(super) writer: Deadline,
}

impl StatementLimit {
    pub(super) fn new(limit: Duration) -> Self {
        Self { limit, writer: Deadline::default() }
    }

    /// The same writer with another limit.
    pub(super) fn with_limit(&self, limit: Duration) -> Self {
        Self { limit, writer: self.writer.clone() }
    }
}

/// A moment after which the statement that runs on a connection is cancelled.
#[derive(Debug, Clone)]
pub(super) struct Deadline(Arc<AtomicU64>);

impl Default for Deadline {
    fn default() -> Self {
        Self(Arc::new(AtomicU64::new(NEVER)))
    }
}

impl Deadline {
    /// A deadline after this time.
    pub(super) fn after(limit: Duration) -> Self {
        let deadline = Self::default();
        deadline.restart(limit);
        deadline
    }

    /// Sets the deadline anew, for the next statement.
    pub(super) fn restart(&self, limit: Duration) {
        let at = elapsed_ms().saturating_add(milliseconds(limit));
        self.0.store(at, Ordering::Relaxed);
    }

    /// Lets the statements that follow take any time.
    pub(super) fn clear(&self) {
        self.0.store(NEVER, Ordering::Relaxed);
    }

    fn has_passed(&self) -> bool {
        let at = self.0.load(Ordering::Relaxed);
        at != NEVER && elapsed_ms() >= at
    }

    /// Cancels statements of a connection once the deadline has passed. An earlier deadline of the
    /// connection has no effect any more.
    pub(super) async fn watch(&self, connection: &mut SqliteConnection) -> Result<(), sqlx::Error> {
        let deadline = self.clone();
        let mut handle = connection.lock_handle().await?;
        handle.set_progress_handler(STEPS, move || !deadline.has_passed());
        Ok(())
    }
}

fn elapsed_ms() -> u64 {
    milliseconds(EPOCH.elapsed())
}

fn milliseconds(duration: Duration) -> u64 {
    u64::try_from(duration.as_millis()).unwrap_or(NEVER - 1)
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::{DatabaseSettings, Db, Error, store::db::on_tx};

    /// Takes minutes.
    const ENDLESS: &str = "WITH RECURSIVE n(i) AS (SELECT 1 UNION ALL SELECT i + 1 FROM n \
                           WHERE i < 1000000000) SELECT max(i) FROM n";
    /// Takes a second or so, and in any case longer than the limit of these tests.
    const SLOW: &str = "WITH RECURSIVE n(i) AS (SELECT 1 UNION ALL SELECT i + 1 FROM n \
                        WHERE i < 3000000) SELECT max(i) FROM n";
    const LIMIT: Duration = Duration::from_millis(100);

    async fn opened(folder: &tempfile::TempDir, statement_timeout: Duration) -> Db {
        let settings = DatabaseSettings { statement_timeout, ..DatabaseSettings::default() };
        Db::open_sqlite(&folder.path().join("earshot.db"), settings).await.unwrap()
    }

    async fn read(db: &Db, statement: &'static str) -> Result<i64, Error> {
        let Db::Sqlite { read, .. } = db else { panic!("not SQLite") };
        Ok(sqlx::query_scalar(statement).fetch_one(read).await?)
    }

    #[tokio::test]
    async fn a_read_that_takes_too_long_is_cancelled_and_its_connection_goes_on() {
        let folder = tempfile::tempdir().unwrap();
        let db = opened(&folder, LIMIT).await;
        for _ in 0..6 {
            assert!(matches!(read(&db, ENDLESS).await, Err(Error::Busy)));
            assert_eq!(read(&db, "SELECT 7").await.unwrap(), 7);
        }
        assert_eq!(read(&db.for_background(), SLOW).await.unwrap(), 3_000_000);
        db.close().await;
    }

    #[tokio::test]
    async fn a_write_that_takes_too_long_is_cancelled_and_the_writer_goes_on() {
        let folder = tempfile::tempdir().unwrap();
        let db = opened(&folder, LIMIT).await;
        for _ in 0..3 {
            let mut tx = db.begin().await.unwrap();
            let result: Result<i64, Error> =
                on_tx!(&mut tx, |connection| sqlx::query_scalar(ENDLESS)
                    .fetch_one(&mut *connection)
                    .await
                    .map_err(Error::from));
            assert!(matches!(result, Err(Error::Busy)));
            drop(tx);
            db.probe().await.unwrap();
        }
        let mut tx = db.for_background().begin().await.unwrap();
        let number: i64 = on_tx!(&mut tx, |connection| sqlx::query_scalar(SLOW)
            .fetch_one(&mut *connection)
            .await
            .unwrap());
        assert_eq!(number, 3_000_000);
        tx.commit().await.unwrap();
        db.close().await;
    }

    #[tokio::test]
    async fn the_time_of_a_transaction_begins_anew_with_each_statement() {
        let folder = tempfile::tempdir().unwrap();
        let db = opened(&folder, Duration::from_secs(2)).await;
        let mut tx = db.begin().await.unwrap();
        let started = Instant::now();
        while started.elapsed() < Duration::from_secs(3) {
            let _: i64 = on_tx!(&mut tx, |connection| {
                sqlx::query_scalar(
                "WITH RECURSIVE n(i) AS (SELECT 1 UNION ALL SELECT i + 1 FROM n WHERE i < 50000) \
                 SELECT max(i) FROM n"
            )
            .fetch_one(&mut *connection)
            .await
            .unwrap()
            });
        }
        tx.commit().await.unwrap();
        db.close().await;
    }

    #[test]
    fn a_deadline_passes_unless_it_is_set_anew_or_cleared() {
        let deadline = Deadline::default();
        assert!(!deadline.has_passed());
        deadline.restart(Duration::ZERO);
        assert!(deadline.has_passed());
        deadline.restart(Duration::from_mins(1));
        assert!(!deadline.has_passed());
        deadline.restart(Duration::MAX);
        assert!(!deadline.has_passed());
        deadline.restart(Duration::ZERO);
        deadline.clear();
        assert!(!deadline.has_passed());
    }
}
