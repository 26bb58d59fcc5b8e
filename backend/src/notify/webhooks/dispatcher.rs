//! Sending what is due: a job for each webhook, so that a slow receiver holds up no other.

use earshot_domain::{AuditAction, DeliveryFault, DeliveryState, Permission, WebhookState};
use futures::future::join_all;
use reqwest::Url;
use serde::{Deserialize, Serialize};
use serde_json::json;

use super::{
    schedule::next_attempt,
    secret::signature,
    send::{Message, Outcome, Sender},
};
use crate::{
    Actor, Backend, Error, Viewer,
    jobs::{JobContext, JobKind, NewJob, RunEnd},
    notify::WebhookAdministration,
    privacy::encryption::Sealed,
    store::{AttemptEnd, ClaimedDelivery, DueWebhook, WebhookRow},
};

/// Most messages sent to one webhook at once.
const MAX_AT_ONCE: i64 = 8;
/// Milliseconds after which a message is tried again of whose attempt nothing more is heard; well
/// over the longest attempt.
const UNHEARD_MS: i64 = 60_000;

/// Sends the messages of one webhook that are due.
pub(crate) struct WebhookDispatch {
    backend: Backend,
    sender: Sender,
}

/// Which webhook a job sends for.
#[derive(Serialize, Deserialize)]
struct Payload {
    webhook_id: String,
}

impl WebhookDispatch {
    pub(crate) fn new(backend: Backend) -> Result<Self, Error> {
        let sender = Sender::new(backend.webhook_guard)?;
        Ok(Self { backend, sender })
    }
}

fn job(webhook: &DueWebhook) -> Result<NewJob, Error> {
    let payload = serde_json::to_value(Payload { webhook_id: webhook.id.clone() })?;
    let tenant_id = webhook.tenant_id.parse().map_err(Error::internal)?;
    Ok(NewJob::of::<WebhookDispatch>(payload).for_tenant(tenant_id).once(&webhook.id))
}

impl JobKind for WebhookDispatch {
    const NAME: &'static str = "webhook";
    const SLOTS: usize = 64;
    // What became of each message is on record with the message.
    const RECORDED: bool = false;

    async fn due(&self) -> Result<Vec<NewJob>, Error> {
        let backend = &self.backend;
        let due = backend.db.due_webhooks(backend.now_ms(), Self::NAME).await?;
        due.iter().map(job).collect()
    }

    async fn run(&self, context: &JobContext) -> Result<RunEnd, Error> {
        let Payload { webhook_id } = context.payload()?;
        while self.backend.webhooks().send_some(&self.sender, &webhook_id, context).await? {
            if context.must_stop() {
                return Ok(RunEnd::Stopped);
            }
        }
        Ok(RunEnd::Completed)
    }
}

/// Where a webhook's messages go, and whose eyes they are for.
struct Target {
    url: Url,
    secret: String,
    maker: Viewer,
}

impl WebhookAdministration<'_> {
    /// Sends some messages of a webhook that are due; whether there were any.
    async fn send_some(
        self,
        sender: &Sender,
        webhook_id: &str,
        context: &JobContext,
    ) -> Result<bool, Error> {
        let now = self.0.now_ms();
        let mut tx = self.0.db.begin().await?;
        context.progress_in(&mut tx, None).await?;
        let claimed = tx.claim_deliveries(webhook_id, now, now + UNHEARD_MS, MAX_AT_ONCE).await?;
        tx.commit().await?;
        let Some(webhook) = self.0.db.webhook(webhook_id.parse().map_err(Error::internal)?).await?
        else {
            return Ok(false);
        };
        let target = self.target(&webhook).await?;
        let attempts = claimed.iter().map(|delivery| async {
            let outcome = self.attempt(sender, target.as_ref(), delivery).await?;
            self.end_attempt(&webhook, delivery, outcome, context).await
        });
        for attempt in join_all(attempts).await {
            attempt?;
        }
        Ok(!claimed.is_empty())
    }

    /// Where a webhook sends to; `None` when its maker may not have webhooks any more.
    async fn target(self, webhook: &WebhookRow) -> Result<Option<Target>, Error> {
        let maker = match self.0.access().viewer_of(webhook.made_by).await {
            Err(Error::NotFound) => return Ok(None),
            maker => maker?,
        };
        if !maker.may(Permission::ManageWebhooks) {
            return Ok(None);
        }
        let key = &maker.tenant.key;
        let url = key.open_text(Sealed::WebhookUrl, webhook.id, &webhook.url_encrypted)?;
        let secret = key.open_text(Sealed::WebhookSecret, webhook.id, &webhook.secret_encrypted)?;
        Ok(Some(Target { url: url.parse().map_err(Error::internal)?, secret, maker }))
    }

    async fn attempt(
        self,
        sender: &Sender,
        target: Option<&Target>,
        delivery: &ClaimedDelivery,
    ) -> Result<Outcome, Error> {
        let lost = Outcome::fault(DeliveryFault::CreatorLostAccess);
        let Some(target) = target else { return Ok(lost) };
        let reached = |id: &String| {
            target.maker.scope().project_ids.iter().any(|known| known.to_string() == *id)
        };
        if !delivery.project_id.as_ref().is_none_or(reached) {
            return Ok(lost);
        }
        let timestamp = self.0.clock.now().as_second();
        let message = Message {
            id: &delivery.id,
            timestamp,
            signature: signature(&target.secret, &delivery.id, timestamp, &delivery.body)?,
            body: &delivery.body,
        };
        Ok(sender.send(&target.url, &message).await)
    }

    async fn end_attempt(
        self,
        webhook: &WebhookRow,
        delivery: &ClaimedDelivery,
        outcome: Outcome,
        context: &JobContext,
    ) -> Result<(), Error> {
        let now = self.0.now_ms();
        let first = delivery.first_attempt_at.unwrap_or(now);
        let again = next_attempt(delivery.attempts, first, now);
        let (state, next) = match (outcome.fault, again) {
            (None, _) => (DeliveryState::Delivered, None),
            (Some(DeliveryFault::Gone | DeliveryFault::CreatorLostAccess), _) | (_, None) => {
                (DeliveryState::Failed, None)
            }
            (_, Some(next)) => (DeliveryState::Pending, Some(next)),
        };
        let end = AttemptEnd {
            webhook_id: &webhook.id.to_string(),
            id: &delivery.id,
            attempt: delivery.attempts,
            at: now,
            state: state.as_str(),
            next_attempt_at: next.unwrap_or(now),
            status: outcome.status.map(i64::from),
            fault: outcome.fault.map(DeliveryFault::as_str),
        };
        let mut tx = self.0.db.begin().await?;
        context.progress_in(&mut tx, None).await?;
        if !tx.end_attempt(&end).await? {
            tracing::info!(delivery_id = %delivery.id, "a message was given up or sent anew meanwhile");
            return Ok(());
        }
        if outcome.fault == Some(DeliveryFault::Gone) {
            let state = WebhookState::Gone;
            if tx.set_webhook_state(webhook.tenant_id, webhook.id, state).await? {
                tx.give_deliveries_up(&webhook.id.to_string(), DeliveryFault::Gone.as_str())
                    .await?;
                let action = AuditAction::WebhookStateChanged;
                let detail = json!({ "state": state });
                self.0
                    .audit()
                    .record_as(
                        &mut tx,
                        webhook.tenant_id,
                        &Actor::WebhookReceiver,
                        action,
                        webhook.id,
                        &detail,
                    )
                    .await?;
            }
        }
        tx.commit().await
    }
}
