//! Connections to the databases: options, pools and migrations.

use std::{path::Path, sync::Arc, time::Duration};

use sqlx::{
    AssertSqlSafe, Connection, Database, PgConnection, PgPool,
    pool::PoolOptions,
    postgres::{PgConnectOptions, PgPoolOptions},
    sqlite::{
        SqliteConnectOptions, SqliteConnection, SqliteJournalMode, SqlitePoolOptions,
        SqliteSynchronous,
    },
};

use super::{
    Db,
    database_file::DatabaseFile,
    statement_limit::{Deadline, StatementLimit},
};
use crate::Error;

/// Time to wait for another writer of a SQLite file.
const BUSY_TIMEOUT: Duration = Duration::from_secs(5);
/// Time to wait for this process's own writer of a SQLite file.
const WRITER_TIMEOUT: Duration = Duration::from_secs(10);
/// Longest statement of commands and background jobs.
const LONG_STATEMENT: Duration = Duration::from_mins(10);
/// Longest wait of commands and background jobs for a lock or a connection.
const LONG_WAIT: Duration = Duration::from_secs(30);

/// Connections of SQLite that read for requests, and for background jobs.
const READERS: u32 = 4;
const BACKGROUND_READERS: u32 = 2;

/// Settings of the connections to a database.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct DatabaseSettings {
    /// Connections of this process to a PostgreSQL server, at most; fewer than
    /// [`Self::MIN_CONNECTIONS`] count as that many.
    pub connections: u32,
    /// Longest statement. In PostgreSQL two fifths of it, and at most 30 seconds, may pass waiting for a
    /// lock, and as much for a free connection: a request that waits for both ends in time.
    pub statement_timeout: Duration,
}

impl Default for DatabaseSettings {
    fn default() -> Self {
        Self { connections: 16, statement_timeout: Duration::from_secs(5) }
    }
}

impl DatabaseSettings {
    /// Fewest connections: one each for requests, background jobs and heartbeats.
    pub const MIN_CONNECTIONS: u32 = 3;

    /// Settings for commands, whose statements may take long.
    pub fn for_commands(self) -> Self {
        Self { statement_timeout: LONG_STATEMENT, ..self }
    }

    fn wait_timeout(self) -> Duration {
        (self.statement_timeout * 2 / 5).min(LONG_WAIT)
    }

    /// Connections for requests, which leaves enough for jobs and heartbeats.
    fn request_connections(self) -> u32 {
        let total = |requests| requests + background_connections(requests) + heartbeats(requests);
        (1..=self.connections)
            .rev()
            .find(|&requests| total(requests) <= self.connections)
            .unwrap_or(1)
    }
}

/// Connections for background jobs beside this number for requests.
const fn background_connections(requests: u32) -> u32 {
    1 + requests / 4
}

/// Connections for heartbeats beside this number for requests.
const fn heartbeats(requests: u32) -> u32 {
    1 + requests / 8
}

impl Db {
    /// Opens or creates the SQLite database in `file` and migrates its schema. Processes that start
    /// at the same time are serialised by a lock file beside it.
    pub async fn open_sqlite(file: &Path, settings: DatabaseSettings) -> Result<Self, Error> {
        let options = SqliteConnectOptions::new()
            .filename(file)
            .create_if_missing(true)
            .foreign_keys(true)
            // For a new file: most transcripts then need one page.
            .page_size(8192)
            .journal_mode(SqliteJournalMode::Wal)
            .synchronous(SqliteSynchronous::Normal)
            .busy_timeout(BUSY_TIMEOUT)
            .pragma("temp_store", "memory")
            // Each connection has its own cache, so memory grows with every reader in the pool.
            .pragma("cache_size", "-2048")
            // Rows are passed from SQLite's thread in one batch: an export's batch, a page of the
            // list.
            .row_buffer_size(256);
        let lock_file = file.with_extension("lock");
        let lock = tokio::task::spawn_blocking(move || {
            let lock = std::fs::File::create(lock_file)?;
            lock.lock()?;
            Ok::<_, std::io::Error>(lock)
        })
        .await
        .map_err(Error::internal)?
        .map_err(Error::internal)?;
        let limit = StatementLimit::new(settings.statement_timeout);
        let write = sqlite_writer(&limit).connect_with(options.clone()).await?;
        sqlx::migrate!("migrations/sqlite").run(&write).await.map_err(Error::internal)?;
        drop(lock);
        let opened = Arc::new(DatabaseFile::opened(file)?);
        // A reader does not make an empty file in place of one that was removed.
        let options = options.read_only(true).create_if_missing(false);
        let read = sqlite_readers(READERS, limit.limit).connect_with(options).await?;
        Ok(Self::Sqlite { read, write, file: opened, limit })
    }

    /// Connects to a PostgreSQL server and migrates its schema; processes that start at the same
    /// time are serialised by an advisory lock.
    pub async fn open_postgres(url: &str, settings: DatabaseSettings) -> Result<Self, Error> {
        let options: PgConnectOptions = url.parse().map_err(Error::internal)?;
        let wait = settings.wait_timeout();
        // A migration may take long, and waits for those of other processes.
        let migrating = kept_open(PgPoolOptions::new())
            .max_connections(1)
            .connect_with(options.clone())
            .await?;
        check_encoding(&migrating).await?;
        sqlx::migrate!("migrations/postgres").run(&migrating).await.map_err(Error::internal)?;
        migrating.close().await;
        let pool = postgres_pool(settings.statement_timeout, wait)
            .max_connections(settings.request_connections())
            .connect_with(options)
            .await?;
        Ok(Self::Postgres(pool))
    }
}

