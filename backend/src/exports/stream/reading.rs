//! Reading of an export's batches, each with the person's current access.

use tokio::sync::mpsc;

use super::{
    chunk::Chunk,
    run::{Run, Stop},
};
use crate::{
    Error,
    access::ProjectScope,
    exports::unlocked,
    store::{ExportRecordRow, PageStart},
};

impl Run {
    /// Reads the next batch, unless the export must stop.
    pub(super) async fn next_rows(
        &mut self,
        scope: &mut Option<ProjectScope>,
        start: &PageStart,
        sender: &mpsc::Sender<Chunk>,
    ) -> Result<Vec<ExportRecordRow>, Stop> {
        let mut status = self.lease.status.clone();
        tokio::select! {
            biased;
            _ = status.wait_for(|status| status.must_stop()) => Err(Stop::Cancelled),
            () = sender.closed() => Err(Stop::Cancelled),
            rows = self.renewed_batch(scope, start) => Ok(rows?),
        }
    }

    /// Reads the next batch with the user's current access, which is read at the same time: rows are
    /// handed on only when it still includes them. When the project is no longer assigned, its
    /// remaining calls are omitted; when the session has ended, the export is aborted.
    async fn renewed_batch(
        &mut self,
        scope: &mut Option<ProjectScope>,
        start: &PageStart,
    ) -> Result<Vec<ExportRecordRow>, Error> {
        let Some(known) = scope.take() else { return Ok(Vec::new()) };
        let limit = self.next_limit();
        let renewal = self.backend.access().renew_viewer(&self.viewer);
        let (viewer, rows) = tokio::try_join!(renewal, self.read(&known, Some(start), limit))?;
        self.viewer = viewer;
        let renewed = match self.viewer.project(Some(&known.project.slug)) {
            Ok(renewed) => renewed,
            Err(Error::NotFound) => return Ok(Vec::new()),
            Err(error) => return Err(error),
        };
        let mut rows =
            if renewed == known { rows } else { self.read(&renewed, Some(start), limit).await? };
        *scope = Some(renewed);
        self.unlock(&mut rows).await?;
        Ok(rows)
    }

    /// Fills what the options show of calls that the person has unlocked, with their current access.
    pub(super) async fn unlock(&self, rows: &mut [ExportRecordRow]) -> Result<(), Error> {
        let (id, options) = (self.lease.export_id, &self.options);
        unlocked::fill(&self.backend, &self.viewer, id, options, None, rows).await
    }

    /// Number of rows of the next batch.
    pub(super) fn next_limit(&mut self) -> i64 {
        let rows = self.batch_rows;
        self.batch_rows = (rows * 2).min(self.max_batch_rows);
        rows
    }

    pub(super) async fn read(
        &self,
        scope: &ProjectScope,
        start: Option<&PageStart>,
        limit: i64,
    ) -> Result<Vec<ExportRecordRow>, Error> {
        self.backend.db.export_batch(scope, &self.search, self.bound, start, limit).await
    }
}
