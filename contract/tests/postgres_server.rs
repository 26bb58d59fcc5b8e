//! The PostgreSQL server of the tests, on which each makes its database.

use sqlx::{AssertSqlSafe, Connection, Executor, PgConnection};

/// The URL of a database on a server.
pub fn database_url(server: &str, name: &str) -> String {
    format!("{}/{name}", server.rsplit_once('/').unwrap().0)
}

/// Runs a statement as the server's owner.
pub async fn run_on_server(server: &str, statement: String) {
    let mut connection = PgConnection::connect(server)
        .await
        .unwrap_or_else(|error| panic!("EARSHOT_TEST_POSTGRES names no server: {error}"));
    connection.execute(AssertSqlSafe(statement)).await.unwrap();
    connection.close().await.unwrap();
}
