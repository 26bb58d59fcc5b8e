//! Cancelling, retrying, revoking and deleting background exports.

use std::time::Duration;

use earshot_domain::{AuditAction, ExportId, ExportKind, ExportState};
use serde_json::json;

use super::{start::StartedExport, view::request_of};
use crate::{Error, Viewer, exports::Exports};

/// Interval and timeout of polling a cancelled export.
const POLL_INTERVAL: Duration = Duration::from_millis(50);
const CANCEL_TIMEOUT: Duration = Duration::from_secs(2);

impl Exports<'_> {
    /// Cancels an export that waits or runs, in whichever process; one that has ended is unchanged.
    pub async fn cancel_job(self, viewer: &Viewer, id: ExportId) -> Result<(), Error> {
        let row = self.visible(viewer, id).await?;
        if !row.state.is_active() || !self.0.jobs.cancel(row.job_id).await? {
            return Ok(());
        }
        let ended = async {
            let mut poll = tokio::time::interval(POLL_INTERVAL);
            loop {
                self.end_orphaned().await?;
                let row = self.0.db.export_job(id).await?;
                if row.is_none_or(|row| !row.state.is_active()) {
                    return Ok(());
                }
                poll.tick().await;
            }
        };
        tokio::time::timeout(CANCEL_TIMEOUT, ended).await.unwrap_or(Ok(()))
    }

    /// Starts the request of an export again.
    pub async fn retry_job(self, viewer: &Viewer, id: ExportId) -> Result<StartedExport, Error> {
        let row = self.visible(viewer, id).await?;
        let request = request_of(viewer, &row)?;
        if let Some(id) = request.subject_request {
            let answered = self.0.db.subject_request(viewer.tenant.id, id).await?;
            return self.answer_again(viewer, &answered.ok_or(Error::NotFound)?).await;
        }
        self.start(viewer, &request, None).await
    }

    /// Ends the links to an export's files and deletes the files.
    pub async fn revoke_job(self, viewer: &Viewer, id: ExportId) -> Result<(), Error> {
        let row = self.visible(viewer, id).await?;
        if row.state != ExportState::Completed {
            return Err(Error::Conflict(
                "Only the links of a completed export can be revoked.".to_owned(),
            ));
        }
        let mut tx = self.0.db.begin().await?;
        if !tx.revoke_export(id, self.0.now_ms()).await? {
            return Ok(());
        }
        self.0
            .audit()
            .record(&mut tx, viewer, AuditAction::ExportRevoked, id, &json!({}), None)
            .await?;
        tx.commit().await?;
        self.delete_files(id).await
    }

    /// Deletes the entry of an export that has ended and has no files. The audit log keeps that it was made.
    ///
    /// # Errors
    /// [`Error::Conflict`] while it waits or runs, while it has files, and for the answer to a legal request.
    pub async fn delete_job(self, viewer: &Viewer, id: ExportId) -> Result<(), Error> {
        let row = self.visible(viewer, id).await?;
        let conflict = |words: &str| Err(Error::Conflict(words.to_owned()));
        match row.state {
            _ if row.kind == ExportKind::Bundle => {
                return conflict("The answer to a legal request stays listed.");
            }
            ExportState::Queued | ExportState::Running => {
                return conflict("This export has not ended. Cancel it first.");
            }
            ExportState::Completed => {
                return conflict("This export has files. Revoke it first, which deletes them.");
            }
            _ => {}
        }
        let mut tx = self.0.db.begin().await?;
        if !tx.delete_export(id, self.0.now_ms()).await? {
            return Ok(());
        }
        let (action, detail) = (AuditAction::ExportDeleted, json!({ "state": row.state }));
        self.0.audit().record(&mut tx, viewer, action, id, &detail, None).await?;
        tx.commit().await
    }
}
