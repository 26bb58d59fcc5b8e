//! Opening and closing the request of a person.

use earshot_domain::{AuditAction, ContactId, Deadline, Permission, SubjectRequestId};
use serde_json::json;

use crate::{
    Error, Viewer,
    exports::{
        Exports,
        jobs::{Answer, REASON, StartedExport, already_open, bundle_request},
    },
    ids,
    store::{NewSubjectRequest, SubjectRequestRow},
};

impl Exports<'_> {
    /// Opens the request of a contact for their own data and starts its bundle.
    ///
    /// # Errors
    /// [`Error::NotFound`] for a contact that the viewer does not see; [`Error::OptionForbidden`]
    /// without [`Permission::AnswerSubjectRequests`]; [`Error::Conflict`] while one is open.
    pub async fn open_subject_request(
        self,
        viewer: &Viewer,
        contact: ContactId,
    ) -> Result<StartedExport, Error> {
        let contact = self.0.calls().own_contact(viewer, contact).await?.id;
        viewer.demand("subject_request", Permission::AnswerSubjectRequests)?;
        let mut open = self.0.db.subject_requests_of(viewer.tenant.id, contact).await?;
        open.retain(|row| row.closed_at.is_none());
        for row in &open {
            if self.sees_request(viewer, row).await? {
                return Err(already_open());
            }
        }
        let (id, opened_at) = (SubjectRequestId::new(ids::fresh()), self.0.now_ms());
        let new = NewSubjectRequest {
            id,
            tenant_id: viewer.tenant.id,
            contact_id: contact,
            reason: REASON,
            opened_by: viewer.user_id()?,
            opened_at,
            due_at: Deadline::of(opened_at),
            open_before: open.len().cast_signed() as i64,
        };
        let request = bundle_request(id, contact);
        self.start_for(viewer, &request, None, Some(&Answer::Opened(new))).await
    }

    /// Makes the bundle of an open request again, of what the contact is now.
    ///
    /// # Errors
    /// [`Error::NotFound`]; [`Error::Conflict`] for a closed request.
    pub async fn renew_bundle(
        self,
        viewer: &Viewer,
        id: SubjectRequestId,
    ) -> Result<(ContactId, StartedExport), Error> {
        let row = self.own_request(viewer, id).await?;
        Ok((row.contact_id, self.answer_again(viewer, &row).await?))
    }

    /// Closes a request whose bundle was downloaded.
    ///
    /// # Errors
    /// [`Error::NotFound`]; [`Error::Conflict`] for a request that is closed or not answered.
    pub async fn close_subject_request(
        self,
        viewer: &Viewer,
        id: SubjectRequestId,
    ) -> Result<ContactId, Error> {
        let row = self.own_request(viewer, id).await?;
        row.demand_open()?;
        if !row.downloaded {
            return Err(Error::Conflict(
                "Download the bundle before you close the request. Nothing was changed.".to_owned(),
            ));
        }
        let mut tx = self.0.db.begin().await?;
        if !tx.close_subject_request(id, viewer.user_id()?, self.0.now_ms()).await? {
            return Ok(row.contact_id);
        }
        let (action, detail) =
            (AuditAction::SubjectRequestClosed, json!({ "export_id": row.export_id }));
        self.0.audit().record(&mut tx, viewer, action, id, &detail, None).await?;
        tx.commit().await?;
        Ok(row.contact_id)
    }

    async fn own_request(
        self,
        viewer: &Viewer,
        id: SubjectRequestId,
    ) -> Result<SubjectRequestRow, Error> {
        viewer.require(Permission::AnswerSubjectRequests)?;
        let row = self.0.db.subject_request(viewer.tenant.id, id).await?;
        let row = row.ok_or(Error::NotFound)?;
        if self.sees_request(viewer, &row).await? { Ok(row) } else { Err(Error::NotFound) }
    }
}
