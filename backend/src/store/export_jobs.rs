//! Background exports: their rows and progress.

use earshot_domain::{
    ApiKeyId, ExportFormat, ExportId, ExportKind, ExportState, JobId, TenantId, UserId,
};
use sqlx::AssertSqlSafe;

use super::{
    Db, Tx,
    db::{on_db, on_tx},
    export_projects::ExportProjectRow,
    stored::Stored,
};
use crate::Error;

/// A background export to be stored.
pub(crate) struct NewExportJob<'a> {
    pub(crate) id: ExportId,
    pub(crate) tenant_id: TenantId,
    /// `None` for the operator.
    pub(crate) user_id: Option<UserId>,
    pub(crate) api_key_id: Option<ApiKeyId>,
    pub(crate) job_id: JobId,
    pub(crate) kind: ExportKind,
    pub(crate) projects: &'a [ExportProjectRow],
    pub(crate) filter_encrypted: &'a [u8],
    pub(crate) format: ExportFormat,
    /// JSON.
    pub(crate) request: &'a str,
    /// JSON.
    pub(crate) options: &'a str,
    pub(crate) pseudonym_salt_encrypted: &'a [u8],
    pub(crate) file_name: &'a str,
    pub(crate) ingest_bound: i64,
    pub(crate) matched: i64,
    pub(crate) created_at: i64,
    pub(crate) idempotency_hash: Option<&'a [u8]>,
    pub(crate) request_hash: &'a [u8],
}

/// A stored background export.
#[derive(Debug, Clone, sqlx::FromRow)]
pub(crate) struct ExportJobRow {
    #[sqlx(try_from = "Stored<ExportId>")]
    pub(crate) id: ExportId,
    #[sqlx(try_from = "Stored<TenantId>")]
    pub(crate) tenant_id: TenantId,
    #[sqlx(try_from = "Stored<Option<UserId>>")]
    pub(crate) user_id: Option<UserId>,
    /// E-mail address of the account; `None` for the operator.
    pub(crate) author: Option<String>,
    #[sqlx(try_from = "Stored<Option<ApiKeyId>>")]
    pub(crate) api_key_id: Option<ApiKeyId>,
    pub(crate) api_key_name: Option<String>,
    #[sqlx(try_from = "Stored<JobId>")]
    pub(crate) job_id: JobId,
    #[sqlx(try_from = "Stored<ExportKind>")]
    pub(crate) kind: ExportKind,
    #[sqlx(try_from = "Stored<ExportState>")]
    pub(crate) state: ExportState,
    pub(crate) filter_encrypted: Vec<u8>,
    #[sqlx(try_from = "Stored<ExportFormat>")]
    pub(crate) format: ExportFormat,
    pub(crate) request: String,
    pub(crate) pseudonym_salt_encrypted: Vec<u8>,
    pub(crate) file_name: String,
    pub(crate) ingest_bound: i64,
    pub(crate) matched: i64,
    pub(crate) written: i64,
    pub(crate) omitted: i64,
    /// JSON.
    pub(crate) omitted_reasons: String,
    /// JSON.
    pub(crate) recordings_omitted: String,
    pub(crate) bytes: i64,
    pub(crate) reason: Option<String>,
    /// JSON.
    pub(crate) notes: String,
    pub(crate) created_at: i64,
    pub(crate) finished_at: Option<i64>,
    pub(crate) expires_at: Option<i64>,
    pub(crate) revoked_at: Option<i64>,
    pub(crate) request_hash: Vec<u8>,
}

/// Progress of a background export, as of its last checkpoint.
#[derive(Debug, Clone, Copy)]
pub(crate) struct ExportJobProgress {
    pub(crate) written: i64,
    pub(crate) bytes: i64,
}

/// The end of a background export.
pub(crate) struct ExportJobEnd<'a> {
    pub(crate) state: ExportState,
    pub(crate) written: i64,
    pub(crate) omitted: i64,
    /// JSON.
    pub(crate) omitted_reasons: &'a str,
    /// JSON.
    pub(crate) recordings_omitted: &'a str,
    pub(crate) reason: Option<&'a str>,
    /// JSON.
    pub(crate) notes: &'a str,
    pub(crate) at: i64,
    pub(crate) expires_at: Option<i64>,
}

/// A query of background exports, to which conditions are added.
pub(super) const COLUMNS: &str = "SELECT e.id, e.tenant_id, e.user_id, u.email AS author, e.api_key_id, \
     k.name AS api_key_name, e.job_id, e.kind, e.state, e.filter_encrypted, e.format, e.request, \
     e.pseudonym_salt_encrypted, e.file_name, e.ingest_bound, e.matched, e.written, e.omitted, \
     e.omitted_reasons, e.recordings_omitted, e.bytes, e.reason, e.notes, e.created_at, \
     e.finished_at, e.expires_at, e.revoked_at, e.request_hash FROM exports e \
     LEFT JOIN users u ON u.id = e.user_id LEFT JOIN api_keys k ON k.id = e.api_key_id \
     WHERE e.job_id IS NOT NULL";

impl Db {
    /// One background export, whoever started it.
    pub(crate) async fn export_job(&self, id: ExportId) -> Result<Option<ExportJobRow>, Error> {
        let sql = AssertSqlSafe(format!("{COLUMNS} AND e.id = $1"));
        let row =
            on_db!(self, |pool| sqlx::query_as(sql).bind(Stored(id)).fetch_optional(pool).await)?;
        Ok(row)
    }

