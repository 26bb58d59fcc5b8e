//! Files of background exports, and who downloaded them.

use earshot_domain::{ExportId, ExportState};

use super::{
    Db, Tx,
    db::{on_db, on_tx},
    stored::Stored,
};
use crate::Error;

/// A whole file of an export.
#[derive(Debug, Clone, PartialEq, Eq, sqlx::FromRow)]
pub(crate) struct ExportFileRow {
    /// Its number, from 1.
    pub(crate) n: i64,
    pub(crate) name: String,
    pub(crate) object_key: String,
    pub(crate) rows_written: i64,
    pub(crate) calls: i64,
    pub(crate) bytes: i64,
    /// In hexadecimal digits, as the next.
    pub(crate) sha256: String,
    /// Digest of the ids of the calls in it, in order.
    pub(crate) calls_sha256: String,
    pub(crate) first_arrival: i64,
    pub(crate) last_arrival: i64,
    /// Checksum by which a ZIP describes the file.
    pub(crate) crc32: i64,
}

/// A download of an export's files.
#[derive(Debug, Clone, sqlx::FromRow)]
pub(crate) struct ExportDownloadRow {
    pub(crate) at: i64,
    pub(crate) actor: String,
    pub(crate) file: String,
}

/// An upload to a bucket that is not completed.
#[derive(Debug, Clone, sqlx::FromRow)]
pub(crate) struct ExportUploadRow {
    pub(crate) object_key: String,
    pub(crate) upload_id: String,
    #[sqlx(try_from = "Stored<ExportId>")]
    pub(crate) export_id: ExportId,
}

/// An export whose files are to be deleted.
#[derive(Debug, sqlx::FromRow)]
pub(crate) struct ExportOver {
    #[sqlx(try_from = "Stored<ExportId>")]
    pub(crate) id: ExportId,
}

impl Db {
    /// The files of an export, in order.
    pub(crate) async fn export_files(&self, id: ExportId) -> Result<Vec<ExportFileRow>, Error> {
        let rows = on_db!(self, |pool| sqlx::query_as(
            "SELECT n, name, object_key, rows_written, calls, bytes, sha256, calls_sha256, \
             first_arrival, last_arrival, crc32 FROM export_files WHERE export_id = $1 ORDER BY n",
        )
        .bind(Stored(id))
        .fetch_all(pool)
        .await)?;
        Ok(rows)
    }

    /// Downloads of an export's files, oldest first.
    pub(crate) async fn export_downloads(
        &self,
        id: ExportId,
    ) -> Result<Vec<ExportDownloadRow>, Error> {
        let rows = on_db!(self, |pool| {
            sqlx::query_as(
            "SELECT at, actor, file FROM export_downloads WHERE export_id = $1 ORDER BY at LIMIT 500",
        )
        .bind(Stored(id))
        .fetch_all(pool)
        .await
        })?;
        Ok(rows)
    }

    /// Uploads that are not completed.
    pub(crate) async fn export_uploads(&self) -> Result<Vec<ExportUploadRow>, Error> {
        let rows = on_db!(self, |pool| sqlx::query_as(
            "SELECT object_key, upload_id, export_id FROM export_uploads LIMIT 1000",
        )
        .fetch_all(pool)
        .await)?;
        Ok(rows)
    }

    /// Exports whose files are to be deleted: expired, revoked, failed or cancelled.
    pub(crate) async fn exports_over(&self, now: i64) -> Result<Vec<ExportOver>, Error> {
        let rows = on_db!(self, |pool| sqlx::query_as(
            "SELECT id FROM exports WHERE expires_at IS NOT NULL AND files_deleted_at IS NULL \
             AND expires_at <= $1 LIMIT 100",
        )
        .bind(now)
        .fetch_all(pool)
        .await)?;
        Ok(rows)
    }
}

