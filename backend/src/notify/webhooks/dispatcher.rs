//! Sending what is due: a few messages of each webhook at a time, so that a slow one holds up none.

use std::{collections::HashMap, future::Future, pin::pin, time::Duration};

use earshot_domain::{AuditAction, DeliveryFault, DeliveryState, Permission, WebhookState};
use futures::future::join_all;
use reqwest::Url;
use serde_json::json;
use tokio::{
    task::{Id, JoinError, JoinSet},
    time::{MissedTickBehavior, interval, timeout},
};

use super::{
    schedule::next_attempt,
    secret::signature,
    send::{Message, Outcome, Sender},
};
use crate::{
    Actor, Backend, Error, Viewer, ids,
    notify::WebhookAdministration,
    privacy::encryption::Sealed,
    store::{AttemptEnd, ClaimedDelivery, SendLease, WebhookRow},
};

/// How often it is looked for messages that another process wrote, or whose time has come.
const LOOK_EVERY: Duration = Duration::from_secs(1);
/// Most webhooks sent to at once.
const MOST_LANES: usize = 64;
/// Most messages sent to one webhook at once.
const MOST_AT_ONCE: i64 = 8;
/// How long messages on their way get when the process ends.
const DRAIN: Duration = Duration::from_secs(5);
/// Milliseconds after which messages of a process that ended are sent by another; well over the
/// longest attempt.
const LEASE_MS: i64 = 60_000;
/// Milliseconds that a message which does not wait is kept.
const KEEP_MS: i64 = 30 * 24 * 3_600_000;
/// Milliseconds between two looks for messages that are too old.
const SWEEP_MS: i64 = 3_600_000;

/// Sends messages of all tenants. Any number of processes may run one over the same database.
pub struct Dispatcher {
    backend: Backend,
    sender: Sender,
    /// Whether anything was sent.
    lanes: JoinSet<bool>,
    /// The webhook that each lane sends to.
    busy: HashMap<Id, String>,
    swept_at: Option<i64>,
}

impl Dispatcher {
    /// One that is not running yet.
    pub fn new(backend: Backend) -> Result<Self, Error> {
        let sender = Sender::new(backend.webhook_guard)?;
        let (lanes, busy) = (JoinSet::new(), HashMap::new());
        Ok(Self { backend, sender, lanes, busy, swept_at: None })
    }

    /// Sends until `end` resolves, then lets messages on their way finish.
    pub async fn run(mut self, end: impl Future<Output = ()>) {
        let mut end = pin!(end);
        let mut tick = interval(LOOK_EVERY);
        tick.set_missed_tick_behavior(MissedTickBehavior::Delay);
        let bell = std::sync::Arc::clone(&self.backend.webhook_bell);
        loop {
            if let Err(error) = self.start_due().await {
                tracing::warn!(%error, "webhook messages were not looked for");
            }
            loop {
                tokio::select! {
                    () = &mut end => return self.drain().await,
                    () = bell.notified() => break,
                    _ = tick.tick() => break,
                    Some(lane) = self.lanes.join_next_with_id() => if self.ended(lane) { break },
                }
            }
        }
    }

    /// Sends all that is due now, and waits until it was tried.
    pub async fn send_due(&mut self) -> Result<(), Error> {
        loop {
            self.start_due().await?;
            let mut sent = false;
            while let Some(lane) = self.lanes.join_next_with_id().await {
                sent |= self.ended(lane);
            }
            if !sent {
                return Ok(());
            }
        }
    }

    async fn start_due(&mut self) -> Result<(), Error> {
        let now = self.backend.now_ms();
        if self.swept_at.is_none_or(|at| now - at >= SWEEP_MS) {
            self.backend.db.forget_deliveries(now - KEEP_MS).await?;
            self.swept_at = Some(now);
        }
        for webhook_id in self.backend.db.due_webhooks(now).await? {
            if self.busy.len() >= MOST_LANES {
                break;
            }
            if self.busy.values().any(|busy| *busy == webhook_id) {
                continue;
            }
            let (backend, sender, id) =
                (self.backend.clone(), self.sender.clone(), webhook_id.clone());
            let lane = self.lanes.spawn(async move {
                backend.webhooks().send_some(&sender, &id).await.unwrap_or_else(|error| {
                    // What was claimed is free again when its lease ends.
                    tracing::warn!(webhook_id = %id, %error, "webhook messages were not sent");
                    false
                })
            });
            self.busy.insert(lane.id(), webhook_id);
        }
        Ok(())
    }

    fn ended(&mut self, lane: Result<(Id, bool), JoinError>) -> bool {
        let (id, sent) = lane.unwrap_or_else(|error| (error.id(), false));
        self.busy.remove(&id);
        sent
    }

    /// What is cut off is sent again when its lease ends.
    async fn drain(&mut self) {
        let all = async { while self.lanes.join_next().await.is_some() {} };
        if timeout(DRAIN, all).await.is_err() {
            tracing::warn!("webhook messages were cut off at the end");
        }
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
    async fn send_some(self, sender: &Sender, webhook_id: &str) -> Result<bool, Error> {
        let lease_id = ids::fresh().to_string();
        let now = self.0.now_ms();
        let lease = SendLease { id: &lease_id, from: now, until: now + LEASE_MS };
        let claimed = self.0.db.claim_deliveries(webhook_id, lease, MOST_AT_ONCE).await?;
        let Some(webhook) = self.0.db.webhook(webhook_id.parse().map_err(Error::internal)?).await?
        else {
            return Ok(false);
        };
        let target = self.target(&webhook).await?;
        let attempts = claimed.iter().map(|delivery| async {
            let outcome = self.attempt(sender, target.as_ref(), delivery).await?;
            self.end_attempt(&webhook, &lease_id, delivery, outcome).await
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
        lease_id: &str,
        delivery: &ClaimedDelivery,
        outcome: Outcome,
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
            lease_id,
            at: now,
            state: state.as_str(),
            next_attempt_at: next.unwrap_or(now),
            status: outcome.status.map(i64::from),
            fault: outcome.fault.map(DeliveryFault::as_str),
        };
        let mut tx = self.0.db.begin().await?;
        if !tx.end_attempt(&end).await? {
            tracing::info!(delivery_id = %delivery.id, "a message was sent again meanwhile");
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
