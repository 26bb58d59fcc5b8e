//! Beginning an export: everything that can refuse it happens here, before the first byte.

use std::sync::Arc;

use bytes::Bytes;
use earshot_domain::{AuditAction, ExportForm, ExportId, ExportOptions};
use futures::stream::BoxStream;
use serde_json::json;

use super::{lease::ExportLease, run::Run};
use crate::{
    Backend, Error, Viewer,
    access::{ProjectScope, RateBucket},
    privacy::encryption::Sealed,
    store::{NewExport, Search, insert_export, unsigned},
};

/// The bytes of a file as they are made; an error item means the file is broken off.
pub type CsvStream = BoxStream<'static, Result<Bytes, Error>>;

/// An export that has begun.
pub struct CsvExport {
    /// Its id, for cancelling and asking how it stands.
    pub export_id: ExportId,
    /// Calls that matched.
    pub matched: u64,
    /// The name the file should get; ASCII letters, digits, `-`, `_` and `.` only.
    pub file_name: String,
    /// The file.
    pub stream: CsvStream,
}

/// Bytes of transcript that one batch may hold in memory.
const BATCH_BYTES: i64 = 4 * 1024 * 1024;
/// Most rows of one batch.
const BATCH_ROWS: i64 = 128;

impl Backend {
    /// Begins the CSV export of a form. Refusals leave no trace but an audit event for an option
    /// the role does not have; the rate limit counts exports that begin.
    pub async fn export_calls(
        &self,
        viewer: &Viewer,
        form: ExportForm,
    ) -> Result<CsvExport, Error> {
        self.check_options(viewer, &form).await?;
        if !form.unknown.is_empty() {
            return Err(Error::UnknownParameters(form.unknown));
        }
        if !form.errors.is_empty() {
            return Err(Error::Invalid(form.errors));
        }
        let scope = viewer.project(form.filter.project.as_ref())?;
        let search = Search::new(viewer, &form.filter)?;
        let (backend, viewer) = (self.clone(), viewer.clone());
        // A task of its own: a client that leaves meanwhile must not leave a lease behind.
        tokio::spawn(async move { backend.begin(viewer, scope, search, form.options).await })
            .await
            .map_err(Error::internal)?
    }

    async fn check_options(&self, viewer: &Viewer, form: &ExportForm) -> Result<(), Error> {
        let Some(option) = form.sensitive.first().copied() else { return Ok(()) };
        if !viewer.role.uses_sensitive_options() {
            let mut tx = self.db.begin().await?;
            let detail = json!({ "option": option });
            let subject = viewer.user_id.to_string();
            self.record(&mut tx, viewer, AuditAction::ExportRefused, &subject, &detail, None)
                .await?;
            tx.commit().await?;
            return Err(Error::OptionForbidden { field: option, open_to: "Client Admin" });
        }
        match form.sensitive.iter().find(|option| ExportForm::NOT_SERVED.contains(option)) {
            Some(option) => Err(Error::field(*option, "is not available in this version")),
            None => Ok(()),
        }
    }

    async fn begin(
        self,
        viewer: Viewer,
        scope: ProjectScope,
        search: Search,
        options: ExportOptions,
    ) -> Result<CsvExport, Error> {
        let lease = Arc::new(ExportLease::take(&self, &viewer).await?);
        match self.begin_leased(viewer, scope, search, options, Arc::clone(&lease)).await {
            Ok(export) => Ok(export),
            Err(error) => {
                lease.end(&self).await?;
                Err(error)
            }
        }
    }

    async fn begin_leased(
        &self,
        viewer: Viewer,
        scope: ProjectScope,
        search: Search,
        options: ExportOptions,
        lease: Arc<ExportLease>,
    ) -> Result<CsvExport, Error> {
        let bound = self.db.last_arrival(&viewer.scope()).await?;
        let tally = self.db.tally_calls(&scope, &search, bound).await?;
        let matched = unsigned(tally.matched)?;
        let limit = self.limits.export_calls;
        match matched {
            0 => return Err(Error::NoMatches),
            more if more > limit => return Err(Error::TooManyResults { matched: more, limit }),
            _ => {}
        }
        let bucket = RateBucket::Export(&viewer);
        let taken = self.take_rates(&[(bucket, self.limits.export_rate)]).await?;
        let file_name = self.file_name(&viewer, &scope, &search)?;
        let batch_rows = (BATCH_BYTES / tally.longest_transcript.max(1)).clamp(1, BATCH_ROWS);
        let export_id = lease.export_id;
        let started = Started { scope: &scope, search: &search, bound, matched: tally.matched };
        if let Err(error) = self.note_start(&viewer, &lease, &started, &options, &file_name).await {
            // What is on no record did not begin, so it does not count either.
            self.db.give_rate_back(&taken).await?;
            return Err(error);
        }
        let run = Run::new(self.clone(), viewer, search, bound, options, lease, batch_rows);
        let stream = run.start(scope, tally.matched).await?;
        Ok(CsvExport { export_id, matched, file_name, stream })
    }

    /// Stores the export and its audit event together: without the event nothing is sent.
    async fn note_start(
        &self,
        viewer: &Viewer,
        lease: &ExportLease,
        started: &Started<'_>,
        options: &ExportOptions,
        file_name: &str,
    ) -> Result<(), Error> {
        let id = lease.export_id.to_string();
        let filter = started.search.filter.to_query();
        let row = NewExport {
            id: &id,
            tenant_id: &started.scope.tenant_id,
            user_id: &viewer.user_id.to_string(),
            project_id: &started.scope.project_id,
            filter_encrypted: &viewer.tenant.key.seal(
                Sealed::ExportFilter,
                &id,
                filter.as_bytes(),
            )?,
            options: &serde_json::to_string(options)?,
            file_name,
            ingest_bound: started.bound,
            matched: started.matched,
            created_at: self.now_ms(),
        };
        let used = options.caller_full.as_ref();
        let detail = json!({
            "project_id": started.scope.project.slug.as_str(),
            "matched": started.matched,
            "include_caller_full": used.is_some(),
            "reason_code": used.map(|used| used.reason_code.as_str()),
            "justification": used.map(|used| used.justification.as_str()),
        });
        let mut tx = self.db.begin().await?;
        insert_export(&mut tx, &row).await?;
        self.record(&mut tx, viewer, AuditAction::ExportStarted, &id, &detail, Some(&filter))
            .await?;
        tx.commit().await
    }

    /// Tenant, project, range and the time of the export in the tenant's zone.
    fn file_name(
        &self,
        viewer: &Viewer,
        scope: &ProjectScope,
        search: &Search,
    ) -> Result<String, Error> {
        let day = |bound: &Option<earshot_domain::Bound>| {
            bound.as_ref().map(|bound| bound.as_text().chars().take(10).collect::<String>())
        };
        let range = match (day(&search.filter.from), day(&search.filter.to)) {
            (None, None) => "all-time".to_owned(),
            (Some(from), None) => format!("from-{from}"),
            (None, Some(to)) => format!("to-{to}"),
            (Some(from), Some(to)) => format!("{from}_{to}"),
        };
        let zoned = self.clock.now().to_zoned(viewer.tenant.zone.clone());
        let at = jiff::fmt::strtime::format("%Y%m%d-%H%M%S", &zoned).map_err(Error::internal)?;
        Ok(format!("calls_{}_{}_{range}_{at}.csv", viewer.tenant.slug, scope.project.slug))
    }
}

struct Started<'a> {
    scope: &'a ProjectScope,
    search: &'a Search,
    bound: i64,
    matched: i64,
}
