//! Queueing of a background export: its row, its job, what it answers and its audit event in one
//! transaction.

use earshot_domain::{AuditAction, ExportId, ExportKind, ExportRequest, Slug};
use serde_json::{Value, json};

use super::{
    answer::Answer,
    requester::salt_subject,
    run::{ExportRun, Payload},
    start::{IDEMPOTENCY_MS, Selection, StartedExport},
};
use crate::{
    Error, Viewer,
    exports::{
        Exports,
        file_name::{bundle_base, file_base},
    },
    ids,
    jobs::NewJob,
    privacy::encryption::Sealed,
    store::{ExportProjectRow, NewExportJob, unsigned},
};

/// An export to be queued.
pub(super) struct Queued<'a> {
    pub(super) request: &'a ExportRequest,
    pub(super) selection: &'a Selection,
    pub(super) idempotency_hash: Option<&'a [u8]>,
    pub(super) request_hash: &'a [u8],
    pub(super) answer: Option<&'a Answer>,
}

impl Exports<'_> {
    /// Queues an export that may be started.
    pub(super) async fn queue(
        self,
        viewer: &Viewer,
        queued: &Queued<'_>,
    ) -> Result<StartedExport, Error> {
        let Queued { request, selection, idempotency_hash, request_hash, answer } = queued;
        let id = ExportId::new(ids::fresh());
        let now = self.0.now_ms();
        let slugs: Vec<Slug> =
            selection.projects.iter().map(|scope| scope.project.slug.clone()).collect();
        let matched_in = selection.projects.iter().zip(&selection.matched_in);
        let projects: Vec<ExportProjectRow> = matched_in
            .map(|(scope, matched)| ExportProjectRow {
                project_id: scope.project_id,
                matched: Some(*matched),
            })
            .collect();
        let filter = request.filter.to_query();
        let key = &viewer.tenant.key;
        let salt = hex::encode(ids::random::<32>()?);
        let file_name = match kind_of(request) {
            ExportKind::Bundle => bundle_base(viewer, self.0.now())?,
            _ => file_base(viewer, &slugs, &request.filter, self.0.now())?,
        };
        let job = NewJob::of::<ExportRun>(serde_json::to_value(Payload { export_id: id })?);
        let job = job.for_tenant(viewer.tenant.id).once(id.to_string());
        let mut tx = self.0.db.begin().await?;
        let job_id = self.0.jobs.enqueue_in(&mut tx, &job).await?;
        let new = NewExportJob {
            id,
            tenant_id: viewer.tenant.id,
            user_id: viewer.actor.user_id(),
            api_key_id: viewer.key_id(),
            job_id: job_id.ok_or_else(|| Error::internal("a new export has a job already"))?,
            kind: kind_of(request),
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
            file_name: &file_name,
            ingest_bound: selection.bound,
            matched: selection.matched,
            created_at: now,
            idempotency_hash: *idempotency_hash,
            request_hash,
        };
        if !tx.add_export_job(&new, now - IDEMPOTENCY_MS).await? {
            return Err(Error::Busy);
        }
        if let Some(answer) = answer {
            self.record_answer(&mut tx, viewer, answer, id).await?;
        }
        let (action, detail) = (AuditAction::ExportStarted, detail_of(request, selection, &slugs));
        self.0.audit().record(&mut tx, viewer, action, id, &detail, Some(&filter)).await?;
        tx.commit().await?;
        self.0.jobs.wake_worker();
        Ok(StartedExport { id, matched: unsigned(selection.matched)? })
    }
}

const fn kind_of(request: &ExportRequest) -> ExportKind {
    if request.subject_request.is_some() { ExportKind::Bundle } else { ExportKind::Job }
}

fn detail_of(request: &ExportRequest, selection: &Selection, slugs: &[Slug]) -> Value {
    let used = request.options.sensitive_use();
    let mut detail = json!({
        "kind": kind_of(request),
        "projects": slugs,
        "format": request.format,
        "matched": selection.matched,
        "contents": request.contents.included().collect::<Vec<_>>(),
        "anonymise": request.anonymise,
        "reason_code": used.map(|used| used.reason_code.as_str()),
        "justification": used.map(|used| used.justification.as_str()),
    });
    for (field, used) in request.options.sensitive() {
        detail[field] = used.is_some().into();
    }
    if let Some(contact) = &request.contact {
        detail["contact"] = json!(contact.id);
    }
    if let Some(subject_request) = request.subject_request {
        detail["subject_request"] = json!(subject_request);
    }
    detail
}
