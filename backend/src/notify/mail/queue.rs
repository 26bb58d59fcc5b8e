//! Queue of mail: messages are added in the transaction of what they report.

use earshot_domain::{TenantId, UserId};
use serde::{Deserialize, Serialize};

use super::{delivery::MailDelivery, template::MailTemplate};
use crate::{Error, Viewer, jobs::NewJob, notify::Mail, store::Tx};

/// A message to a user.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct NewMail {
    tenant_id: TenantId,
    recipient: UserId,
    template: MailTemplate,
}

/// A queued message: payload of its job.
#[derive(Debug, Serialize, Deserialize)]
pub(super) struct QueuedMail {
    pub(super) recipient: UserId,
    pub(super) queued_at: i64,
    #[serde(flatten)]
    pub(super) template: MailTemplate,
}

impl NewMail {
    /// A message to a viewer's account, for a key its owner's; `None` for the operator, who has none.
    pub fn to(viewer: &Viewer, template: MailTemplate) -> Option<Self> {
        let recipient = viewer.actor.user_id()?;
        Some(Self::to_account(viewer.tenant.id, recipient, template))
    }

    /// A message to an account.
    pub const fn to_account(
        tenant_id: TenantId,
        recipient: UserId,
        template: MailTemplate,
    ) -> Self {
        Self { tenant_id, recipient, template }
    }
}

impl Mail<'_> {
    /// Whether a mail server is configured. Without one, pages say that no mail is sent.
    pub const fn is_configured(self) -> bool {
        self.0.mailer.is_some()
    }

    /// Queues a message in the transaction of what it reports; `false`, without changes, when no mail
    /// server is configured or the same event was reported before.
    pub async fn queue_in(self, tx: &mut Tx, mail: &NewMail) -> Result<bool, Error> {
        if !self.is_configured() {
            return Ok(false);
        }
        let payload = QueuedMail {
            recipient: mail.recipient,
            queued_at: self.0.now_ms(),
            template: mail.template.clone(),
        };
        let job = NewJob::of::<MailDelivery>(serde_json::to_value(payload)?)
            .for_tenant(mail.tenant_id)
            .once(mail.template.key())
            .unless_ended_after(0);
        Ok(self.0.jobs.enqueue_in(tx, &job).await?.is_some())
    }
}
