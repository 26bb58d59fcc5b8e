//! History, status and cancellation of a user's exports.

use std::time::Duration;

use earshot_domain::{CallFilter, ExportId, ExportProgress, ExportRecord, ExportState};

use super::lease::{export_of_owner, resource};
use crate::{
    Error, Viewer,
    access::local_time,
    exports::Exports,
    privacy::encryption::Sealed,
    store::{ExportRow, unsigned},
};

/// Maximum exports in the history.
const HISTORY_ROWS: i64 = 100;
/// Interval and timeout of polling a cancelled export.
const POLL_INTERVAL: Duration = Duration::from_millis(10);
const CANCEL_TIMEOUT: Duration = Duration::from_secs(2);

impl Exports<'_> {
    /// Cancels a running export of the viewer, in whichever tab or process it runs. A finished
    /// export is unchanged.
    pub async fn cancel(self, viewer: &Viewer, id: ExportId) -> Result<(), Error> {
        if !self.0.leases.cancel(&resource(viewer)?, &id.to_string()).await? {
            self.progress(viewer, id).await?;
            return Ok(());
        }
        self.wait_for_end(viewer, id).await
    }

    /// Waits until a cancelled export has ended, so that its next status shows it as cancelled; the
    /// timeout bounds the wait for another process.
    async fn wait_for_end(self, viewer: &Viewer, id: ExportId) -> Result<(), Error> {
        let ended = async {
            let mut poll = tokio::time::interval(POLL_INTERVAL);
            while self.running_export(viewer).await? == Some(id) {
                poll.tick().await;
            }
            Ok(())
        };
        tokio::time::timeout(CANCEL_TIMEOUT, ended).await.unwrap_or(Ok(()))
    }

    /// Status of an export of the viewer.
    pub async fn progress(self, viewer: &Viewer, id: ExportId) -> Result<ExportProgress, Error> {
        let row = self.0.db.export_of(viewer.tenant.id, viewer.user_id()?, id).await?;
        let row = row.ok_or(Error::NotFound)?;
        progress(&row, self.running_export(viewer).await?)
    }

    /// Lists the viewer's latest exports, newest first.
    pub async fn history(self, viewer: &Viewer) -> Result<Vec<ExportRecord>, Error> {
        Ok(self.dated_history(viewer).await?.into_iter().map(|(_, record)| record).collect())
    }

    /// Those exports, each with its start in milliseconds.
    pub(in crate::exports) async fn dated_history(
        self,
        viewer: &Viewer,
    ) -> Result<Vec<(i64, ExportRecord)>, Error> {
        let running = self.running_export(viewer).await?;
        let rows = self.0.db.exports_of(viewer.tenant.id, viewer.user_id()?, HISTORY_ROWS).await?;
        rows.iter().map(|row| Ok((row.created_at, record(viewer, row, running)?))).collect()
    }

    /// Id of the viewer's running export.
    pub async fn running_export(self, viewer: &Viewer) -> Result<Option<ExportId>, Error> {
        let duration = Duration::from_secs(self.0.limits.export_lease_seconds.into());
        let owner = self.0.leases.owner(&resource(viewer)?, duration).await?;
        owner.as_deref().map(export_of_owner).transpose()
    }
}

fn progress(row: &ExportRow, running: Option<ExportId>) -> Result<ExportProgress, Error> {
    // A crash leaves the running state in the table: an export without a lease has failed.
    let crashed = row.state == ExportState::Running && running != Some(row.id);
    Ok(ExportProgress {
        export_id: row.id,
        state: if crashed { ExportState::Failed } else { row.state },
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
    let query = viewer.tenant.key.open_text(Sealed::ExportFilter, row.id, &row.filter_encrypted)?;
    Ok(ExportRecord {
        progress: progress(row, running)?,
        started: local_time(row.created_at, zone)?,
        ended: row.finished_at.map(|at| local_time(at, zone)).transpose()?,
        filter: CallFilter::parse_query(&query).filter,
        options: serde_json::from_str(&row.options)?,
        file_name: row.file_name.clone(),
    })
}
