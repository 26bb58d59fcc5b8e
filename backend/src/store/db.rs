//! Database access: pools, transactions, and macros that run one SQL text on SQLite or PostgreSQL.

use std::{
    ops::{Deref, DerefMut},
    sync::Arc,
    time::Duration,
};

use sqlx::{AssertSqlSafe, PgPool, Postgres, Sqlite, SqliteConnection, SqlitePool, Transaction};

use super::{
    connect::separate_pool,
    database_file::DatabaseFile,
    statement_limit::{Deadline, StatementLimit},
};
use crate::Error;

/// Bytes that a probe writes: more than one page of SQLite holds, so that it needs another one.
const PROBE_BYTES: usize = 16 * 1024;

/// A connected database.
#[derive(Clone)]
pub enum Db {
    /// SQLite: a file, with many readers and one writer.
    Sqlite {
        /// Read-only connections.
        read: SqlitePool,
        /// The only writing connection of this process.
        write: SqlitePool,
        /// The file that they opened.
        file: Arc<DatabaseFile>,
        /// Time limit of statements.
        limit: StatementLimit,
    },
    /// A PostgreSQL server.
    Postgres(PgPool),
}

/// A write transaction; rolled back when dropped without [`Tx::commit`].
pub enum Tx {
    /// Holds SQLite's write lock from its start.
    Sqlite(SqliteTx),
    /// An ordinary transaction.
    Postgres(Transaction<'static, Postgres>),
}

/// A transaction of SQLite, whose statements are limited one by one.
pub struct SqliteTx {
    transaction: Transaction<'static, Sqlite>,
    deadline: Deadline,
    limit: Duration,
}

impl SqliteTx {
    /// The transaction alone, which may take any time to end.
    fn ending(self) -> Transaction<'static, Sqlite> {
        self.deadline.clear();
        self.transaction
    }
}

impl Deref for SqliteTx {
    type Target = SqliteConnection;

    fn deref(&self) -> &SqliteConnection {
        &self.transaction
    }
}

impl DerefMut for SqliteTx {
    /// The connection for the next statement, whose time begins.
    fn deref_mut(&mut self) -> &mut SqliteConnection {
        self.deadline.restart(self.limit);
        &mut self.transaction
    }
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
    /// Begins a write transaction.
    pub async fn begin(&self) -> Result<Tx, Error> {
        match self {
            Self::Sqlite { write, file, limit, .. } => {
                file.check()?;
                let StatementLimit { limit, writer: deadline } = limit.clone();
                let begin = write.begin_with(AssertSqlSafe("BEGIN IMMEDIATE".to_owned()));
                // Those who wait for another process wait one behind the other.
                let begun = tokio::time::timeout(limit, begin).await;
                let transaction = begun.map_err(|_| Error::Busy)??;
                Ok(Tx::Sqlite(SqliteTx { transaction, deadline, limit }))
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
            Self::Postgres(pool) => Self::Postgres(separate_pool::heartbeats(pool)),
        }
    }

    /// The same database for background jobs, with separate connections whose statements may take
    /// long; SQLite has one connection that writes for all.
    pub(crate) fn for_background(&self) -> Self {
        match self {
            Self::Sqlite { read, write, file, limit } => {
                let (read, limit) = separate_pool::background_readers(read, limit);
                Self::Sqlite { read, write: write.clone(), file: Arc::clone(file), limit }
            }
            Self::Postgres(pool) => Self::Postgres(separate_pool::background(pool)),
        }
    }

    /// Checks that the database can be read and written: by a write that needs more pages than there may be
    /// and is rolled back, and by a small one that is committed, which a full disk refuses.
    pub async fn probe(&self) -> Result<(), Error> {
        on_db!(self, |pool| sqlx::query("SELECT 1").execute(pool).await.map(drop))?;
        let mut tx = self.begin().await?;
        on_tx!(&mut tx, |connection| sqlx::query(
            "UPDATE installation SET master_key_check = $1 WHERE one = 1",
        )
        .bind(vec![0_u8; PROBE_BYTES])
        .execute(&mut *connection)
        .await
        .map(drop))?;
        tx.rollback().await?;
        let mut tx = self.begin().await?;
        on_tx!(&mut tx, |connection| sqlx::query("UPDATE installation SET probes = probes + 1")
            .execute(&mut *connection)
            .await
            .map(drop))?;
        tx.commit().await
    }

    /// Closes every connection.
    pub async fn close(&self) {
        match self {
            Self::Sqlite { read, write, .. } => {
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
            Self::Sqlite(tx) => tx.ending().commit().await?,
            Self::Postgres(tx) => tx.commit().await?,
        }
        Ok(())
    }

    /// Rolls the transaction back, and tells whether that succeeded.
    async fn rollback(self) -> Result<(), Error> {
        match self {
            Self::Sqlite(tx) => tx.ending().rollback().await?,
            Self::Postgres(tx) => tx.rollback().await?,
        }
        Ok(())
    }
}
