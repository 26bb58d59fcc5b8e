//! Deletion of files: of exports that are over, and what interrupted runs left behind.

use std::collections::HashMap;

use earshot_domain::{ExportId, ExportState};
use serde_json::json;

use crate::{
    Backend, Error,
    exports::{Exports, files::ExportPlace},
    jobs::{JobContext, JobKind, NewJob, RunEnd},
};

/// Milliseconds between the end of a run and the start of the next.
const INTERVAL_MS: i64 = 600_000;
/// Deduplication key that limits the job to one run at a time.
const KEY: &str = "cleanup";

/// Job that deletes the files of exports.
pub(crate) struct ExportCleanup {
    backend: Backend,
}

impl ExportCleanup {
    pub(crate) fn new(backend: Backend) -> Self {
        Self { backend }
    }
}

impl JobKind for ExportCleanup {
    const NAME: &'static str = "export_cleanup";

    async fn due(&self) -> Result<Vec<NewJob>, Error> {
        let since = self.backend.now_ms() - INTERVAL_MS;
        let recent = self.backend.db.has_recent_job(Self::NAME, KEY, since).await?;
        if recent || self.backend.exports.is_none() {
            return Ok(Vec::new());
        }
        Ok(vec![NewJob::of::<Self>(json!({})).once(KEY).unless_ended_after(since)])
    }

    async fn run(&self, context: &JobContext) -> Result<RunEnd, Error> {
        let exports = self.backend.exports();
        exports.delete_over().await?;
        context.checkpoint("over").await?;
        let place = exports.place()?;
        exports.abort_uploads(&place).await?;
        exports.delete_strays(&place).await?;
        Ok(RunEnd::Completed)
    }
}

impl Exports<'_> {
    /// Deletes the files of exports that are expired, revoked, failed or cancelled.
    pub(super) async fn delete_over(self) -> Result<(), Error> {
        for over in self.0.db.exports_over(self.0.now_ms()).await? {
            self.delete_files(over.id).await?;
        }
        Ok(())
    }

    /// Deletes the files of an export; a completed one is then expired.
    pub(super) async fn delete_files(self, id: ExportId) -> Result<(), Error> {
        let place = self.place()?;
        for file in self.0.db.export_files(id).await? {
            place.remove(&file.object_key).await?;
        }
        let mut tx = self.0.db.begin().await?;
        tx.record_files_deleted(id, self.0.now_ms()).await?;
        tx.commit().await
    }

    /// Deletes published files that no export lists and unfinished files that no run writes. A file
    /// may belong to a run that has not yet listed it, so those of a running export stay.
    pub(super) async fn delete_strays(self, place: &ExportPlace) -> Result<(), Error> {
        let mut listed: HashMap<ExportId, Option<Vec<String>>> = HashMap::new();
        for key in place.published().await? {
            let owner = key.get(..36).and_then(|id| id.parse().ok());
            let stray = match owner {
                None => false,
                Some(id) => match self.listed_files(&mut listed, id).await? {
                    Some(keys) => !keys.contains(&key),
                    None => false,
                },
            };
            if stray {
                place.remove(&key).await?;
            }
        }
        for (name, owner) in place.unfinished().await? {
            let Some(id) = owner else { continue };
            if self.listed_files(&mut listed, id).await?.is_some() {
                place.discard_unfinished(&name).await;
            }
        }
        Ok(())
    }

    /// Aborts the uploads of exports that are over; those that a running export lost are aborted when
    /// it is over.
    pub(super) async fn abort_uploads(self, place: &ExportPlace) -> Result<(), Error> {
        for upload in self.0.db.export_uploads().await? {
            let row = self.0.db.export_job(upload.export_id).await?;
            if row.is_some_and(|row| row.state.is_active()) {
                continue;
            }
            place.abort(&upload.object_key, &upload.upload_id).await?;
            let mut tx = self.0.db.begin().await?;
            tx.remove_export_upload(&upload.object_key, &upload.upload_id).await?;
            tx.commit().await?;
        }
        Ok(())
    }

    /// Keys of an export's files; `None` while it waits or runs.
    async fn listed_files(
        self,
        known: &mut HashMap<ExportId, Option<Vec<String>>>,
        id: ExportId,
    ) -> Result<Option<Vec<String>>, Error> {
        if let Some(keys) = known.get(&id) {
            return Ok(keys.clone());
        }
        let state = self.0.db.export_job(id).await?.map(|row| row.state);
        let keys = if state.is_some_and(ExportState::is_active) {
            None
        } else {
            let files = self.0.db.export_files(id).await?;
            Some(files.into_iter().map(|file| file.object_key).collect())
        };
        known.insert(id, keys.clone());
        Ok(keys)
    }
}
