//! The end of a background export: state, audit event and announcement in one transaction.

use earshot_domain::{
    AuditAction, ExportFormat, ExportId, ExportState, JobState, OmittedCalls, OmittedRecordings,
    format_number,
};
use serde_json::json;

use super::{requester::actor_of, writing::Writing};
use crate::{
    Error,
    exports::Exports,
    store::{EndedJob, ExportJobEnd},
};

impl Writing<'_> {
    /// Ends the export as completed, unless another worker has taken the job.
    pub(super) async fn complete(&mut self) -> Result<(), Error> {
        let row = &self.source.row;
        let written = self.state.position.written.cast_signed();
        let omitted = (row.matched - written).max(0);
        let mut notes = self.state.notes.clone();
        notes.extend(long_cells_note(self.source.request.format, self.state.long_cells));
        let counted = &self.state.position.omitted;
        let reasons = OmittedCalls::of_total(counted, omitted.unsigned_abs());
        notes.extend(omitted_note(&reasons, omitted.unsigned_abs()));
        let recordings = OmittedRecordings::of(&self.state.recordings_omitted);
        let now = self.backend.now_ms();
        let end = ExportJobEnd {
            state: ExportState::Completed,
            written,
            omitted,
            omitted_reasons: &serde_json::to_string(&reasons)?,
            recordings_omitted: &serde_json::to_string(&recordings)?,
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

/// Which calls that matched are not in the files.
fn omitted_note(reasons: &[OmittedCalls], count: u64) -> Option<String> {
    let reasons = OmittedCalls::describe(reasons)?;
    let (calls, are) = if count == 1 { ("call", "is") } else { ("calls", "are") };
    let count = format_number(count);
    Some(format!(
        "{count} {calls} that matched when the export was requested {are} not in the files: \
         {reasons}."
    ))
}

/// What becomes of the texts that are longer than a cell of a spreadsheet.
fn long_cells_note(format: ExportFormat, count: u64) -> Option<String> {
    let cells = match count {
        0 => return None,
        1 => "1 cell has".to_owned(),
        _ => format!("{} cells have", format_number(count)),
    };
    let rest = if format == ExportFormat::Xlsx {
        "what exceeds it is in the sheet Overflow."
    } else {
        "Excel cuts off what exceeds it. An Excel file (XLSX) has it in a second sheet."
    };
    Some(format!("{cells} more text than the 32,767 characters of a cell: {rest}"))
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
            omitted_reasons: "[]",
            recordings_omitted: "[]",
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
}
