//! Background exports as their requester, or a Client Admin, sees them.

use earshot_domain::{
    ActiveExport, CallFilter, ExportDownload, ExportFile, ExportId, ExportJob, ExportRequest,
    Permission,
};

use super::requester::actor_of;
use crate::{
    Error, Viewer,
    access::local_time,
    exports::{Exports, visibility::visible_exports},
    privacy::encryption::Sealed,
    store::{ActiveExportRow, ExportFileRow, ExportJobRow, unsigned},
};

/// Why the files of a revoked export are gone.
const REVOKED: &str = "Its links were revoked and its files deleted.";

impl Exports<'_> {
    /// Progress of the background exports that a viewer sees and that wait or run, newest first.
    pub(in crate::exports) async fn active_jobs(
        self,
        viewer: &Viewer,
    ) -> Result<Vec<ActiveExport>, Error> {
        let rows = self.0.db.active_exports(&visible_exports(viewer)).await?;
        rows.iter().map(|row| active(viewer, row)).collect()
    }

    /// One background export.
    ///
    /// # Errors
    /// [`Error::NotFound`] for one that does not exist or that the viewer may not see.
    pub async fn job(self, viewer: &Viewer, id: ExportId) -> Result<ExportJob, Error> {
        let row = self.visible(viewer, id).await?;
        self.view(viewer, row).await
    }

    /// The row of an export that the viewer may see.
    pub(in crate::exports) async fn visible(
        self,
        viewer: &Viewer,
        id: ExportId,
    ) -> Result<ExportJobRow, Error> {
        viewer.require(Permission::ExportInBackground)?;
        let row = self.0.db.visible_export_job(&visible_exports(viewer), id).await?;
        row.ok_or(Error::NotFound)
    }

    /// A background export as a viewer sees it.
    pub(in crate::exports) async fn view(
        self,
        viewer: &Viewer,
        row: ExportJobRow,
    ) -> Result<ExportJob, Error> {
        let zone = &viewer.tenant.zone;
        let time = |at: Option<i64>| at.map(|at| local_time(at, zone)).transpose();
        let request = request_of(viewer, &row)?;
        let contact = self.contact_label(viewer, &request).await?;
        let (matched, written) = (unsigned(row.matched)?, unsigned(row.written)?);
        let projects = self.0.db.export_projects(row.id).await?;
        let slug = |id| viewer.project_by_id(id).map(|scope| scope.project.slug);
        let files = self.0.db.export_files(row.id).await?;
        let mut downloads = Vec::new();
        for download in self.0.db.export_downloads(row.id).await? {
            let at = local_time(download.at, zone)?;
            downloads.push(ExportDownload { at, by: download.actor, file: download.file });
        }
        Ok(ExportJob {
            id: row.id,
            state: row.state,
            format: request.format,
            by_message: request.by_message(),
            projects: projects.into_iter().filter_map(slug).collect(),
            chosen: u32::try_from(request.calls.len()).map_err(Error::internal)?,
            contact,
            subject_request: request.subject_request,
            contents: request.contents.included().collect(),
            anonymised: request.anonymise,
            sensitive: request.options.sensitive_labels(),
            again: request.to_query(),
            filter: request.filter,
            tags: request.tags,
            matched,
            written,
            omitted: unsigned(row.omitted)?,
            omitted_reasons: serde_json::from_str(&row.omitted_reasons)?,
            recordings_omitted: serde_json::from_str(&row.recordings_omitted)?,
            bytes: unsigned(row.bytes)?,
            percent: percent(written, matched),
            files: files.into_iter().map(file_view).collect::<Result<_, _>>()?,
            notes: serde_json::from_str(&row.notes)?,
            author: actor_of(&row).owner(),
            mail: self.mail_about(&row)?,
            reason: row.reason.or_else(|| row.revoked_at.map(|_| REVOKED.to_owned())),
            key_name: row.api_key_name,
            requested: local_time(row.created_at, zone)?,
            ended: time(row.finished_at)?,
            expires: time(row.expires_at)?,
            downloads,
        })
    }
}

/// What stands for a contact without a call that the viewer may see.
const UNSEEN_CONTACT: &str = "a contact without calls in your projects";

impl Exports<'_> {
    /// The contact of a request in words, as the viewer sees it.
    async fn contact_label(
        self,
        viewer: &Viewer,
        request: &ExportRequest,
    ) -> Result<Option<String>, Error> {
        let Some(contact) = &request.contact else { return Ok(None) };
        match self.0.calls().contact_label(viewer, contact.id).await {
            Err(Error::NotFound) => Ok(Some(UNSEEN_CONTACT.to_owned())),
            label => label.map(Some),
        }
    }
}

/// The progress of an export that waits or runs.
fn active(viewer: &Viewer, row: &ActiveExportRow) -> Result<ActiveExport, Error> {
    let (matched, written) = (unsigned(row.matched)?, unsigned(row.written)?);
    Ok(ActiveExport {
        id: row.id,
        state: row.state,
        matched,
        written,
        percent: percent(written, matched),
        own: row.api_key_id.is_none() && row.user_id == viewer.actor.user_id(),
    })
}

/// The request of a stored export.
pub(super) fn request_of(viewer: &Viewer, row: &ExportJobRow) -> Result<ExportRequest, Error> {
    let key = &viewer.tenant.key;
    let query = key.open_text(Sealed::ExportFilter, row.id, &row.filter_encrypted)?;
    let mut request: ExportRequest = serde_json::from_str(&row.request)?;
    request.filter = CallFilter::parse_query(&query).filter;
    Ok(request)
}

fn percent(written: u64, matched: u64) -> u8 {
    let percent = (written * 100).checked_div(matched).unwrap_or(100).min(100);
    u8::try_from(percent).unwrap_or(100)
}

fn file_view(row: ExportFileRow) -> Result<ExportFile, Error> {
    Ok(ExportFile {
        n: u32::try_from(row.n).map_err(Error::internal)?,
        name: row.name,
        rows: unsigned(row.rows_written)?,
        calls: unsigned(row.calls)?,
        bytes: unsigned(row.bytes)?,
        sha256: row.sha256,
    })
}