impl Tx {
    /// Lists a file that is whole.
    pub(crate) async fn add_export_file(
        &mut self,
        id: ExportId,
        file: &ExportFileRow,
    ) -> Result<(), Error> {
        on_tx!(self, |connection| {
            sqlx::query(
                "INSERT INTO export_files (export_id, n, name, object_key, rows_written, calls, \
                 bytes, sha256, calls_sha256, first_arrival, last_arrival, \
                 crc32) VALUES ($1, $2, $3, $4, $5, $6, $7, $8, $9, $10, $11, $12)",
            )
            .bind(Stored(id))
            .bind(file.n)
            .bind(&file.name)
            .bind(&file.object_key)
            .bind(file.rows_written)
            .bind(file.calls)
            .bind(file.bytes)
            .bind(&file.sha256)
            .bind(&file.calls_sha256)
            .bind(file.first_arrival)
            .bind(file.last_arrival)
            .bind(file.crc32)
            .execute(&mut *connection)
            .await?;
        });
        Ok(())
    }

    /// Records an upload, so that it can be aborted when nobody completes it.
    pub(crate) async fn add_export_upload(
        &mut self,
        id: ExportId,
        key: &str,
        upload_id: &str,
        now: i64,
    ) -> Result<(), Error> {
        on_tx!(self, |connection| {
            sqlx::query(
                "INSERT INTO export_uploads (object_key, upload_id, export_id, started_at) \
                 VALUES ($1, $2, $3, $4) ON CONFLICT DO NOTHING",
            )
            .bind(key)
            .bind(upload_id)
            .bind(Stored(id))
            .bind(now)
            .execute(&mut *connection)
            .await?;
        });
        Ok(())
    }

    /// Forgets an upload that was completed or aborted.
    pub(crate) async fn remove_export_upload(
        &mut self,
        key: &str,
        upload_id: &str,
    ) -> Result<(), Error> {
        on_tx!(self, |connection| {
            sqlx::query("DELETE FROM export_uploads WHERE object_key = $1 AND upload_id = $2")
                .bind(key)
                .bind(upload_id)
                .execute(&mut *connection)
                .await?;
        });
        Ok(())
    }

    /// Records a download.
    pub(crate) async fn add_export_download(
        &mut self,
        id: ExportId,
        download: &ExportDownloadRow,
    ) -> Result<(), Error> {
        on_tx!(self, |connection| {
            sqlx::query(
                "INSERT INTO export_downloads (export_id, at, actor, file) VALUES ($1, $2, $3, $4)",
            )
            .bind(Stored(id))
            .bind(download.at)
            .bind(&download.actor)
            .bind(&download.file)
            .execute(&mut *connection)
            .await?;
        });
        Ok(())
    }

    /// Ends the links to an export's files at `now`; `false` when they have ended.
    pub(crate) async fn revoke_export(&mut self, id: ExportId, now: i64) -> Result<bool, Error> {
        let revoked = on_tx!(self, |connection| sqlx::query(
            "UPDATE exports SET revoked_at = $2, expires_at = $2 \
             WHERE id = $1 AND revoked_at IS NULL AND finished_at IS NOT NULL \
             AND files_deleted_at IS NULL",
        )
        .bind(Stored(id))
        .bind(now)
        .execute(&mut *connection)
        .await?
        .rows_affected());
        Ok(revoked == 1)
    }

    /// Deletes the entry of an export at `now`; `false` where it waits, runs, has files or is deleted.
    pub(crate) async fn delete_export(&mut self, id: ExportId, now: i64) -> Result<bool, Error> {
        let deleted = on_tx!(self, |connection| sqlx::query(
            "UPDATE exports SET deleted_at = $2 WHERE id = $1 AND deleted_at IS NULL \
             AND state NOT IN ('queued', 'running', 'completed')",
        )
        .bind(Stored(id))
        .bind(now)
        .execute(&mut *connection)
        .await?
        .rows_affected());
        Ok(deleted == 1)
    }

    /// Records that the files of an export were deleted; a completed one is then expired.
    pub(crate) async fn record_files_deleted(
        &mut self,
        id: ExportId,
        now: i64,
    ) -> Result<(), Error> {
        on_tx!(self, |connection| {
            sqlx::query("DELETE FROM export_files WHERE export_id = $1")
                .bind(Stored(id))
                .execute(&mut *connection)
                .await?;
            sqlx::query(
                "UPDATE exports SET files_deleted_at = $2, \
                 state = CASE WHEN state = $3 THEN $4 ELSE state END WHERE id = $1",
            )
            .bind(Stored(id))
            .bind(now)
            .bind(Stored(ExportState::Completed))
            .bind(Stored(ExportState::Expired))
            .execute(&mut *connection)
            .await?;
        });
        Ok(())
    }
}