/// A pool whose connections stay open. The driver's task that closes idle and old ones counts those that are
/// free, and where one is returned at that moment it counts without end (sqlx 0.9.0).
fn kept_open<DB: Database>(pool: PoolOptions<DB>) -> PoolOptions<DB> {
    pool.idle_timeout(None).max_lifetime(None)
}

/// A pool of the one connection that writes, which is watched by the limit's deadline.
fn sqlite_writer(limit: &StatementLimit) -> SqlitePoolOptions {
    let (new, used) = (limit.writer.clone(), limit.writer.clone());
    kept_open(SqlitePoolOptions::new())
        .max_connections(1)
        .acquire_timeout(WRITER_TIMEOUT)
        .after_connect(move |connection, _| {
            let deadline = new.clone();
            Box::pin(async move { deadline.watch(connection).await })
        })
        // SQLite rolls back by itself when a disk is full and after other errors. The driver's
        // own ROLLBACK then fails, and it counts the connection as within a transaction for ever.
        .before_acquire(move |connection, _| {
            used.clear();
            Box::pin(async move { Ok(!connection.is_in_transaction()) })
        })
}

/// A pool of connections that read, of which each statement is limited to `limit`.
fn sqlite_readers(connections: u32, limit: Duration) -> SqlitePoolOptions {
    kept_open(SqlitePoolOptions::new())
        .max_connections(connections)
        // Watching asks the connection in any case.
        .test_before_acquire(false)
        .after_connect(move |connection, _| Box::pin(watch(connection, limit)))
        .before_acquire(move |connection, _| {
            Box::pin(async move { watch(connection, limit).await.map(|()| true) })
        })
}

async fn watch(connection: &mut SqliteConnection, limit: Duration) -> Result<(), sqlx::Error> {
    Deadline::after(limit).watch(connection).await
}

/// Refuses a database that cannot hold every character.
async fn check_encoding(pool: &PgPool) -> Result<(), Error> {
    let encoding: String = sqlx::query_scalar("SHOW server_encoding").fetch_one(pool).await?;
    if encoding == "UTF8" {
        return Ok(());
    }
    Err(Error::internal(format!(
        "the encoding of this PostgreSQL database is {encoding}, which cannot hold every character: \
         create it anew with ENCODING 'UTF8' TEMPLATE template0"
    )))
}

/// A pool whose statements are limited to `statement`, and whose waits for locks and connections are
/// limited to `wait`.
fn postgres_pool(statement: Duration, wait: Duration) -> PgPoolOptions {
    let limits = format!(
        "SET statement_timeout = {}; SET lock_timeout = {}; \
         SET idle_in_transaction_session_timeout = '30s'",
        statement.as_millis(),
        wait.as_millis()
    );
    kept_open(PgPoolOptions::new()).acquire_timeout(wait).after_connect(move |connection, _| {
        // A process that stands still within a transaction does not keep its locks for ever.
        let limits = limits.clone();
        Box::pin(async move { set_limits(connection, limits).await })
    })
}

async fn set_limits(connection: &mut PgConnection, limits: String) -> Result<(), sqlx::Error> {
    sqlx::raw_sql(AssertSqlSafe(limits)).execute(connection).await.map(drop)
}

/// Pools beside the one of requests, which connect when they are first used.
pub(super) mod separate_pool {
    use sqlx::SqlitePool;

    use super::{
        BACKGROUND_READERS, LONG_STATEMENT, LONG_WAIT, PgPool, StatementLimit,
        background_connections, heartbeats as count, postgres_pool, sqlite_readers,
    };

    /// A pool for heartbeats, with the limits of requests.
    pub(in crate::store) fn heartbeats(requests: &PgPool) -> PgPool {
        let wait = requests.options().get_acquire_timeout();
        postgres_pool(2 * wait, wait)
            .max_connections(count(requests.options().get_max_connections()))
            .connect_lazy_with(requests.connect_options().as_ref().clone())
    }

    /// A pool of SQLite's for background jobs, whose statements may take long, and their limit.
    pub(in crate::store) fn background_readers(
        requests: &SqlitePool,
        limit: &StatementLimit,
    ) -> (SqlitePool, StatementLimit) {
        let options = requests.connect_options().as_ref().clone();
        let readers = sqlite_readers(BACKGROUND_READERS, LONG_STATEMENT);
        (readers.connect_lazy_with(options), limit.with_limit(LONG_STATEMENT))
    }

    /// A pool for background jobs, whose statements may take long.
    pub(in crate::store) fn background(requests: &PgPool) -> PgPool {
        postgres_pool(LONG_STATEMENT, LONG_WAIT)
            .max_connections(background_connections(requests.options().get_max_connections()))
            .connect_lazy_with(requests.connect_options().as_ref().clone())
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_process_uses_no_more_connections_than_it_may() {
        let shares = |connections| {
            let settings = DatabaseSettings { connections, ..DatabaseSettings::default() };
            let requests = settings.request_connections();
            (requests, background_connections(requests), heartbeats(requests))
        };
        assert_eq!(shares(3), (1, 1, 1));
        assert_eq!(shares(5), (3, 1, 1));
        assert_eq!(shares(16), (11, 3, 2));
        for connections in 3..200 {
            let (requests, background, heartbeats) = shares(connections);
            let total = requests + background + heartbeats;
            assert!(total <= connections && total + 2 >= connections, "{connections}: {total}");
        }
    }
}
