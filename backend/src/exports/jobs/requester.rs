//! The requester of a background export, with the rights that they have now.

use earshot_domain::{ExportId, ExportRequest, Permission};

use crate::{Error, Viewer, exports::Exports, privacy::masking::FileMask, store::ExportJobRow};

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
            None => match self.0.access().viewer_of(row.user_id).await {
                Err(Error::NotFound) => return Err(gone()),
                viewer => viewer?,
            },
            Some(id) => {
                let key = self.0.db.api_key(id).await?.ok_or_else(gone)?;
                self.0.keys().client_of_key(&key).await?.ok_or_else(gone)?.viewer
            }
        };
        let sensitive = request.options.caller_full.is_some();
        let permitted = viewer.may(Permission::ExportInBackground)
            && (!sensitive || viewer.may(Permission::ExportSensitive));
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
