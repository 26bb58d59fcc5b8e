//! Outbox of webhook messages: written in the transaction of the change, without personal data.

use earshot_domain::{
    CallId, DeliveryId, ProjectId, ReviewAction, ReviewState, Slug, TenantId, TranscriptState,
    WebhookEvent,
};
use serde::Serialize;
use serde_json::{Value, json};

use crate::{
    Error,
    access::moment,
    ids,
    notify::WebhookAdministration,
    store::{Listener, NewDelivery, PreparedCall, Tx},
};

/// Messages about calls of one project. Without listeners, no messages are built.
pub(crate) struct Outbox {
    tenant_id: TenantId,
    project_id: ProjectId,
    now: i64,
    listeners: Vec<Listener>,
    messages: Vec<NewDelivery>,
}

impl WebhookAdministration<'_> {
    /// Creates an outbox for changes to a project's calls; the listeners are read once.
    pub(crate) async fn outbox(
        self,
        tx: &mut Tx,
        tenant_id: TenantId,
        project_id: ProjectId,
    ) -> Result<Outbox, Error> {
        Ok(Outbox {
            listeners: tx.listeners(tenant_id, project_id).await?,
            tenant_id,
            project_id,
            now: self.0.now_ms(),
            messages: Vec::new(),
        })
    }

    /// Wakes the worker of this process to send messages; other processes poll.
    pub(crate) fn wake_worker(self) {
        self.0.jobs.wake_worker();
    }
}

impl Outbox {
    /// Adds the messages about a new call.
    pub(crate) fn taken(&mut self, call: &PreparedCall) -> Result<(), Error> {
        self.add_call_event(WebhookEvent::CallIngested, call)?;
        self.became_readable(call, TranscriptState::Missing)
    }

    /// Adds the messages about a call that its source extended or corrected; `before` is its transcript
    /// state before the change.
    pub(crate) fn extended(
        &mut self,
        call: &PreparedCall,
        before: TranscriptState,
    ) -> Result<(), Error> {
        self.add_call_event(WebhookEvent::CallUpdated, call)?;
        self.became_readable(call, before)
    }

    fn became_readable(
        &mut self,
        call: &PreparedCall,
        before: TranscriptState,
    ) -> Result<(), Error> {
        let readable = TranscriptState::Available;
        if call.transcript_state != readable || before == readable {
            return Ok(());
        }
        self.add_call_event(WebhookEvent::TranscriptReady, call)
    }

    /// Adds the messages about a changed review.
    pub(crate) fn reviewed(
        &mut self,
        call_id: CallId,
        seq: i64,
        action: ReviewAction,
        state: ReviewState,
    ) -> Result<(), Error> {
        self.add(WebhookEvent::ReviewChanged, call_id, |slug| {
            Ok(json!({
                "call_id": call_id,
                "project_id": slug,
                "review_seq": seq,
                "action": action,
                "review_state": state,
            }))
        })
    }

    /// Stores the messages; `false` when there are none.
    pub(crate) async fn put(self, tx: &mut Tx) -> Result<bool, Error> {
        tx.add_deliveries(&self.messages).await?;
        Ok(!self.messages.is_empty())
    }

    fn add_call_event(&mut self, event: WebhookEvent, call: &PreparedCall) -> Result<(), Error> {
        self.add(event, call.id, |slug| {
            Ok(json!({
                "call_id": call.id,
                "project_id": slug,
                "source": call.source,
                "source_id": call.redacted_source_id,
                "started_at": moment(call.started_at)?.to_string(),
                "status": call.status,
                "transcript_state": call.transcript_state,
            }))
        })
    }

    fn add(
        &mut self,
        event: WebhookEvent,
        call_id: CallId,
        data: impl Fn(&Slug) -> Result<Value, Error>,
    ) -> Result<(), Error> {
        for listener in &self.listeners {
            let events: Vec<WebhookEvent> = serde_json::from_str(&listener.events)?;
            if events.contains(&event) {
                self.messages.push(NewDelivery {
                    id: DeliveryId::new(ids::fresh()),
                    tenant_id: self.tenant_id,
                    webhook_id: listener.webhook_id,
                    project_id: Some(self.project_id),
                    call_id: Some(call_id),
                    event,
                    body: body(event, self.now, &data(&listener.slug)?)?,
                    created_at: self.now,
                });
            }
        }
        Ok(())
    }
}

/// Body of a message, with its fields in reading order.
#[derive(Serialize)]
struct Body<'a> {
    #[serde(rename = "type")]
    event: WebhookEvent,
    timestamp: String,
    data: &'a Value,
}

/// Serializes a message; exactly this text is signed.
pub(in crate::notify) fn body(event: WebhookEvent, at: i64, data: &Value) -> Result<String, Error> {
    Ok(serde_json::to_string(&Body { event, timestamp: moment(at)?.to_string(), data })?)
}
