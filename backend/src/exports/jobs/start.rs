//! Start of a background export: everything that can refuse it is checked before it is queued.

use earshot_domain::{
    AuditAction, CallFilter, ExportFormat, ExportId, ExportRequest, MAX_CHOSEN_CALLS, Permission,
    ProjectId, Slug,
};
use serde_json::json;
use sha2::{Digest, Sha256};

use super::{requester::salt_subject, run::ExportRun};
use crate::{
    Error, Viewer,
    access::{Actor, ProjectScope, RateBucket},
    exports::{Exports, file_name::file_base},
    ids,
    jobs::NewJob,
    privacy::encryption::Sealed,
    store::{NewExportJob, Search, unsigned},
};

/// A background export that was queued, now or by an earlier request with the same idempotency key.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct StartedExport {
    /// Its id.
    pub id: ExportId,
    /// Number of matching calls.
    pub matched: u64,
}

/// Time within which an idempotency key stands for its first request.
pub(super) const IDEMPOTENCY_MS: i64 = 24 * 3_600_000;

/// What a request selects for its requester.
pub(super) struct Selection {
    pub(super) projects: Vec<ProjectScope>,
    pub(super) bound: i64,
    pub(super) matched: i64,
}

impl Exports<'_> {
    /// Counts the calls that a request would export now.
    pub async fn count(self, viewer: &Viewer, request: &ExportRequest) -> Result<u64, Error> {
        self.check_request(viewer, request)?;
        unsigned(self.select(viewer, request).await?.matched)
    }

    /// Queues an export. Without a project in the filter it covers every project of the requester.
    ///
    /// # Errors
    /// [`Error::OptionForbidden`] for a role that may not export in the background or not with an
    /// option; [`Error::NoMatches`]; [`Error::Invalid`], also for an idempotency key that was used
    /// for another request.
    pub async fn start(
        self,
        viewer: &Viewer,
        request: &ExportRequest,
        idempotency_key: Option<&str>,
    ) -> Result<StartedExport, Error> {
        self.check_request(viewer, request)?;
        let request_hash = hash_of(request)?;
        let idempotency = match (idempotency_key, viewer.actor()) {
            (Some(key), Actor::Key { .. }) => Some(Sha256::digest(key.as_bytes()).to_vec()),
            _ => None,
        };
        if let Some(hash) = &idempotency
            && let Some(earlier) = self.earlier(viewer, hash, &request_hash).await?
        {
            return Ok(earlier);
        }
        let selection = self.select(viewer, request).await?;
        if selection.matched == 0 {
            return Err(Error::NoMatches);
        }
        let bucket = RateBucket::Export(viewer);
        let taken = self.0.access().take_rates(&[(bucket, self.0.limits.export_rate)]).await?;
        let queued =
            self.queue(viewer, request, &selection, idempotency.as_deref(), &request_hash).await;
        match queued {
            Ok(started) => Ok(started),
            Err(error) => {
                self.0.db.return_rate(&taken).await?;
                Err(error)
            }
        }
    }

    fn check_request(self, viewer: &Viewer, request: &ExportRequest) -> Result<(), Error> {
        let demand = |field, permission| {
            if viewer.may(permission) {
                Ok(())
            } else {
                Err(Error::OptionForbidden { field, permission })
            }
        };
        demand("export", Permission::ExportInBackground)?;
        if request.options.caller_full.is_some() {
            demand("include_caller_full", Permission::ExportSensitive)?;
        }
        if request.has_recordings() {
            demand("recordings", Permission::DownloadRecordings)?;
        }
        if request.contents.has(earshot_domain::ExportContent::Recordings)
            && request.format != ExportFormat::Zip
        {
            return Err(Error::field("include", "can contain recordings only in a ZIP"));
        }
        if request.by_message() && !request.format.has_messages() {
            return Err(Error::field("mode", "must be calls for PDF and ZIP"));
        }
        if request.calls.len() > MAX_CHOSEN_CALLS {
            let message = format!("must not name more than {MAX_CHOSEN_CALLS} calls");
            return Err(Error::field("ids", message));
        }
        if self.0.exports.is_none() {
            return Err(Error::Conflict(
                "This installation has no place for exported files. Ask your operator to set one."
                    .to_owned(),
            ));
        }
        Ok(())
    }

    /// Resolves a request for its requester.
    pub(super) async fn select(
        self,
        viewer: &Viewer,
        request: &ExportRequest,
    ) -> Result<Selection, Error> {
        let projects = match &request.filter.project {
            Some(slug) => vec![viewer.project(Some(slug))?],
            None => viewer.all_projects(),
        };
        let search = search_of(viewer, request)?;
        let bound = self.0.db.last_arrival(&viewer.scope()).await?;
        let mut matched = 0;
        for scope in &projects {
            matched += self.0.db.tally_calls(scope, &search, bound).await?.matched;
        }
        Ok(Selection { projects, bound, matched })
    }

    async fn queue(
        self,
        viewer: &Viewer,
        request: &ExportRequest,
        selection: &Selection,
        idempotency_hash: Option<&[u8]>,
        request_hash: &[u8],
    ) -> Result<StartedExport, Error> {
        let id = ExportId::new(ids::fresh());
        let now = self.0.now_ms();
        let slugs: Vec<Slug> =
            selection.projects.iter().map(|scope| scope.project.slug.clone()).collect();
        let projects: Vec<ProjectId> =
            selection.projects.iter().map(|scope| scope.project_id).collect();
        let filter = request.filter.to_query();
        let key = &viewer.tenant.key;
        let salt = hex::encode(ids::random::<32>()?);
        let payload = serde_json::to_value(super::run::Payload { export_id: id })?;
        let job =
            NewJob::of::<ExportRun>(payload).for_tenant(viewer.tenant.id).once(id.to_string());
        let mut tx = self.0.db.begin().await?;
        let job_id = self.0.jobs.enqueue_in(&mut tx, &job).await?;
        let new = NewExportJob {
            id,
            tenant_id: viewer.tenant.id,
            user_id: viewer.actor.user_id(),
            api_key_id: viewer.key_id(),
            job_id: job_id.ok_or_else(|| Error::internal("a new export has a job already"))?,
            projects: &projects,
            filter_encrypted: &key.seal(Sealed::ExportFilter, id, filter.as_bytes())?,
            format: request.format,
            request: &serde_json::to_string(request)?,
            options: &serde_json::to_string(&request.options)?,
            pseudonym_salt_encrypted: &key.seal(
                Sealed::ExportFilter,
                salt_subject(id),
                salt.as_bytes(),
            )?,
            file_name: &file_base(viewer, &slugs, &request.filter, self.0.now())?,
            ingest_bound: selection.bound,
            matched: selection.matched,
            created_at: now,
            idempotency_hash,
            request_hash,
        };
        if !tx.add_export_job(&new, now - IDEMPOTENCY_MS).await? {
            return Err(Error::Busy);
        }
        let used = request.options.caller_full.as_ref();
        let detail = json!({
            "kind": "job",
            "projects": slugs,
            "format": request.format,
            "matched": selection.matched,
            "contents": request.contents.included().collect::<Vec<_>>(),
            "anonymise": request.anonymise,
            "include_caller_full": used.is_some(),
            "reason_code": used.map(|used| used.reason_code.as_str()),
            "justification": used.map(|used| used.justification.as_str()),
        });
        self.0
            .audit()
            .record(&mut tx, viewer, AuditAction::ExportStarted, id, &detail, Some(&filter))
            .await?;
        tx.commit().await?;
        self.0.jobs.wake_worker();
        Ok(StartedExport { id, matched: unsigned(selection.matched)? })
    }

    /// The export that an idempotency key stands for.
    async fn earlier(
        self,
        viewer: &Viewer,
        hash: &[u8],
        request_hash: &[u8],
    ) -> Result<Option<StartedExport>, Error> {
        let Some(key_id) = viewer.key_id() else { return Ok(None) };
        let since = self.0.now_ms() - IDEMPOTENCY_MS;
        let Some(row) = self.0.db.export_by_idempotency(key_id, hash, since).await? else {
            return Ok(None);
        };
        if row.request_hash != request_hash {
            return Err(Error::field(
                "Idempotency-Key",
                "was used for another request in the last 24 hours: use a new one",
            ));
        }
        Ok(Some(StartedExport { id: row.id, matched: unsigned(row.matched)? }))
    }
}

/// The search of a request: its filter, chosen calls and tags.
pub(super) fn search_of(viewer: &Viewer, request: &ExportRequest) -> Result<Search, Error> {
    let search = Search::new(viewer, &request.filter)?;
    Ok(search.with_tags(&request.tags).only(&request.calls))
}

/// Digest by which two requests are known to be the same.
fn hash_of(request: &ExportRequest) -> Result<Vec<u8>, Error> {
    let filter: &CallFilter = &request.filter;
    let text = format!("{}\n{}", filter.to_query(), serde_json::to_string(request)?);
    Ok(Sha256::digest(text.as_bytes()).to_vec())
}
