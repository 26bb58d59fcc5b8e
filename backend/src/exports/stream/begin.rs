//! Start of an export: all checks that can refuse it run before the first byte.

use std::{slice, sync::Arc};

use earshot_domain::{
    AuditAction, ExportForm, ExportFormat, ExportId, ExportKind, ExportOptions, Permission,
};
use serde_json::json;
use tracing::Instrument;

use super::{chunk::FileStream, lease::ExportLease, run::Run};
use crate::{
    Error, Viewer,
    access::{ProjectScope, RateBucket},
    exports::{Exports, file_name::file_base},
    privacy::encryption::Sealed,
    store::{AbandonedExport, NewExport, Search, insert_export, unsigned},
};

/// A started export.
pub struct StreamedExport {
    /// Id, for cancelling the export and reading its status.
    pub export_id: ExportId,
    /// Number of matching calls.
    pub matched: u64,
    /// Format of the file.
    pub format: ExportFormat,
    /// Suggested file name; ASCII letters, digits, `-`, `_` and `.` only.
    pub file_name: String,
    /// Content of the file.
    pub stream: FileStream,
}

/// Format of streamed exports.
const FORMAT: ExportFormat = ExportFormat::Csv;
/// Maximum bytes of transcripts in a batch.
const MAX_BATCH_BYTES: i64 = 4 * 1024 * 1024;
/// Maximum rows in a batch.
const MAX_BATCH_ROWS: i64 = 256;

impl Exports<'_> {
    /// Starts the export of a form. A refusal is recorded only when it concerns an option that the
    /// role does not have; the rate limit counts started exports.
    pub async fn begin(self, viewer: &Viewer, form: ExportForm) -> Result<StreamedExport, Error> {
        self.check_options(viewer, &form).await?;
        if !form.unknown.is_empty() {
            return Err(Error::UnknownParameters(form.unknown));
        }
        if !form.errors.is_empty() {
            return Err(Error::Invalid(form.errors));
        }
        let scope = viewer.project(form.filter.project.as_ref())?;
        let projects = slice::from_ref(&scope);
        let search = self.0.calls().search(viewer, projects, &form.filter).await?;
        let (backend, viewer) = (self.0.clone(), viewer.clone());
        // A separate task: a client that disconnects must not leave a lease behind.
        let export =
            async move { backend.exports().begin_task(viewer, scope, search, form.options).await };
        tokio::spawn(export.in_current_span()).await.map_err(Error::internal)?
    }

    async fn check_options(self, viewer: &Viewer, form: &ExportForm) -> Result<(), Error> {
        let Some(option) = form.sensitive.first().copied() else { return Ok(()) };
        if !viewer.may(Permission::ExportSensitive) {
            let mut tx = self.0.db.begin().await?;
            let detail = json!({ "option": option });
            let subject = viewer.user_id()?;
            self.0
                .audit()
                .record(&mut tx, viewer, AuditAction::ExportRefused, subject, &detail, None)
                .await?;
            tx.commit().await?;
            return Err(Error::OptionForbidden {
                field: option,
                permission: Permission::ExportSensitive,
            });
        }
        Ok(())
    }

    async fn begin_task(
        self,
        viewer: Viewer,
        scope: ProjectScope,
        search: Search,
        options: ExportOptions,
    ) -> Result<StreamedExport, Error> {
        let lease = Arc::new(ExportLease::take(self.0, &viewer).await?);
        match self.begin_leased(viewer, scope, search, options, Arc::clone(&lease)).await {
            Ok(export) => Ok(export),
            Err(error) => {
                // If it cannot be released now, it is when it is dropped.
                if let Err(error) = lease.end(self.0).await {
                    tracing::warn!(%error, "the lease of an export was not released");
                }
                Err(error)
            }
        }
    }

    async fn begin_leased(
        self,
        viewer: Viewer,
        scope: ProjectScope,
        search: Search,
        options: ExportOptions,
        lease: Arc<ExportLease>,
    ) -> Result<StreamedExport, Error> {
        let bound = self.0.db.last_arrival(&viewer.scope()).await?;
        let tally = self.0.db.tally_calls(&scope, &search, bound).await?;
        let matched = unsigned(tally.matched)?;
        let limit = self.0.limits.export_calls;
        match matched {
            0 => return Err(Error::NoMatches),
            more if more > limit => return Err(Error::TooManyResults { matched: more, limit }),
            _ => {}
        }
        let bucket = RateBucket::Export(&viewer);
        let taken = self.0.access().take_rates(&[(bucket, self.0.limits.export_rate)]).await?;
        let name =
            file_base(&viewer, slice::from_ref(&scope.project.slug), &search.filter, self.0.now())?;
        let file_name = format!("{name}.{}", FORMAT.extension());
        let batch_rows =
            (MAX_BATCH_BYTES / tally.longest_transcript.max(1)).clamp(1, MAX_BATCH_ROWS);
        let export_id = lease.export_id;
        let started = Started { scope: &scope, search: &search, bound, matched: tally.matched };
        if let Err(error) = self.record_start(&viewer, &lease, &started, &options, &file_name).await
        {
            // An export that is not recorded has not started and does not count.
            self.0.db.return_rate(&taken).await?;
            return Err(error);
        }
        let run = Run::new(self.0.clone(), viewer, search, bound, options, lease, batch_rows);
        let stream = run.start(scope, tally.matched, FORMAT).await?;
        Ok(StreamedExport { export_id, matched, format: FORMAT, file_name, stream })
    }

    /// Stores the export and its audit event in one transaction: nothing is sent without the event.
    async fn record_start(
        self,
        viewer: &Viewer,
        lease: &ExportLease,
        started: &Started<'_>,
        options: &ExportOptions,
        file_name: &str,
    ) -> Result<(), Error> {
        let id = lease.export_id;
        let filter = started.search.filter.to_query();
        let row = NewExport {
            id,
            tenant_id: started.scope.tenant_id,
            user_id: viewer.user_id()?,
            project_id: started.scope.project_id,
            filter_encrypted: &viewer.tenant.key.seal(
                Sealed::ExportFilter,
                id,
                filter.as_bytes(),
            )?,
            kind: ExportKind::Stream,
            format: FORMAT,
            options: &serde_json::to_string(options)?,
            file_name,
            ingest_bound: started.bound,
            matched: started.matched,
            created_at: self.0.now_ms(),
        };
        let used = options.sensitive_use();
        let mut detail = json!({
            "project_id": started.scope.project.slug.as_str(),
            "matched": started.matched,
            "reason_code": used.map(|used| used.reason_code.as_str()),
            "justification": used.map(|used| used.justification.as_str()),
        });
        for (field, used) in options.sensitive() {
            detail[field] = used.is_some().into();
        }
        let mut tx = self.0.db.begin().await?;
        for AbandonedExport { id, matched, written } in insert_export(&mut tx, &row).await? {
            let detail = json!({ "written": written, "omitted": 0, "matched": matched });
            let failed = AuditAction::ExportFailed;
            self.0.audit().record(&mut tx, viewer, failed, id, &detail, None).await?;
        }
        self.0
            .audit()
            .record(&mut tx, viewer, AuditAction::ExportStarted, id, &detail, Some(&filter))
            .await?;
        tx.commit().await
    }
}

struct Started<'a> {
    scope: &'a ProjectScope,
    search: &'a Search,
    bound: i64,
    matched: i64,
}
