//! Dispatch of due deliveries: one job per webhook, so that a slow receiver delays no other.

use earshot_domain::{
    AuditAction, DeliveryFault, DeliveryState, Permission, WebhookId, WebhookState,
};
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
    store::{AttemptEnd, ClaimedDelivery, DueWebhook, Tx, WebhookRow},
};

/// Maximum deliveries sent to one webhook concurrently.
const MAX_AT_ONCE: i64 = 8;
/// Milliseconds until a delivery whose attempt recorded no result is due again; well over the
/// longest attempt.
const CLAIM_MS: i64 = 60_000;

/// Job that sends the due deliveries of one webhook.
pub(crate) struct WebhookDispatch {
    backend: Backend,
    sender: Sender,
}

/// Payload of a dispatch job.
#[derive(Serialize, Deserialize)]
struct Payload {
    webhook_id: WebhookId,
}

impl WebhookDispatch {
    pub(crate) fn new(backend: Backend) -> Result<Self, Error> {
        let sender = Sender::new(backend.webhook_guard)?;
        Ok(Self { backend, sender })
    }
}

fn job(webhook: &DueWebhook) -> Result<NewJob, Error> {
    let payload = serde_json::to_value(Payload { webhook_id: webhook.id })?;
    let job = NewJob::of::<WebhookDispatch>(payload);
    Ok(job.for_tenant(webhook.tenant_id).once(webhook.id.to_string()))
}

impl JobKind for WebhookDispatch {
    const NAME: &'static str = "webhook";
    // The deliveries themselves record the results.
    const RECORDED: bool = false;

    fn slots(&self) -> usize {
        64
    }

    async fn due(&self) -> Result<Vec<NewJob>, Error> {
        let backend = &self.backend;
        let due = backend.db.due_webhooks(backend.now_ms(), Self::NAME).await?;
        due.iter().map(job).collect()
    }

    async fn run(&self, context: &JobContext) -> Result<RunEnd, Error> {
        let Payload { webhook_id } = context.payload()?;
        while self.backend.webhooks().send_some(&self.sender, webhook_id, context).await? {
            if context.must_stop() {
                return Ok(RunEnd::Stopped);
            }
        }
        Ok(RunEnd::Completed)
    }
}

/// Destination of a webhook's deliveries, with the creator whose access limits them.
struct Target {
    url: Url,
    secret: String,
    creator: Viewer,
}

impl WebhookAdministration<'_> {
    /// Sends a batch of a webhook's due deliveries; `false` when there were none.
    async fn send_some(
        self,
        sender: &Sender,
        webhook_id: WebhookId,
        context: &JobContext,
    ) -> Result<bool, Error> {
        let now = self.0.now_ms();
        let mut tx = self.0.db.begin().await?;
        context.progress_in(&mut tx, None).await?;
        let claimed =
            tx.claim_deliveries(webhook_id, now, now.saturating_add(CLAIM_MS), MAX_AT_ONCE).await?;
        tx.commit().await?;
        let Some(webhook) = self.0.db.webhook(webhook_id).await? else { return Ok(false) };
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

    /// Loads a webhook's destination; `None` when its creator may no longer have webhooks.
    async fn target(self, webhook: &WebhookRow) -> Result<Option<Target>, Error> {
        let creator = match self.0.access().viewer_of(webhook.created_by).await {
            Err(Error::NotFound) => return Ok(None),
            creator => creator?,
        };
        if !creator.may(Permission::ManageWebhooks) {
            return Ok(None);
        }
        let key = &creator.tenant.key;
        let url = key.open_text(Sealed::WebhookUrl, webhook.id, &webhook.url_encrypted)?;
        let secret = key.open_text(Sealed::WebhookSecret, webhook.id, &webhook.secret_encrypted)?;
        Ok(Some(Target { url: url.parse().map_err(Error::internal)?, secret, creator }))
    }

    async fn attempt(
        self,
        sender: &Sender,
        target: Option<&Target>,
        delivery: &ClaimedDelivery,
    ) -> Result<Outcome, Error> {
        let lost = Outcome::fault(DeliveryFault::CreatorLostAccess);
        let Some(target) = target else { return Ok(lost) };
        let project_ids = target.creator.scope().project_ids;
        let concerned = match delivery.project_id {
            Some(project_id) => vec![project_id],
            None => self.0.db.delivery_projects(delivery.id).await?,
        };
        if !concerned.iter().all(|id| project_ids.contains(id)) {
            return Ok(lost);
        }
        let timestamp = self.0.clock.now().as_second();
        let id = delivery.id.to_string();
        let message = Message {
            id: &id,
            timestamp,
            signature: signature(&target.secret, &id, timestamp, &delivery.body)?,
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
            webhook_id: webhook.id,
            id: delivery.id,
            attempt: delivery.attempts,
            at: now,
            state,
            next_attempt_at: next.unwrap_or(now),
            status: outcome.status.map(i64::from),
            fault: outcome.fault,
        };
        let mut tx = self.0.db.begin().await?;
        context.progress_in(&mut tx, None).await?;
        if !tx.end_attempt(&end).await? {
            let delivery_id = delivery.id;
            tracing::info!(%delivery_id, "the delivery failed or was resent during the attempt");
            return Ok(());
        }
        if state == DeliveryState::Failed {
            self.record_failure(&mut tx, webhook, delivery, &outcome).await?;
        }
        if outcome.fault == Some(DeliveryFault::Gone) {
            let state = WebhookState::Gone;
            if tx.set_webhook_state(webhook.tenant_id, webhook.id, state).await? {
                tx.fail_pending_deliveries(webhook.id, DeliveryFault::Gone).await?;
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

    /// Records that a message is not sent again by itself.
    async fn record_failure(
        self,
        tx: &mut Tx,
        webhook: &WebhookRow,
        delivery: &ClaimedDelivery,
        outcome: &Outcome,
    ) -> Result<(), Error> {
        let detail = json!({
            "message": delivery.id,
            "attempts": delivery.attempts,
            "status": outcome.status,
            "fault": outcome.fault,
        });
        let (actor, action) = (Actor::WebhookReceiver, AuditAction::DeliveryFailed);
        self.0.audit().record_as(tx, webhook.tenant_id, &actor, action, webhook.id, &detail).await
    }
}
