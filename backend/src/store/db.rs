//! Database access: pools, transactions, and macros that run one SQL text on SQLite or PostgreSQL.

use std::{path::Path, time::Duration};

use sqlx::{
    AssertSqlSafe, PgPool, Postgres, Sqlite, SqlitePool, Transaction,
    postgres::{PgConnectOptions, PgPoolOptions},
    sqlite::{SqliteConnectOptions, SqliteJournalMode, SqlitePoolOptions, SqliteSynchronous},
};

use crate::Error;

/// A connected database.
#[derive(Clone)]
pub enum Db {
    /// SQLite: a file, with many readers and one writer.
    Sqlite {
        /// Read-only connections.
        read: SqlitePool,
        /// The only writing connection of this process.
        write: SqlitePool,
    },
    /// A PostgreSQL server.
    Postgres(PgPool),
}

/// A write transaction; rolled back when dropped without [`Tx::commit`].
pub enum Tx {
    /// Holds SQLite's write lock from its start.
    Sqlite(Transaction<'static, Sqlite>),
    /// An ordinary transaction.
    Postgres(Transaction<'static, Postgres>),
}

/// Runs a body with the pool for reading, of either database.
macro_rules! on_db {
    ($db:expr, |$pool:ident| $body:expr) => {
        match $db {
            $crate::store::Db::Sqlite { read: $pool, .. } => $body,
            $crate::store::Db::Postgres($pool) => $body,
        }
    };
}
pub(crate) use on_db;

/// Runs a body with the connection of a transaction, of either database.
macro_rules! on_tx {
    ($tx:expr, |$connection:ident| $body:expr) => {
        match $tx {
            $crate::store::Tx::Sqlite(tx) => {
                let $connection = &mut **tx;
                $body
            }
            $crate::store::Tx::Postgres(tx) => {
                let $connection = &mut **tx;
                $body
            }
        }
    };
}
pub(crate) use on_tx;

impl Db {
    /// Opens or creates the SQLite database in `file` and migrates its schema. Processes that start
    /// at the same time are serialised by a lock file beside it.
    pub async fn open_sqlite(file: &Path) -> Result<Self, Error> {
        let options = SqliteConnectOptions::new()
            .filename(file)
            .create_if_missing(true)
            .foreign_keys(true)
            // For a new file: most transcripts then need one page.
            .page_size(8192)
            .journal_mode(SqliteJournalMode::Wal)
            .synchronous(SqliteSynchronous::Normal)
            .busy_timeout(Duration::from_secs(5))
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
        let write =
            SqlitePoolOptions::new().max_connections(1).connect_with(options.clone()).await?;
        sqlx::migrate!("migrations/sqlite").run(&write).await.map_err(Error::internal)?;
        drop(lock);
        let read = SqlitePoolOptions::new()
            .max_connections(4)
            .connect_with(options.read_only(true))
            .await?;
        Ok(Self::Sqlite { read, write })
    }

    /// Connects to a PostgreSQL server and migrates its schema; processes that start at the same
    /// time are serialised by an advisory lock.
    pub async fn open_postgres(url: &str) -> Result<Self, Error> {
        let options: PgConnectOptions = url.parse().map_err(Error::internal)?;
        let pool = PgPoolOptions::new()
            .max_connections(16)
            .acquire_timeout(Duration::from_secs(5))
            // A process that stands still within a transaction does not keep its locks for ever.
            .after_connect(|connection, _| {
                Box::pin(async move {
                    let limit = "SET idle_in_transaction_session_timeout = '30s'";
                    sqlx::query(limit).execute(connection).await.map(drop)
                })
            })
            .connect_with(options)
            .await?;
        sqlx::migrate!("migrations/postgres").run(&pool).await.map_err(Error::internal)?;
        Ok(Self::Postgres(pool))
    }

    /// Begins a write transaction.
    pub async fn begin(&self) -> Result<Tx, Error> {
        match self {
            Self::Sqlite { write, .. } => {
                Ok(Tx::Sqlite(write.begin_with(AssertSqlSafe("BEGIN IMMEDIATE".to_owned())).await?))
            }
            Self::Postgres(pool) => Ok(Tx::Postgres(pool.begin().await?)),
        }
    }

    /// The same database with separate connections, so that a heartbeat does not wait for other
    /// work. SQLite has a single writer whose connection is granted in order, so a second one would
    /// not help.
    pub(crate) fn for_heartbeats(&self) -> Self {
        match self {
            Self::Sqlite { .. } => self.clone(),
            Self::Postgres(pool) => Self::Postgres(
                PgPoolOptions::new()
                    .max_connections(2)
                    .acquire_timeout(Duration::from_secs(5))
                    .connect_lazy_with(pool.connect_options().as_ref().clone()),
            ),
        }
    }

    /// Checks that the database answers.
    pub async fn ping(&self) -> Result<(), Error> {
        on_db!(self, |pool| sqlx::query("SELECT 1").execute(pool).await.map(drop))?;
        Ok(())
    }

    /// Closes every connection.
    pub async fn close(&self) {
        match self {
            Self::Sqlite { read, write } => {
                read.close().await;
                write.close().await;
            }
            Self::Postgres(pool) => pool.close().await,
        }
    }
}

impl Tx {
    /// Commits the transaction.
    pub async fn commit(self) -> Result<(), Error> {
        match self {
            Self::Sqlite(tx) => tx.commit().await?,
            Self::Postgres(tx) => tx.commit().await?,
        }
        Ok(())
    }
}
