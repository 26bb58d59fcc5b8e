//! Webhook messages with a new head: a receiver keeps it where nobody of this installation reaches it.

use earshot_domain::{DeliveryId, WebhookEvent};
use serde_json::json;

use crate::{
    AuditHead, Error, ids,
    notify::{WebhookAdministration, webhooks::body},
    store::NewDelivery,
};

impl WebhookAdministration<'_> {
    /// Announces a head once, to the webhooks that reach every project of its tenant.
    pub(super) async fn announce_head(self, head: &AuditHead) -> Result<(), Error> {
        let slug = head.tenant.parse().map_err(Error::internal)?;
        let Some(tenant) = self.0.db.tenant_by_slug(&slug).await? else { return Ok(()) };
        let projects = self.0.db.projects(tenant.id).await?;
        let project_ids: Vec<_> = projects.iter().map(|project| project.id).collect();
        let (event, now) = (WebhookEvent::AuditHead, self.0.now_ms());
        let data = json!({ "size": head.size, "head": head.note });
        let mut tx = self.0.db.begin().await?;
        if !tx.announce_audit_head(tenant.id, head.size.cast_signed()).await? {
            return Ok(());
        }
        let mut messages = Vec::new();
        for (webhook_id, events) in tx.listeners_to_all(tenant.id, &project_ids).await? {
            if serde_json::from_str::<Vec<WebhookEvent>>(&events)?.contains(&event) {
                messages.push(NewDelivery {
                    id: DeliveryId::new(ids::fresh()),
                    tenant_id: tenant.id,
                    webhook_id,
                    project_id: None,
                    call_id: None,
                    event,
                    body: body(event, now, &data)?,
                    created_at: now,
                });
            }
        }
        tx.add_deliveries(&messages).await?;
        tx.add_delivery_projects(&messages, &project_ids).await?;
        tx.commit().await?;
        if !messages.is_empty() {
            self.wake_worker();
        }
        Ok(())
    }
}
