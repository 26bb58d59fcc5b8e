//! Statements that the database refuses, and the triggers of the audit log, which refuse them.

use earshot_backend::Db;
use sqlx::AssertSqlSafe;

use crate::harness::Site;

impl Site {
    /// Changes the database directly, unless it refuses.
    pub async fn try_sql(&self, statement: &str) -> Result<u64, sqlx::Error> {
        let query = sqlx::raw_sql(AssertSqlSafe(statement.to_owned()));
        Ok(match &self.db {
            Db::Sqlite { write, .. } => query.execute(write).await?.rows_affected(),
            Db::Postgres(pool) => query.execute(pool).await?.rows_affected(),
        })
    }

    /// Takes away the triggers of the audit log, as somebody with all rights of the database could.
    pub async fn drop_audit_triggers(&self) {
        let names = match &self.db {
            Db::Sqlite { .. } => {
                "SELECT group_concat('DROP TRIGGER ' || name, ';') FROM sqlite_master \
                 WHERE type = 'trigger' AND name LIKE 'audit%'"
            }
            Db::Postgres(_) => {
                "SELECT string_agg(DISTINCT 'ALTER TABLE ' || event_object_table \
                 || ' DISABLE TRIGGER USER', ';') FROM information_schema.triggers \
                 WHERE event_object_table LIKE 'audit%'"
            }
        };
        let statements = self.text(names).await;
        self.sql(&statements).await;
    }
}
