//! What the files of an export share: request, zone, masking, and the person whose data they hold.

use std::sync::Arc;

use earshot_domain::{ExportFormat, ExportRequest, IdentityKind};

use super::requester::{mask_for, salt_subject};
use crate::{
    Error, Viewer,
    exports::{
        Exports,
        encoding::{FileContext, Subject},
    },
    privacy::encryption::Sealed,
    store::{ExportJobRow, unsigned},
};

/// Time in the metadata of files whose pages do not show when they were requested: the same for each
/// request, so that the same calls are the same bytes. A ZIP cannot have an earlier one.
const FIXED_TIME: i64 = 315_532_800_000;

/// The time in the metadata of a file, in milliseconds.
const fn document_time(row: &ExportJobRow, format: ExportFormat) -> i64 {
    match format {
        ExportFormat::Pdf => row.created_at,
        _ => FIXED_TIME,
    }
}

impl Exports<'_> {
    /// The context of an export's files.
    pub(super) async fn file_context(
        self,
        viewer: &Viewer,
        row: &ExportJobRow,
        request: &ExportRequest,
    ) -> Result<FileContext, Error> {
        let (key, sealed) = (&viewer.tenant.key, &row.pseudonym_salt_encrypted);
        Ok(FileContext {
            request: request.clone(),
            tenant_name: viewer.tenant.name.clone(),
            zone: viewer.tenant.zone.clone(),
            key: key.clone(),
            mask: mask_for(viewer, request),
            pseudonym_salt: key.open_text(Sealed::ExportFilter, salt_subject(row.id), sealed)?,
            document_time: document_time(row, request.format),
            subject: self.subject(viewer, row, request).await?.map(Arc::new),
            fonts: self.0.pdf_fonts.clone(),
        })
    }

    /// The person whose request an export answers, as known when it was requested.
    async fn subject(
        self,
        viewer: &Viewer,
        row: &ExportJobRow,
        request: &ExportRequest,
    ) -> Result<Option<Subject>, Error> {
        let (Some(id), Some(contact)) = (request.subject_request, &request.contact) else {
            return Ok(None);
        };
        let answered = self.0.db.subject_request(viewer.tenant.id, id).await?;
        let answered = answered.ok_or_else(|| Error::internal("no request has this bundle"))?;
        let name = self.0.calls().selected_name(viewer, contact).await?;
        let identities = self.0.calls().selected_identities(viewer, contact).await?;
        let of = |kind| {
            let of_kind = identities.iter().filter(move |identity| identity.kind == kind);
            of_kind.map(|identity| identity.value.clone()).collect::<Vec<_>>()
        };
        let projects = self.0.db.export_projects(row.id).await?;
        let named = |id| viewer.project_by_id(id).map(|scope| scope.project.name);
        Ok(Some(Subject {
            name,
            numbers: of(IdentityKind::Number),
            emails: of(IdentityKind::Email),
            opened_at: answered.opened_at,
            due_at: answered.due_at,
            made_at: row.created_at,
            incomplete: contact.incomplete,
            matched: unsigned(row.matched)?,
            projects: projects.into_iter().filter_map(named).collect(),
        }))
    }
}
