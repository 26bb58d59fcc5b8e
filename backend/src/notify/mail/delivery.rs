//! Delivery of queued mail: one job for each message.

use lettre::Address;

use super::{message::compose, queue::QueuedMail, template::Setting, transport::Mailer};
use crate::{
    Backend, Error,
    jobs::{JobContext, JobKind, RunEnd},
};

/// Age in milliseconds at which a message is given up, such as one that waited while no mail server
/// was configured.
const MAX_AGE_MS: i64 = 3 * 24 * 3_600_000;

/// Job that sends one message.
pub(crate) struct MailDelivery {
    backend: Backend,
    mailer: Mailer,
}

impl MailDelivery {
    pub(crate) fn new(backend: Backend, mailer: Mailer) -> Self {
        Self { backend, mailer }
    }
}

impl JobKind for MailDelivery {
    const NAME: &'static str = "mail";
    // Some 18 hours, with the delays between the attempts: servers defer mail of senders they do not
    // know, and a server that is being repaired must not lose mail.
    const MAX_ATTEMPTS: i64 = 22;

    fn slots(&self) -> usize {
        4
    }

    async fn run(&self, context: &JobContext) -> Result<RunEnd, Error> {
        let mail: QueuedMail = context.payload()?;
        if self.backend.now_ms().saturating_sub(mail.queued_at) > MAX_AGE_MS {
            return Err(given_up("The message could not be sent within three days."));
        }
        let recipient = match self.backend.access().viewer_of(mail.recipient).await {
            Err(Error::NotFound) => {
                return Err(given_up("The recipient may no longer sign in."));
            }
            viewer => viewer?,
        };
        let setting = Setting {
            tenant: &recipient.tenant.name,
            zone: &recipient.tenant.zone,
            zone_name: &recipient.tenant.zone_name,
            portal: self.backend.public_url.as_deref().unwrap_or_default(),
        };
        let rendered = mail.template.render(&setting)?;
        let to: Result<Address, _> = recipient.actor.email().unwrap_or_default().parse();
        let Ok(to) = to else {
            return Err(given_up("The recipient's e-mail address is not valid."));
        };
        let now = self.backend.now();
        let message = compose(rendered, &self.mailer.from, to, context.id(), now)?;
        self.mailer.send(message).await?;
        Ok(RunEnd::Completed)
    }
}

fn given_up(reason: &str) -> Error {
    Error::MailRefused(reason.to_owned())
}
