//! Downloads of a background export's files, with access asked for each.

use bytes::Bytes;
use earshot_domain::{AuditAction, ExportId, ExportRequest, ExportState, Permission};
use futures::{StreamExt, stream::BoxStream};
use serde_json::json;

use crate::{
    Backend, Error, Viewer,
    exports::Exports,
    store::{ExportDownloadRow, ExportFileRow, ExportJobRow, unsigned},
};

/// A file that may be downloaded now.
pub struct ExportedFile {
    /// Its name; ASCII letters, digits, `-`, `_` and `.` only.
    pub name: String,
    /// Its media type.
    pub content_type: &'static str,
    /// Its length in bytes.
    pub length: u64,
    /// Its SHA-256 in hexadecimal digits.
    pub sha256: String,
    export: ExportId,
    object_key: String,
    backend: Backend,
}

impl Exports<'_> {
    /// Opens a file of a completed export.
    ///
    /// # Errors
    /// [`Error::NotFound`]; [`Error::LinkExpired`] when its links have ended; [`Error::Conflict`]
    /// while it is not complete.
    pub async fn job_file(
        self,
        viewer: &Viewer,
        id: ExportId,
        n: u32,
    ) -> Result<ExportedFile, Error> {
        let (row, files) = self.downloadable(viewer, id).await?;
        let file = files.into_iter().find(|file| file.n == i64::from(n)).ok_or(Error::NotFound)?;
        Ok(ExportedFile {
            content_type: row.format.content_type(),
            length: unsigned(file.bytes)?,
            name: file.name,
            sha256: file.sha256,
            export: id,
            object_key: file.object_key,
            backend: self.0.clone(),
        })
    }

    /// An export whose files can be downloaded now, with its files. It does not exist for who made it and has
    /// lost one of its projects or the right to its sensitive options since.
    pub(super) async fn downloadable(
        self,
        viewer: &Viewer,
        id: ExportId,
    ) -> Result<(ExportJobRow, Vec<ExportFileRow>), Error> {
        let row = self.visible(viewer, id).await?;
        check_unlocked(viewer, &row)?;
        let request: ExportRequest = serde_json::from_str(&row.request)?;
        let is_sensitive = request.options.sensitive_use().is_some();
        if is_sensitive && !viewer.may(Permission::ExportSensitive) {
            return Err(Error::NotFound);
        }
        if !viewer.has_all(self.0.db.export_projects(id).await?) {
            return Err(Error::NotFound);
        }
        match row.state {
            ExportState::Completed => {}
            ExportState::Queued | ExportState::Running => {
                return Err(Error::Conflict("This export is not complete yet.".to_owned()));
            }
            ExportState::Expired => return Err(Error::LinkExpired),
            _ => return Err(Error::Conflict("This export has no files.".to_owned())),
        }
        if row.expires_at.is_none_or(|at| at <= self.0.now_ms()) || row.revoked_at.is_some() {
            return Err(Error::LinkExpired);
        }
        let files = self.0.db.export_files(id).await?;
        Ok((row, files))
    }

    /// Records that a viewer downloads a file of an export.
    pub(super) async fn record_download(
        self,
        viewer: &Viewer,
        id: ExportId,
        file: &str,
    ) -> Result<(), Error> {
        let download = ExportDownloadRow {
            at: self.0.now_ms(),
            actor: viewer.actor().to_string(),
            file: file.to_owned(),
        };
        let mut tx = self.0.db.begin().await?;
        tx.add_export_download(id, &download).await?;
        let detail = json!({ "file": file });
        self.0
            .audit()
            .record(&mut tx, viewer, AuditAction::ExportDownloaded, id, &detail, None)
            .await?;
        tx.commit().await
    }
}

/// Refuses files with what one person unlocked to everybody else, and to them without the permission.
fn check_unlocked(viewer: &Viewer, row: &ExportJobRow) -> Result<(), Error> {
    let request: ExportRequest = serde_json::from_str(&row.request)?;
    let own = row.user_id == viewer.actor().user_id() && viewer.key_id().is_none();
    if !request.options.reads_unlocked() || (own && viewer.may(Permission::ExportSensitive)) {
        return Ok(());
    }
    Err(Error::Conflict(
        "The files of this export have what the person who started it had unlocked, so only that person \
         can download them."
            .to_owned(),
    ))
}

impl ExportedFile {
    /// Streams bytes from `first` up to, not including, `end`. The download is recorded before its
    /// first byte.
    pub async fn read(
        &self,
        viewer: &Viewer,
        first: u64,
        end: u64,
    ) -> Result<BoxStream<'static, Result<Bytes, Error>>, Error> {
        let place = self.backend.exports().place()?;
        let found = place.read(&self.object_key, first, end).await?;
        let stream = found.ok_or(Error::ExportsUnreachable)?;
        self.backend.exports().record_download(viewer, self.export, &self.name).await?;
        Ok(stream.map(|chunk| chunk.map_err(Error::internal)).boxed())
    }
}
