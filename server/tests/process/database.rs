//! Databases on the PostgreSQL server of the tests.

use sqlx::{AssertSqlSafe, Connection, Executor, PgConnection};

/// A new database, deleted by [`Database::remove`].
pub struct Database {
    name: String,
    pub url: String,
    server: PgConnection,
}

impl Database {
    /// Creates a database whose name begins with `prefix`.
    pub async fn create(prefix: &str) -> Self {
        let server = std::env::var("EARSHOT_TEST_POSTGRES").unwrap_or_else(|_| {
            panic!("EARSHOT_TEST_POSTGRES is not set: run under scripts/with-postgres.sh")
        });
        let name = format!("{prefix}_{}", std::process::id());
        let url = format!("{}/{name}", server.rsplit_once('/').unwrap().0);
        let server = PgConnection::connect(&server).await.unwrap();
        let mut database = Self { name, url, server };
        database.run(&format!("CREATE DATABASE {}", database.name)).await;
        database
    }

    /// Runs a statement as the server's owner and returns the number of rows.
    pub async fn run(&mut self, statement: &str) -> u64 {
        let done = self.server.execute(AssertSqlSafe(statement.to_owned())).await;
        done.unwrap().rows_affected()
    }

    /// Deletes the database, whoever is connected.
    pub async fn remove(mut self) {
        self.run(&format!("DROP DATABASE {} WITH (FORCE)", self.name)).await;
    }
}
