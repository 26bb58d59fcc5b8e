//! Webhook messages about background exports: figures and ids, no filter and no personal data.

use earshot_domain::{
    DeliveryId, ExportFormat, ExportId, ExportState, ProjectId, TenantId, WebhookEvent, WebhookId,
};
use serde_json::json;

use super::outbox::body;
use crate::{
    Error,
    access::moment,
    ids,
    notify::WebhookAdministration,
    store::{NewDelivery, Tx},
};

/// A background export that ended.
#[derive(Debug, Clone)]
pub struct ExportNotice {
    /// The tenant.
    pub tenant_id: TenantId,
    /// The projects whose calls it was to contain.
    pub project_ids: Vec<ProjectId>,
    /// The export.
    pub export_id: ExportId,
    /// How it ended.
    pub state: ExportState,
    /// Format of its files.
    pub format: ExportFormat,
    /// Calls that matched.
    pub matched: u64,
    /// Calls written.
    pub written: u64,
    /// Calls that matched and were left out.
    pub omitted: u64,
    /// When its files are deleted, in milliseconds since 1970; `None` without files.
    pub expires_at: Option<i64>,
}

impl ExportNotice {
    /// The event, unless a person or a program cancelled the export, who need not be told.
    const fn event(&self) -> Option<WebhookEvent> {
        match self.state {
            ExportState::Completed => Some(WebhookEvent::ExportCompleted),
            ExportState::Failed | ExportState::Empty => Some(WebhookEvent::ExportFailed),
            ExportState::Queued
            | ExportState::Running
            | ExportState::Cancelled
            | ExportState::Expired => None,
        }
    }
}

impl WebhookAdministration<'_> {
    /// Announces the end of an export in its transaction, to the webhooks that reach every one of its
    /// projects; returns whether there are any.
    pub async fn notify_export_in(self, tx: &mut Tx, notice: &ExportNotice) -> Result<bool, Error> {
        let Some(event) = notice.event() else { return Ok(false) };
        let mut project_ids = notice.project_ids.clone();
        project_ids.sort_unstable();
        project_ids.dedup();
        let listeners = tx.listeners_to_all(notice.tenant_id, &project_ids).await?;
        let mut messages = Vec::new();
        for (webhook_id, events) in listeners {
            if serde_json::from_str::<Vec<WebhookEvent>>(&events)?.contains(&event) {
                messages.push(self.export_message(event, webhook_id, notice)?);
            }
        }
        tx.add_deliveries(&messages).await?;
        tx.add_delivery_projects(&messages, &project_ids).await?;
        Ok(!messages.is_empty())
    }

    fn export_message(
        self,
        event: WebhookEvent,
        webhook_id: WebhookId,
        notice: &ExportNotice,
    ) -> Result<NewDelivery, Error> {
        let now = self.0.now_ms();
        let portal = self.0.public_url.as_deref().unwrap_or_default();
        let expires = notice.expires_at.map(moment).transpose()?;
        let data = json!({
            "export_id": notice.export_id,
            "state": notice.state,
            "format": notice.format,
            "matched": notice.matched,
            "written": notice.written,
            "omitted": notice.omitted,
            "expires_at": expires.map(|at| at.to_string()),
            "url": format!("{portal}/v1/conversations/export/{}", notice.export_id),
        });
        Ok(NewDelivery {
            id: DeliveryId::new(ids::fresh()),
            tenant_id: notice.tenant_id,
            webhook_id,
            project_id: None,
            call_id: None,
            event,
            body: body(event, now, &data)?,
            created_at: now,
        })
    }
}
