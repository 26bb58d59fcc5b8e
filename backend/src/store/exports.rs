//! Exports as they are on record.

use earshot_domain::{ExportFormat, ExportKind};

use super::{
    Db, Tx,
    db::{on_db, on_tx},
};
use crate::Error;

/// An export about to begin.
pub(crate) struct NewExport<'a> {
    pub(crate) id: &'a str,
    pub(crate) tenant_id: &'a str,
    pub(crate) user_id: &'a str,
    pub(crate) project_id: &'a str,
    pub(crate) filter_encrypted: &'a [u8],
    pub(crate) kind: ExportKind,
    pub(crate) format: ExportFormat,
    pub(crate) options: &'a str,
    pub(crate) file_name: &'a str,
    pub(crate) ingest_bound: i64,
    pub(crate) matched: i64,
    pub(crate) created_at: i64,
}

/// An export as stored.
#[derive(Debug, Clone, sqlx::FromRow)]
pub(crate) struct ExportRow {
    pub(crate) id: String,
    pub(crate) state: String,
    pub(crate) filter_encrypted: Vec<u8>,
    pub(crate) options: String,
    pub(crate) file_name: String,
    pub(crate) matched: i64,
    pub(crate) written: i64,
    pub(crate) omitted: i64,
    pub(crate) created_at: i64,
    pub(crate) finished_at: Option<i64>,
}

/// How an export ended.
pub(crate) struct ExportEnd<'a> {
    pub(crate) id: &'a str,
    pub(crate) state: &'static str,
    pub(crate) written: i64,
    pub(crate) omitted: i64,
    pub(crate) at: i64,
}

const COLUMNS: &str = "SELECT id, state, filter_encrypted, options, file_name, matched, written, \
     omitted, created_at, finished_at FROM exports";

impl Db {
    /// Notes how far an export has come.
    pub(crate) async fn note_written(&self, export_id: &str, written: i64) -> Result<(), Error> {
        let mut tx = self.begin().await?;
        on_tx!(&mut tx, |connection| sqlx::query(
            "UPDATE exports SET written = $2 WHERE id = $1 AND state = 'running'",
        )
        .bind(export_id)
        .bind(written)
        .execute(connection)
        .await?
        .rows_affected());
        tx.commit().await
    }

    /// One export of a person's.
    pub(crate) async fn export_of(
        &self,
        tenant_id: &str,
        user_id: &str,
        id: &str,
    ) -> Result<Option<ExportRow>, Error> {
        let sql = sqlx::AssertSqlSafe(format!(
            "{COLUMNS} WHERE tenant_id = $1 AND user_id = $2 AND id = $3"
        ));
        let row = on_db!(self, |pool| sqlx::query_as(sql)
            .bind(tenant_id)
            .bind(user_id)
            .bind(id)
            .fetch_optional(pool)
            .await)?;
        Ok(row)
    }

    /// A person's latest exports, newest first.
    pub(crate) async fn exports_of(
        &self,
        tenant_id: &str,
        user_id: &str,
        most: i64,
    ) -> Result<Vec<ExportRow>, Error> {
        let sql = sqlx::AssertSqlSafe(format!(
            "{COLUMNS} WHERE tenant_id = $1 AND user_id = $2 \
             ORDER BY created_at DESC, id DESC LIMIT $3"
        ));
        let rows = on_db!(self, |pool| sqlx::query_as(sql)
            .bind(tenant_id)
            .bind(user_id)
            .bind(most)
            .fetch_all(pool)
            .await)?;
        Ok(rows)
    }
}

/// Stores a beginning export, and marks the person's earlier ones that a crash left running as
/// failed: whoever holds the lease knows that no other runs.
pub(crate) async fn insert_export(tx: &mut Tx, export: &NewExport<'_>) -> Result<(), Error> {
    on_tx!(tx, |connection| {
        sqlx::query(
            "UPDATE exports SET state = 'failed', finished_at = $3 \
             WHERE tenant_id = $1 AND user_id = $2 AND kind = $4 AND state = 'running'",
        )
        .bind(export.tenant_id)
        .bind(export.user_id)
        .bind(export.created_at)
        .bind(export.kind.as_str())
        .execute(&mut *connection)
        .await?;
        sqlx::query(
            "INSERT INTO exports (id, tenant_id, user_id, project_id, kind, format, state, \
             filter_encrypted, options, file_name, ingest_bound, matched, written, omitted, \
             created_at) \
             VALUES ($1, $2, $3, $4, $5, $6, 'running', $7, $8, $9, $10, $11, 0, 0, $12)",
        )
        .bind(export.id)
        .bind(export.tenant_id)
        .bind(export.user_id)
        .bind(export.project_id)
        .bind(export.kind.as_str())
        .bind(export.format.as_str())
        .bind(export.filter_encrypted)
        .bind(export.options)
        .bind(export.file_name)
        .bind(export.ingest_bound)
        .bind(export.matched)
        .bind(export.created_at)
        .execute(&mut *connection)
        .await?;
    });
    Ok(())
}

/// Ends a running export; `false` when it was no longer running.
pub(crate) async fn finish_export(tx: &mut Tx, end: &ExportEnd<'_>) -> Result<bool, Error> {
    let ended = on_tx!(&mut *tx, |connection| sqlx::query(
        "UPDATE exports SET state = $2, written = $3, omitted = $4, finished_at = $5 \
         WHERE id = $1 AND state = 'running'",
    )
    .bind(end.id)
    .bind(end.state)
    .bind(end.written)
    .bind(end.omitted)
    .bind(end.at)
    .execute(connection)
    .await?
    .rows_affected());
    Ok(ended == 1)
}
