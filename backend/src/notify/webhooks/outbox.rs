//! Messages written in the transaction of what they tell of: ids and facts that name nobody.

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

/// What is to be told about the calls of one project. Where nobody listens, nothing is made.
pub(crate) struct Outbox {
    tenant_id: TenantId,
    project_id: ProjectId,
    now: i64,
    listeners: Vec<Listener>,
    messages: Vec<NewDelivery>,
}

impl WebhookAdministration<'_> {
    /// An outbox for changes to a project's calls; asks once who listens.
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

    /// Tells this process's worker that there is something to send; others look by themselves.
    pub(crate) fn ring(self) {
        self.0.jobs.ring();
    }
}

impl Outbox {
    /// A call that is new.
    pub(crate) fn taken(&mut self, call: &PreparedCall) -> Result<(), Error> {
        self.about_call(WebhookEvent::CallIngested, call)?;
        self.extended(call, TranscriptState::Missing)
    }

    /// A call that was there with fewer legs, and the state of its transcript before.
    pub(crate) fn extended(
        &mut self,
        call: &PreparedCall,
        before: TranscriptState,
    ) -> Result<(), Error> {
        let readable = TranscriptState::Available;
        if call.transcript_state != readable || before == readable {
            return Ok(());
        }
        self.about_call(WebhookEvent::TranscriptReady, call)
    }

    /// A review that changed.
    pub(crate) fn reviewed(
        &mut self,
        call_id: CallId,
        seq: i64,
        action: ReviewAction,
        state: ReviewState,
    ) -> Result<(), Error> {
        self.tell(WebhookEvent::ReviewChanged, call_id, |slug| {
            Ok(json!({
                "call_id": call_id,
                "project_id": slug,
                "review_seq": seq,
                "action": action,
                "review_state": state,
            }))
        })
    }

    /// Stores what there is to tell; whether there is anything.
    pub(crate) async fn put(self, tx: &mut Tx) -> Result<bool, Error> {
        tx.add_deliveries(&self.messages).await?;
        Ok(!self.messages.is_empty())
    }

    fn about_call(&mut self, event: WebhookEvent, call: &PreparedCall) -> Result<(), Error> {
        self.tell(event, call.id, |slug| {
            Ok(json!({
                "call_id": call.id,
                "project_id": slug,
                "source": call.source,
                "source_id": call.source_id,
                "started_at": moment(call.started_at)?.to_string(),
                "status": call.status,
                "transcript_state": call.transcript_state,
            }))
        })
    }

    fn tell(
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
                    made_at: self.now,
                });
            }
        }
        Ok(())
    }
}

/// A message in the order in which people read it.
#[derive(Serialize)]
struct Body<'a> {
    #[serde(rename = "type")]
    event: WebhookEvent,
    timestamp: String,
    data: &'a Value,
}

/// The text of a message, which is signed as it is.
pub(super) fn body(event: WebhookEvent, at: i64, data: &Value) -> Result<String, Error> {
    Ok(serde_json::to_string(&Body { event, timestamp: moment(at)?.to_string(), data })?)
}
