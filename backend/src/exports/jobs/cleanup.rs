//! Deletion of files: of exports that are over, and what interrupted runs left behind.

use std::collections::HashMap;

use earshot_domain::{ExportId, ExportState};
use serde_json::json;

use crate::{
    Backend, Error,
    exports::{Exports, files::ExportPlace},
    jobs::{JobContext, JobKind, NewJob, RunEnd},
    store::ExportUploadRow,
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
        exports.delete_strays(&exports.place()?).await?;
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

    /// Deletes published files that no export lists, unfinished files that no run writes, and uploads
    /// that nobody completes. What belongs to a running export stays: its run may not yet have listed
    /// it.
    pub(super) async fn delete_strays(self, place: &ExportPlace) -> Result<(), Error> {
        let mut listed: HashMap<ExportId, Option<Vec<String>>> = HashMap::new();
        for key in place.published(None).await? {
            let Some(id) = owner(&key) else { continue };
            if let Some(keys) = self.listed_files(&mut listed, id).await?
                && !keys.contains(&key)
            {
                place.remove(&key).await?;
            }
        }
        for name in place.unfinished().await? {
            let Some(id) = owner(&name) else { continue };
            if self.listed_files(&mut listed, id).await?.is_some() {
                place.discard_unfinished(&name).await;
            }
        }
        for upload in self.0.db.export_uploads().await? {
            if self.listed_files(&mut listed, upload.export_id).await?.is_some() {
                self.abort(place, &upload).await?;
            }
        }
        Ok(())
    }

    /// Deletes what interrupted runs of an export left, once it has ended.
    pub(super) async fn delete_strays_of(self, id: ExportId) -> Result<(), Error> {
        let place = self.place()?;
        let Some(keys) = self.listed_files(&mut HashMap::new(), id).await? else { return Ok(()) };
        for key in place.published(Some(id)).await? {
            if !keys.contains(&key) {
                place.remove(&key).await?;
            }
        }
        discard_unfinished(&place, id, i64::MAX).await?;
        for upload in self.0.db.export_uploads().await? {
            if upload.export_id == id {
                self.abort(&place, &upload).await?;
            }
        }
        Ok(())
    }

    /// Deletes the unfinished files of the runs before this one of an export; later ones may be writing.
    /// What cannot be deleted is left to the cleanup.
    pub(super) async fn forget_runs_before(self, id: ExportId, run: i64) {
        let deleted = match self.place() {
            Ok(place) => discard_unfinished(&place, id, run).await,
            Err(error) => Err(error),
        };
        if let Err(error) = deleted {
            tracing::warn!(%error, "files of interrupted runs were not deleted");
        }
    }

    async fn abort(self, place: &ExportPlace, upload: &ExportUploadRow) -> Result<(), Error> {
        place.abort(&upload.object_key, &upload.upload_id).await?;
        let mut tx = self.0.db.begin().await?;
        tx.remove_export_upload(&upload.object_key, &upload.upload_id).await?;
        tx.commit().await
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

/// Deletes the unfinished files of the runs of an export before this one.
async fn discard_unfinished(place: &ExportPlace, id: ExportId, run: i64) -> Result<(), Error> {
    for name in place.unfinished().await? {
        if owner(&name) == Some(id) && run_of(&name).is_some_and(|earlier| earlier < run) {
            place.discard_unfinished(&name).await;
        }
    }
    Ok(())
}

/// The export that a file belongs to: keys and names begin with its id.
fn owner(name: &str) -> Option<ExportId> {
    name.get(..36)?.parse().ok()
}

/// The run that writes an unfinished file: its name has it after the id.
fn run_of(name: &str) -> Option<i64> {
    name.get(37..)?.split('-').next()?.parse().ok()
}
