//! The job that writes a background export.

use earshot_domain::ExportId;
use serde::{Deserialize, Serialize};

use super::writing::Writing;
use crate::{
    Backend, Error,
    jobs::{JobContext, JobKind, NewJob, RunEnd},
};

/// Background exports of a tenant that run at once (docs/compatibility.md#askvault-concurrent-jobs).
const EXPORTS_PER_TENANT: i64 = 3;

/// Job that writes the files of one export.
pub(crate) struct ExportRun {
    backend: Backend,
    workers: usize,
}

/// Payload of the job.
#[derive(Serialize, Deserialize)]
pub(super) struct Payload {
    pub(super) export_id: ExportId,
}

impl ExportRun {
    pub(crate) fn new(backend: Backend, workers: usize) -> Self {
        Self { backend, workers }
    }
}

impl JobKind for ExportRun {
    const NAME: &'static str = "export";
    const SLOTS_PER_TENANT: Option<i64> = Some(EXPORTS_PER_TENANT);

    fn slots(&self) -> usize {
        self.workers
    }

    /// Nothing is queued by time, but exports whose job has ended are ended too.
    async fn due(&self) -> Result<Vec<NewJob>, Error> {
        self.backend.exports().end_interrupted().await?;
        self.backend.exports().end_orphaned().await?;
        Ok(Vec::new())
    }

    async fn run(&self, context: &JobContext) -> Result<RunEnd, Error> {
        let Payload { export_id } = context.payload()?;
        let row = self.backend.db.export_job(export_id).await?.ok_or(Error::NotFound)?;
        if !row.state.is_active() {
            // The run that ended it may have died before it deleted what interrupted ones left.
            self.backend.exports().delete_strays_of(export_id).await?;
            return Ok(RunEnd::Completed);
        }
        let mut writing = Writing::load(&self.backend, context, row).await?;
        let end = writing.write().await;
        if !matches!(end, Ok(RunEnd::Completed)) {
            writing.leave(&end).await?;
        }
        // Also by a run that lost its job: another may have ended the export meanwhile.
        self.backend.exports().delete_strays_of(export_id).await?;
        end
    }
}
