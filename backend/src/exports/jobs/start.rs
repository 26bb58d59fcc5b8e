//! Start of a background export: everything that can refuse it is checked before it is queued.

use earshot_domain::{
    CallFilter, ExportFormat, ExportId, ExportRequest, MAX_CHOSEN_CALLS, Permission,
};
use sha2::{Digest, Sha256};

use super::{answer::Answer, queue::Queued};
use crate::{
    Backend, Error, Viewer,
    access::{Actor, ProjectScope, RateBucket},
    exports::Exports,
    privacy::redaction::redaction_version,
    store::{Search, unsigned},
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
    /// Those calls by project.
    pub(super) matched_in: Vec<i64>,
}

impl Exports<'_> {
    /// Counts the calls that a request would export now.
    pub async fn count(self, viewer: &Viewer, request: &ExportRequest) -> Result<u64, Error> {
        self.check_request(viewer, request)?;
        let request = self.with_identities(viewer, request).await?;
        unsigned(self.select(viewer, &request).await?.matched)
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
        self.start_for(viewer, request, idempotency_key, None).await
    }

    /// Queues an export, with what it answers in the same transaction.
    pub(in crate::exports) async fn start_for(
        self,
        viewer: &Viewer,
        request: &ExportRequest,
        idempotency_key: Option<&str>,
        answer: Option<&Answer>,
    ) -> Result<StartedExport, Error> {
        self.check_request(viewer, request)?;
        let request = self.with_identities(viewer, request).await?;
        let request = &self.with_unlocks(viewer, request).await?;
        let request_hash = &hash_of(request)?;
        let idempotency = match (idempotency_key, viewer.actor()) {
            (Some(key), Actor::Key { .. }) => Some(Sha256::digest(key.as_bytes()).to_vec()),
            _ => None,
        };
        if let Some(hash) = &idempotency
            && let Some(earlier) = self.earlier(viewer, hash, request_hash).await?
        {
            return Ok(earlier);
        }
        // Not a part of the request that its sender repeats.
        let version = Some(redaction_version());
        let request = &ExportRequest { redaction_version: version, ..request.clone() };
        let selection = self.select(viewer, request).await?;
        if selection.matched == 0 {
            return Err(Error::NoMatches);
        }
        let bucket = RateBucket::Export(viewer);
        let taken = self.0.access().take_rates(&[(bucket, self.0.limits.export_rate)]).await?;
        let idempotency_hash = idempotency.as_deref();
        let selection = &selection;
        let queued = Queued { request, selection, idempotency_hash, request_hash, answer };
        match self.queue(viewer, &queued).await {
            Ok(started) => Ok(started),
            Err(error) => {
                self.0.db.return_rate(&taken).await?;
                Err(error)
            }
        }
    }

    fn check_request(self, viewer: &Viewer, request: &ExportRequest) -> Result<(), Error> {
        viewer.demand("export", Permission::ExportInBackground)?;
        for (field, used) in request.options.sensitive() {
            if used.is_some() {
                viewer.demand(field, Permission::ExportSensitive)?;
            }
        }
        check_unlocked(request)?;
        if request.subject_request.is_some() {
            viewer.demand("subject_request", Permission::AnswerSubjectRequests)?;
        }
        if request.has_recordings() {
            viewer.demand("recordings", Permission::DownloadRecordings)?;
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

    /// The request with the unlocks that its requester has now, if it writes from them.
    async fn with_unlocks(
        self,
        viewer: &Viewer,
        request: ExportRequest,
    ) -> Result<ExportRequest, Error> {
        let unlocks = if request.options.reads_unlocked() {
            self.0.custody().live_unlocks(viewer).await?
        } else {
            Vec::new()
        };
        Ok(ExportRequest { unlocks, ..request })
    }

    /// The request with the numbers and addresses that its contact has now.
    async fn with_identities(
        self,
        viewer: &Viewer,
        request: &ExportRequest,
    ) -> Result<ExportRequest, Error> {
        let contact = match &request.contact {
            Some(contact) => Some(self.0.calls().select_contact(viewer, contact.id).await?),
            None => None,
        };
        Ok(ExportRequest { contact, ..request.clone() })
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
        let search = search_of(self.0, viewer, &projects, request).await?;
        let mut bound = self.0.db.last_arrival(&viewer.scope()).await?;
        if request.contact.is_some() {
            // Later calls are added to the contacts while the export runs.
            bound = bound.min(self.0.db.contacts_arrival(viewer.tenant.id).await?);
        }
        let mut matched_in = Vec::new();
        for scope in &projects {
            matched_in.push(self.0.db.tally_calls(scope, &search, bound).await?.matched);
        }
        let matched = matched_in.iter().sum();
        Ok(Selection { projects, bound, matched, matched_in })
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

/// The search of a request: its filter, chosen calls, contact and tags.
pub(super) async fn search_of(
    backend: &Backend,
    viewer: &Viewer,
    projects: &[ProjectScope],
    request: &ExportRequest,
) -> Result<Search, Error> {
    let search = backend.calls().search(viewer, projects, &request.filter).await?;
    let identities = request.contact.as_ref().map(|contact| contact.identities.as_slice());
    Ok(search.with_tags(&request.tags).only(&request.calls).of_identities(identities))
}

/// Refuses what is unlocked where no column says of which calls it is, or nothing may name a person.
fn check_unlocked(request: &ExportRequest) -> Result<(), Error> {
    let [_, unlocked @ ..] = request.options.sensitive();
    let Some((field, _)) = unlocked.into_iter().find(|(_, used)| used.is_some()) else {
        return Ok(());
    };
    if !request.is_table_of_calls() {
        return Err(Error::field(
            field,
            "needs a row for each call: CSV, Excel or Parquet, or JSON with chosen columns",
        ));
    }
    if request.anonymise {
        return Err(Error::field(field, "cannot be used together with Anonymise"));
    }
    Ok(())
}

/// Digest by which two requests are known to be the same.
fn hash_of(request: &ExportRequest) -> Result<Vec<u8>, Error> {
    let filter: &CallFilter = &request.filter;
    let text = format!("{}\n{}", filter.to_query(), serde_json::to_string(request)?);
    Ok(Sha256::digest(text.as_bytes()).to_vec())
}
