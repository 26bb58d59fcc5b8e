//! Exports that answer the request of a person for their own data.

use earshot_domain::{
    AuditAction, CallFilter, ContactId, ContactSelection, ExportContent, ExportContents,
    ExportFormat, ExportId, ExportRequest, ReasonCode, SensitiveUse, Sort, SubjectRequestId,
};
use serde_json::json;

use super::start::StartedExport;
use crate::{
    Error, Viewer,
    exports::Exports,
    store::{NewSubjectRequest, SubjectRequestRow, Tx},
};

/// The reason of every export that answers a request.
pub(in crate::exports) const REASON: ReasonCode = ReasonCode::LegalRequest;

/// The person's request that an export answers.
pub(in crate::exports) enum Answer {
    /// One that is opened with the export.
    Opened(NewSubjectRequest),
    /// One that is open, whose bundle is made again.
    Renewed(SubjectRequestId),
}

/// The export that answers a request: all calls of a contact, with recordings, as one archive.
pub(in crate::exports) fn bundle_request(
    id: SubjectRequestId,
    contact: ContactId,
) -> ExportRequest {
    let filter = CallFilter { sort: Sort::Oldest, ..CallFilter::default() };
    let mut request = ExportRequest::new(filter, ExportFormat::Zip);
    request.contact = Some(ContactSelection::new(contact));
    request.subject_request = Some(id);
    request.contents = ExportContents::only(&[
        ExportContent::Messages,
        ExportContent::Customer,
        ExportContent::Recordings,
    ]);
    request.options.caller_full = Some(SensitiveUse {
        reason_code: REASON,
        justification: format!("Request of the person, {id}"),
    });
    request
}

impl Exports<'_> {
    /// Makes the bundle of an open request again, of what the contact is now.
    pub(in crate::exports) async fn answer_again(
        self,
        viewer: &Viewer,
        row: &SubjectRequestRow,
    ) -> Result<StartedExport, Error> {
        row.demand_open()?;
        let request = bundle_request(row.id, row.contact_id);
        self.start_for(viewer, &request, None, Some(&Answer::Renewed(row.id))).await
    }

    /// Stores what an export answers, in its transaction.
    pub(super) async fn record_answer(
        self,
        tx: &mut Tx,
        viewer: &Viewer,
        answer: &Answer,
        export: ExportId,
    ) -> Result<(), Error> {
        let (id, action, detail) = match answer {
            Answer::Opened(new) => {
                let detail = json!({
                    "contact": new.contact_id,
                    "reason_code": new.reason,
                    "due_at": new.due_at,
                    "export_id": export,
                });
                (new.id, AuditAction::SubjectRequestOpened, detail)
            }
            Answer::Renewed(id) => {
                (*id, AuditAction::SubjectRequestRenewed, json!({ "export_id": export }))
            }
        };
        // First, since it locks the tenant: of two requests at the same instant, one sees the other.
        self.0.audit().record(tx, viewer, action, id, &detail, None).await?;
        match answer {
            Answer::Opened(new) if tx.add_subject_request(new, export).await? => Ok(()),
            Answer::Opened(_) => Err(already_open()),
            Answer::Renewed(id) => tx.set_bundle(*id, export).await,
        }
    }
}

/// The refusal of a second open request of the same contact.
pub(in crate::exports) fn already_open() -> Error {
    Error::Conflict(
        "A legal request of this contact is open already. Nothing was changed.".to_owned(),
    )
}

impl SubjectRequestRow {
    /// Refuses a request that was closed.
    pub(in crate::exports) fn demand_open(&self) -> Result<(), Error> {
        if self.closed_at.is_none() {
            return Ok(());
        }
        Err(Error::Conflict("This request is closed. Nothing was changed.".to_owned()))
    }
}