    /// The export that a key started after `since` with this idempotency key.
    pub(crate) async fn export_by_idempotency(
        &self,
        key_id: ApiKeyId,
        hash: &[u8],
        since: i64,
    ) -> Result<Option<ExportJobRow>, Error> {
        let sql = AssertSqlSafe(format!(
            "{COLUMNS} AND e.api_key_id = $1 AND e.idempotency_hash = $2 AND e.created_at > $3 \
             AND e.deleted_at IS NULL ORDER BY e.created_at DESC LIMIT 1"
        ));
        let row = on_db!(self, |pool| sqlx::query_as(sql)
            .bind(Stored(key_id))
            .bind(hash)
            .bind(since)
            .fetch_optional(pool)
            .await)?;
        Ok(row)
    }

    /// Unfinished exports whose job has ended, with the job's state and reason.
    pub(crate) async fn exports_of_ended_jobs(&self) -> Result<Vec<EndedJob>, Error> {
        let rows = on_db!(self, |pool| sqlx::query_as(
            "SELECT e.id AS export_id, j.state, j.reason FROM exports e \
             JOIN jobs j ON j.id = e.job_id \
             WHERE e.job_id IS NOT NULL AND e.finished_at IS NULL AND j.finished_at IS NOT NULL",
        )
        .fetch_all(pool)
        .await)?;
        Ok(rows)
    }
}

/// An export whose job has ended.
#[derive(Debug, sqlx::FromRow)]
pub(crate) struct EndedJob {
    #[sqlx(try_from = "Stored<ExportId>")]
    pub(crate) export_id: ExportId,
    #[sqlx(try_from = "Stored<earshot_domain::JobState>")]
    pub(crate) state: earshot_domain::JobState,
    pub(crate) reason: Option<String>,
}

impl Tx {
    /// Stores a background export with its projects; `false` when its idempotency key was used after
    /// `since` by a request that came at the same time.
    pub(crate) async fn add_export_job(
        &mut self,
        new: &NewExportJob<'_>,
        since: i64,
    ) -> Result<bool, Error> {
        let added = on_tx!(self, |connection| {
            sqlx::query(
                "UPDATE exports SET idempotency_hash = NULL \
                 WHERE api_key_id = $1 AND idempotency_hash = $2 AND created_at <= $3",
            )
            .bind(Stored(new.api_key_id))
            .bind(new.idempotency_hash)
            .bind(since)
            .execute(&mut *connection)
            .await?;
            sqlx::query(
                "INSERT INTO exports (id, tenant_id, user_id, api_key_id, job_id, kind, format, \
                 state, filter_encrypted, request, options, pseudonym_salt_encrypted, file_name, \
                 ingest_bound, matched, written, omitted, created_at, idempotency_hash, \
                 request_hash) VALUES ($1, $2, $3, $4, $5, $17, $6, 'queued', $7, $8, $9, $10, \
                 $11, $12, $13, 0, 0, $14, $15, $16) ON CONFLICT DO NOTHING",
            )
            .bind(Stored(new.id))
            .bind(Stored(new.tenant_id))
            .bind(Stored(new.user_id))
            .bind(Stored(new.api_key_id))
            .bind(Stored(new.job_id))
            .bind(Stored(new.format))
            .bind(new.filter_encrypted)
            .bind(new.request)
            .bind(new.options)
            .bind(new.pseudonym_salt_encrypted)
            .bind(new.file_name)
            .bind(new.ingest_bound)
            .bind(new.matched)
            .bind(new.created_at)
            .bind(new.idempotency_hash)
            .bind(new.request_hash)
            .bind(Stored(new.kind))
            .execute(&mut *connection)
            .await?
            .rows_affected()
        });
        self.add_export_projects(new.id, if added == 1 { new.projects } else { &[] }).await?;
        Ok(added == 1)
    }

    /// Records that an export is running, and how far it is: what a part that begins again wrote before
    /// counts until it is written once more.
    pub(crate) async fn record_export_progress(
        &mut self,
        id: ExportId,
        progress: ExportJobProgress,
    ) -> Result<(), Error> {
        on_tx!(self, |connection| {
            sqlx::query(
                "UPDATE exports SET state = 'running', \
                 written = CASE WHEN written > $2 THEN written ELSE $2 END, \
                 bytes = CASE WHEN bytes > $3 THEN bytes ELSE $3 END \
                 WHERE id = $1 AND state IN ('queued', 'running')",
            )
            .bind(Stored(id))
            .bind(progress.written)
            .bind(progress.bytes)
            .execute(&mut *connection)
            .await?;
        });
        Ok(())
    }

    /// Ends an export that waits or runs; `false` when it has ended.
    pub(crate) async fn end_export_job(
        &mut self,
        id: ExportId,
        end: &ExportJobEnd<'_>,
    ) -> Result<bool, Error> {
        let ended = on_tx!(self, |connection| {
            sqlx::query(
            "UPDATE exports SET state = $2, written = $3, omitted = $4, reason = $5, notes = $6, \
             finished_at = $7, expires_at = $8, omitted_reasons = $9, recordings_omitted = $10 \
             WHERE id = $1 AND state IN ('queued', 'running')",
        )
        .bind(Stored(id))
        .bind(Stored(end.state))
        .bind(end.written)
        .bind(end.omitted)
        .bind(end.reason)
        .bind(end.notes)
        .bind(end.at)
        .bind(end.expires_at)
        .bind(end.omitted_reasons)
        .bind(end.recordings_omitted)
        .execute(&mut *connection)
        .await?
        .rows_affected()
        });
        Ok(ended == 1)
    }
}
