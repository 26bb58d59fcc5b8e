//! Background exports by API key: each key sees its own.

use earshot_domain::{
    ApiScope, ExportAnswer, ExportAnswers, ExportId, ExportJob, ExportListQuery, ExportRequest,
    Pagination, Permission,
};

use super::{
    archive::ExportArchive, download::ExportedFile, manifest_file::ExportManifest,
    start::StartedExport,
};
use crate::{
    ApiClient, Error,
    exports::{Exports, cursor, visibility::visible_exports},
    store::ExportJobRow,
};

/// Background exports of one key, which has the scope.
#[derive(Clone, Copy)]
pub struct KeyExports<'a> {
    exports: Exports<'a>,
    client: &'a ApiClient,
}

impl<'a> Exports<'a> {
    /// Background exports of a key.
    ///
    /// # Errors
    /// [`Error::ScopeMissing`].
    pub fn of_key(self, client: &'a ApiClient) -> Result<KeyExports<'a>, Error> {
        client.demand(ApiScope::ExportsWrite)?;
        Ok(KeyExports { exports: self, client })
    }
}

impl KeyExports<'_> {
    /// Queues an export. Whole numbers need the scope `callers:full` in addition.
    ///
    /// # Errors
    /// As [`Exports::start`].
    pub async fn start(
        self,
        request: &ExportRequest,
        idempotency_key: Option<&str>,
    ) -> Result<StartedExport, Error> {
        if request.options.caller_full.is_some() {
            self.client.demand(ApiScope::CallersFull)?;
        }
        self.exports.start(&self.client.viewer, request, idempotency_key).await
    }

    /// Lists the key's exports, newest first.
    ///
    /// # Errors
    /// [`Error::Invalid`] for a cursor that is none of this list.
    pub async fn list(self, query: &ExportListQuery) -> Result<ExportAnswers, Error> {
        let viewer = &self.client.viewer;
        viewer.require(Permission::ExportInBackground)?;
        let start = query.cursor.as_deref().map(cursor::read).transpose()?;
        // One more than a page shows whether the list continues.
        let most = i64::from(query.limit).saturating_add(1);
        let db = &self.exports.0.db;
        let mut rows = db.export_jobs(&visible_exports(viewer), start, most).await?;
        let next_cursor = cursor::cut(&mut rows, query.limit as usize, ExportJobRow::place);
        let mut exports = Vec::with_capacity(rows.len());
        for row in rows {
            exports.push(ExportAnswer::from(self.exports.view(viewer, row).await?));
        }
        let pagination = Pagination { has_more: next_cursor.is_some(), next_cursor };
        Ok(ExportAnswers { exports, pagination })
    }

    /// One export of the key.
    pub async fn job(self, id: ExportId) -> Result<ExportJob, Error> {
        self.exports.job(&self.client.viewer, id).await
    }

    /// Cancels an export of the key.
    pub async fn cancel(self, id: ExportId) -> Result<(), Error> {
        self.exports.cancel_job(&self.client.viewer, id).await
    }

    /// Opens a file of an export of the key.
    pub async fn file(self, id: ExportId, n: u32) -> Result<ExportedFile, Error> {
        self.exports.job_file(&self.client.viewer, id, n).await
    }

    /// The manifest of an export of the key.
    pub async fn manifest(self, id: ExportId) -> Result<ExportManifest, Error> {
        self.exports.job_manifest(&self.client.viewer, id).await
    }

    /// Opens a ZIP of all files of an export of the key.
    pub async fn archive(self, id: ExportId) -> Result<ExportArchive, Error> {
        self.exports.job_archive(&self.client.viewer, id).await
    }
}
