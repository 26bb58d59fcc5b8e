//! The end of a background export: state, audit event and notices in one transaction.

use earshot_domain::{AuditAction, BACKGROUND_CALLS, ExportId, ExportKind, ExportState, JobState};
use serde_json::json;

use super::{requester::actor_of, writing::Writing};
use crate::{
    Error,
    exports::Exports,
    notify::{ExportNotice, MailTemplate, NewMail},
    store::{EndedJob, ExportJobEnd, ExportJobRow, Tx, unsigned},
};

impl Writing<'_> {
    /// Ends the export as completed, unless another worker has taken the job.
    pub(super) async fn complete(&mut self) -> Result<(), Error> {
        let row = &self.source.row;
        let written = self.state.position.written.cast_signed();
        let omitted = (row.matched - written).max(0);
        let mut notes = self.state.notes.clone();
        if omitted > 0 {
            notes.push(format!(
                "{omitted} calls that matched when the export was requested are not in the files: \
                 they were deleted, changed, or are in a project that the requester may not see any \
                 more."
            ));
        }
        let now = self.backend.now_ms();
        let end = ExportJobEnd {
            state: ExportState::Completed,
            written,
            omitted,
            reason: None,
            notes: &serde_json::to_string(&notes)?,
            at: now,
            expires_at: Some(
                now + i64::from(self.backend.limits.export_link_days) * 24 * 3_600_000,
            ),
        };
        let mut tx = self.backend.db.begin().await?;
        self.context.progress_in(&mut tx, None).await?;
        if !tx.end_export_job(row.id, &end).await? {
            return Ok(());
        }
        let detail = json!({ "matched": row.matched, "written": written, "omitted": omitted });
        self.backend
            .audit()
            .record(&mut tx, &self.viewer, AuditAction::ExportCompleted, row.id, &detail, None)
            .await?;
        self.backend.exports().announce(&mut tx, row, &end).await?;
        tx.commit().await?;
        self.backend.jobs.wake_worker();
        Ok(())
    }
}

impl Exports<'_> {
    /// Ends the exports whose job has ended without them: failed or cancelled.
    pub(super) async fn end_orphaned(self) -> Result<(), Error> {
        for ended in self.0.db.exports_of_ended_jobs().await? {
            self.end_with_job(&ended).await?;
        }
        Ok(())
    }

    async fn end_with_job(self, ended: &EndedJob) -> Result<(), Error> {
        let id: ExportId = ended.export_id;
        let Some(row) = self.0.db.export_job(id).await? else { return Ok(()) };
        let (state, action) = match ended.state {
            JobState::Cancelled => (ExportState::Cancelled, AuditAction::ExportCancelled),
            _ => (ExportState::Failed, AuditAction::ExportFailed),
        };
        let reason = match state {
            ExportState::Cancelled => None,
            _ => {
                Some(ended.reason.as_deref().unwrap_or("The export ended before it was complete."))
            }
        };
        let now = self.0.now_ms();
        let end = ExportJobEnd {
            state,
            written: row.written,
            omitted: 0,
            reason,
            notes: "[]",
            at: now,
            expires_at: Some(now),
        };
        let mut tx = self.0.db.begin().await?;
        if tx.end_export_job(id, &end).await? {
            let detail =
                json!({ "matched": row.matched, "written": row.written, "reason": reason });
            let audit = self.0.audit();
            audit.record_as(&mut tx, row.tenant_id, &actor_of(&row), action, id, &detail).await?;
            self.announce(&mut tx, &row, &end).await?;
            tx.commit().await?;
            self.0.jobs.wake_worker();
            self.delete_strays_of(id).await?;
        }
        Ok(())
    }

    /// Tells the requester and webhooks that an export has ended, in its transaction. People who
    /// waited on the page, and programs, which poll, get no mail.
    async fn announce(
        self,
        tx: &mut Tx,
        row: &ExportJobRow,
        end: &ExportJobEnd<'_>,
    ) -> Result<(), Error> {
        let (matched, written) = (unsigned(row.matched)?, unsigned(end.written)?);
        let notice = ExportNotice {
            tenant_id: row.tenant_id,
            project_ids: self.0.db.export_projects(row.id).await?,
            export_id: row.id,
            state: end.state,
            format: row.format,
            matched,
            written,
            omitted: unsigned(end.omitted)?,
            expires_at: end.expires_at.filter(|_| end.state == ExportState::Completed),
        };
        self.0.webhooks().notify_export_in(tx, &notice).await?;
        let Some(recipient) = row.user_id else { return Ok(()) };
        let waited_for = matched < BACKGROUND_CALLS && row.kind != ExportKind::Bundle;
        if row.api_key_id.is_some() || waited_for {
            return Ok(());
        }
        let template = match (end.state, end.expires_at) {
            (ExportState::Completed, Some(expires_at)) => MailTemplate::ExportCompleted {
                export_id: row.id,
                format: row.format,
                written,
                omitted: notice.omitted,
                expires_at,
            },
            (ExportState::Failed, _) => MailTemplate::ExportFailed {
                export_id: row.id,
                reason: end.reason.unwrap_or_default().to_owned(),
            },
            _ => return Ok(()),
        };
        let mail = NewMail::to_account(row.tenant_id, recipient, template);
        self.0.mail().queue_in(tx, &mail).await.map(drop)
    }
}
