//! Status and cancellation of a user's streamed exports, and their entries in lists.

use std::time::Duration;

use earshot_domain::{CallFilter, ExportId, ExportProgress, ExportRecord, ExportState};

use super::lease::{export_of_owner, resource};
use crate::{
    Error, Viewer,
    access::local_time,
    exports::Exports,
    privacy::encryption::Sealed,
    store::{ExportRow, LeaseTime, unsigned},
};

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
        let user = viewer.user_id()?;
        let row = self.0.db.export_of(viewer.tenant.id, user, id, self.lease_time()).await?;
        progress(&row.ok_or(Error::NotFound)?)
    }

    /// The time at which exports have their leases.
    pub(in crate::exports) fn lease_time(self) -> LeaseTime {
        let now = self.0.now_ms();
        let duration = i64::from(self.0.limits.export_lease_seconds) * 1000;
        LeaseTime { now, expires_at: now + duration }
    }

    /// Id of the viewer's running export.
    pub async fn running_export(self, viewer: &Viewer) -> Result<Option<ExportId>, Error> {
        let duration = Duration::from_secs(self.0.limits.export_lease_seconds.into());
        let owner = self.0.leases.owner(&resource(viewer)?, duration).await?;
        owner.as_deref().map(export_of_owner).transpose()
    }
}

fn progress(row: &ExportRow) -> Result<ExportProgress, Error> {
    // A crash leaves the running state in the table: an export without a lease has failed.
    let crashed = row.state == ExportState::Running && !row.is_leased;
    Ok(ExportProgress {
        export_id: row.id,
        state: if crashed { ExportState::Failed } else { row.state },
        matched: unsigned(row.matched)?,
        written: unsigned(row.written)?,
        omitted: unsigned(row.omitted)?,
    })
}

/// A streamed export as a viewer sees it.
pub(in crate::exports) fn export_record(
    viewer: &Viewer,
    row: ExportRow,
) -> Result<ExportRecord, Error> {
    let zone = &viewer.tenant.zone;
    let query = viewer.tenant.key.open_text(Sealed::ExportFilter, row.id, &row.filter_encrypted)?;
    Ok(ExportRecord {
        progress: progress(&row)?,
        own: viewer.key_id().is_none() && viewer.actor.user_id() == Some(row.user_id),
        project: viewer.assigned(row.project_id).map(|project| project.slug.clone()),
        started: local_time(row.created_at, zone)?,
        ended: row.finished_at.map(|at| local_time(at, zone)).transpose()?,
        filter: CallFilter::parse_query(&query).filter,
        options: serde_json::from_str(&row.options)?,
        file_name: row.file_name,
        author: row.author,
    })
}
