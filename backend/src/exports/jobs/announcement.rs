//! Announcement of the end of a background export: to its requester by mail, and to webhooks.

use earshot_domain::{BACKGROUND_CALLS, ExportKind, ExportMail, ExportState, UserId};

use super::requester::actor_of;
use crate::{
    Error, Viewer,
    exports::Exports,
    notify::{ExportNotice, MailTemplate, NewMail},
    store::{ExportJobEnd, ExportJobRow, Tx, unsigned},
};

impl Exports<'_> {
    /// The mail that the viewer gets about an export in the background.
    pub fn mail_to(self, viewer: &Viewer) -> ExportMail {
        self.mail_at(viewer.profile().email)
    }

    /// The mail about the end of an export, if anybody is told by mail.
    pub(super) fn mail_about(self, row: &ExportJobRow) -> Result<Option<ExportMail>, Error> {
        Ok(recipient(row)?.map(|_| self.mail_at(actor_of(row).owner())))
    }

    fn mail_at(self, to: String) -> ExportMail {
        if self.0.mail().is_configured() {
            ExportMail::Sent { to }
        } else {
            ExportMail::NotConfigured
        }
    }

    /// Announces the end of an export, in its transaction.
    pub(super) async fn announce(
        self,
        tx: &mut Tx,
        row: &ExportJobRow,
        end: &ExportJobEnd<'_>,
    ) -> Result<(), Error> {
        let (matched, written) = (unsigned(row.matched)?, unsigned(end.written)?);
        let notice = ExportNotice {
            tenant_id: row.tenant_id,
            project_ids: self.0.db.export_projects(row.id).await?,
            export_id: row.id,
            state: end.state,
            format: row.format,
            matched,
            written,
            omitted: unsigned(end.omitted)?,
            expires_at: end.expires_at.filter(|_| end.state == ExportState::Completed),
        };
        self.0.webhooks().notify_export_in(tx, &notice).await?;
        let Some(recipient) = recipient(row)? else { return Ok(()) };
        let template = match (end.state, end.expires_at) {
            (ExportState::Completed, Some(expires_at)) => MailTemplate::ExportCompleted {
                export_id: row.id,
                format: row.format,
                written,
                omitted: notice.omitted,
                expires_at,
            },
            (ExportState::Failed, _) => MailTemplate::ExportFailed {
                export_id: row.id,
                reason: end.reason.unwrap_or_default().to_owned(),
            },
            _ => return Ok(()),
        };
        let mail = NewMail::to_account(row.tenant_id, recipient, template);
        self.0.mail().queue_in(tx, &mail).await.map(drop)
    }
}

/// The account that gets a mail. People who wait on the page, and programs, which poll, get none.
fn recipient(row: &ExportJobRow) -> Result<Option<UserId>, Error> {
    let in_background =
        unsigned(row.matched)? >= BACKGROUND_CALLS || row.kind == ExportKind::Bundle;
    Ok(row.user_id.filter(|_| row.api_key_id.is_none() && in_background))
}
