//! The requester of a background export, with the rights that they have now.

use earshot_domain::{ExportId, ExportRequest, Permission};

use crate::{
    Actor, Error, Viewer, exports::Exports, privacy::masking::FileMask, store::ExportJobRow,
};

impl Exports<'_> {
    /// The requester with their current rights; the export must end when they may not export any more.
    pub(super) async fn requester(
        self,
        row: &ExportJobRow,
        request: &ExportRequest,
    ) -> Result<Viewer, Error> {
        let gone = || {
            Error::Conflict(
                "The account or key that started this export may not export any more, so the export \
                 was stopped."
                    .to_owned(),
            )
        };
        let viewer = match row.api_key_id {
            None => {
                let viewer = match row.user_id {
                    Some(id) => self.0.access().viewer_of(id).await,
                    None => self.0.access().operator_in(row.tenant_id).await,
                };
                match viewer {
                    Err(Error::NotFound) => return Err(gone()),
                    viewer => viewer?,
                }
            }
            Some(id) => {
                let key = self.0.db.api_key(id).await?.ok_or_else(gone)?;
                self.0.keys().client_of_key(&key).await?.ok_or_else(gone)?.viewer
            }
        };
        let required = [
            (true, Permission::ExportInBackground),
            (request.options.sensitive_use().is_some(), Permission::ExportSensitive),
            (request.contact.is_some(), Permission::ViewContacts),
            (request.subject_request.is_some(), Permission::AnswerSubjectRequests),
        ];
        let permitted =
            required.iter().all(|(required, permission)| !required || viewer.may(*permission));
        if permitted { Ok(viewer) } else { Err(gone()) }
    }
}

/// How much of a number the files of a request show to a viewer.
pub(super) fn mask_for(viewer: &Viewer, request: &ExportRequest) -> FileMask {
    if request.options.caller_full.is_some() && viewer.may(Permission::ExportSensitive) {
        FileMask::Full
    } else if viewer.may(Permission::ViewCallers) {
        FileMask::LastFour
    } else {
        FileMask::Redacted
    }
}

/// Subject under which the salt of an export's pseudonyms is sealed.
pub(super) fn salt_subject(id: ExportId) -> String {
    format!("{id} pseudonyms")
}

/// The actor to whom a stored export is attributed.
pub(super) fn actor_of(row: &ExportJobRow) -> Actor {
    let (Some(id), Some(email)) = (row.user_id, row.author.clone()) else {
        return Actor::COMMAND_LINE;
    };
    match (row.api_key_id, &row.api_key_name) {
        (Some(key), Some(name)) => {
            Actor::Key { id: key, name: name.clone(), owner_id: id, owner_email: email }
        }
        _ => Actor::Person { id, email, session_id: None },
    }
}
