//! Requests of persons as those see them who answer them.

use std::collections::HashMap;

use earshot_domain::{ContactId, Deadline, Permission, SubjectRequest};

use crate::{Error, Viewer, access::local_time, exports::Exports, store::SubjectRequestRow};

/// What stands for a contact whose calls are all gone.
const WITHOUT_CALLS: &str = "A contact without calls";

impl Exports<'_> {
    /// The open requests, the earliest deadline first; none for a role that does not answer them.
    pub async fn open_subject_requests(
        self,
        viewer: &Viewer,
    ) -> Result<Vec<SubjectRequest>, Error> {
        if !viewer.may(Permission::AnswerSubjectRequests) {
            return Ok(Vec::new());
        }
        let rows = self.0.db.open_subject_requests(viewer.tenant.id).await?;
        self.requests(viewer, rows).await
    }

    /// The requests of a contact, the latest first; none for a role that does not answer them.
    pub async fn subject_requests_of(
        self,
        viewer: &Viewer,
        contact: ContactId,
    ) -> Result<Vec<SubjectRequest>, Error> {
        if !viewer.may(Permission::AnswerSubjectRequests) {
            return Ok(Vec::new());
        }
        let rows = self.0.db.subject_requests_of(viewer.tenant.id, contact).await?;
        self.requests(viewer, rows).await
    }

    /// Whether a viewer who answers requests sees this one: its bundle is the viewer's own, or of the
    /// viewer's projects alone.
    pub(super) async fn sees_request(
        self,
        viewer: &Viewer,
        row: &SubjectRequestRow,
    ) -> Result<bool, Error> {
        match self.visible(viewer, row.export_id).await {
            Err(Error::NotFound) => Ok(false),
            found => found.map(|_| true),
        }
    }

    async fn requests(
        self,
        viewer: &Viewer,
        rows: Vec<SubjectRequestRow>,
    ) -> Result<Vec<SubjectRequest>, Error> {
        let mut seen = Vec::new();
        for row in rows {
            if self.sees_request(viewer, &row).await? {
                seen.push(row);
            }
        }
        let mut ids: Vec<ContactId> = seen.iter().map(|row| row.contact_id).collect();
        ids.sort_unstable();
        ids.dedup();
        let contacts = self.0.calls().described(viewer, &ids).await?;
        let labels: HashMap<ContactId, &str> =
            contacts.iter().map(|contact| (contact.id, contact.label())).collect();
        let now = self.0.now_ms();
        let view = |row: SubjectRequestRow| {
            let label = labels.get(&row.contact_id).copied().unwrap_or(WITHOUT_CALLS);
            request(viewer, row, label, now)
        };
        seen.into_iter().map(view).collect()
    }
}

fn request(
    viewer: &Viewer,
    row: SubjectRequestRow,
    label: &str,
    now: i64,
) -> Result<SubjectRequest, Error> {
    let zone = &viewer.tenant.zone;
    Ok(SubjectRequest {
        id: row.id,
        contact_id: row.contact_id,
        label: label.to_owned(),
        state: row.state,
        opened: local_time(row.opened_at, zone)?,
        opened_by: row.opened_by,
        due: local_time(row.due_at, zone)?,
        deadline: Deadline::at(now, row.due_at),
        export_id: row.export_id,
        bundle: row.bundle,
        downloaded: row.downloaded,
        closed: row.closed_at.map(|at| local_time(at, zone)).transpose()?,
        closed_by: row.closed_by,
    })
}
