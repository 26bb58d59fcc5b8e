//! What a person can see and do about their own exports.

use std::time::Duration;

use earshot_domain::{CallFilter, ExportId, ExportProgress, ExportRecord, ExportState};

use super::lease::resource;
use crate::{
    Backend, Error, Viewer,
    access::local_time,
    privacy::encryption::Sealed,
    store::{ExportRow, unsigned},
};

/// Exports shown in the history.
const SHOWN: i64 = 100;
/// How often a cancelled export is looked at, and for how long at most.
const LOOK: Duration = Duration::from_millis(10);
const LONGEST_WAIT: Duration = Duration::from_secs(2);

impl Backend {
    /// Cancels a running export of the viewer's, from any tab and any process. One that has ended
    /// stays as it ended.
    pub async fn cancel_export(&self, viewer: &Viewer, id: ExportId) -> Result<(), Error> {
        if !self.leases.cancel(&resource(viewer), &id.to_string()).await? {
            self.export_progress(viewer, id).await?;
            return Ok(());
        }
        self.wait_for_end(viewer, id).await
    }

    /// Waits until a cancelled export has ended, wherever it runs, so that whoever cancelled it sees
    /// it so; a process that does not answer keeps nobody waiting for long.
    async fn wait_for_end(&self, viewer: &Viewer, id: ExportId) -> Result<(), Error> {
        let ended = async {
            let mut look = tokio::time::interval(LOOK);
            while self.running_export(viewer).await? == Some(id) {
                look.tick().await;
            }
            Ok(())
        };
        tokio::time::timeout(LONGEST_WAIT, ended).await.unwrap_or(Ok(()))
    }

    /// How an export of the viewer's stands.
    pub async fn export_progress(
        &self,
        viewer: &Viewer,
        id: ExportId,
    ) -> Result<ExportProgress, Error> {
        let (tenant, user) = (viewer.tenant.id.to_string(), viewer.user_id.to_string());
        let row = self.db.export_of(&tenant, &user, &id.to_string()).await?;
        let row = row.ok_or(Error::NotFound)?;
        progress(&row, self.running_export(viewer).await?)
    }

    /// The viewer's latest exports, newest first.
    pub async fn export_history(&self, viewer: &Viewer) -> Result<Vec<ExportRecord>, Error> {
        let (tenant, user) = (viewer.tenant.id.to_string(), viewer.user_id.to_string());
        let running = self.running_export(viewer).await?;
        let rows = self.db.exports_of(&tenant, &user, SHOWN).await?;
        rows.iter().map(|row| record(viewer, row, running)).collect()
    }

    /// The viewer's export that runs now.
    pub(crate) async fn running_export(&self, viewer: &Viewer) -> Result<Option<ExportId>, Error> {
        let id = self.leases.holder(&resource(viewer)).await?;
        id.map(|id| id.parse().map_err(Error::internal)).transpose()
    }
}

fn progress(row: &ExportRow, running: Option<ExportId>) -> Result<ExportProgress, Error> {
    let export_id = row.id.parse().map_err(Error::internal)?;
    let stored: ExportState = row.state.parse().map_err(Error::internal)?;
    // A crash leaves an export running in the table; without the lease it is not.
    let died = stored == ExportState::Running && running != Some(export_id);
    Ok(ExportProgress {
        export_id,
        state: if died { ExportState::Failed } else { stored },
        matched: unsigned(row.matched)?,
        written: unsigned(row.written)?,
        omitted: unsigned(row.omitted)?,
    })
}

fn record(
    viewer: &Viewer,
    row: &ExportRow,
    running: Option<ExportId>,
) -> Result<ExportRecord, Error> {
    let zone = &viewer.tenant.zone;
    let query =
        viewer.tenant.key.open_text(Sealed::ExportFilter, &row.id, &row.filter_encrypted)?;
    Ok(ExportRecord {
        progress: progress(row, running)?,
        started: local_time(row.created_at, zone)?,
        ended: row.finished_at.map(|at| local_time(at, zone)).transpose()?,
        filter: CallFilter::parse_query(&query).filter,
        options: serde_json::from_str(&row.options)?,
        file_name: row.file_name.clone(),
    })
}
