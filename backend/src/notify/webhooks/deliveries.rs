//! Deliveries of a webhook: listing and resending by a Client Admin.

use earshot_domain::{
    AuditAction, DeliveryId, DeliveryState, Project, WebhookDeliveries, WebhookDelivery, WebhookId,
};
use serde_json::json;

use super::manage::to_webhook;
use crate::{
    Error, Viewer,
    access::local_time,
    notify::WebhookAdministration,
    store::{DeliveryPageStart, DeliveryRow},
};

/// Deliveries per page.
const PAGE: usize = 50;

impl WebhookAdministration<'_> {
    /// Lists a page of a webhook's deliveries, newest first; `after` is the last one of the previous
    /// page. Deliveries about calls that the viewer may not see are left out.
    pub async fn deliveries(
        self,
        viewer: &Viewer,
        id: WebhookId,
        after: Option<&str>,
    ) -> Result<WebhookDeliveries, Error> {
        let webhook = self.own_webhook(viewer, id).await?;
        let start = match after {
            Some(text) => Some(self.page_start(viewer, webhook.id, text).await?),
            None => None,
        };
        let scope = viewer.scope();
        let most = i64::try_from(PAGE + 1).map_err(Error::internal)?;
        let mut rows =
            self.0.db.deliveries(webhook.id, &scope.project_ids, start.as_ref(), most).await?;
        let more = rows.len() > PAGE;
        rows.truncate(PAGE);
        let deliveries: Vec<WebhookDelivery> =
            rows.iter().map(|row| to_delivery(viewer, row)).collect::<Result<_, _>>()?;
        let reached = self.0.db.webhook_projects(scope.tenant_id).await?;
        Ok(WebhookDeliveries {
            profile: viewer.profile(),
            webhook: to_webhook(viewer, webhook, &reached)?,
            continued: start.is_some(),
            older: deliveries.last().filter(|_| more).map(|last| last.id),
            deliveries,
        })
    }

    /// Resends a delivery with the same id, starting from the first attempt.
    pub async fn send_again(
        self,
        viewer: &Viewer,
        id: WebhookId,
        delivery: DeliveryId,
    ) -> Result<(), Error> {
        let webhook = self.own_webhook(viewer, id).await?;
        let delivery = self.own_delivery(viewer, webhook.id, delivery).await?;
        self.may_send(viewer, &webhook).await?;
        let mut tx = self.0.db.begin().await?;
        if !tx.send_again(webhook.id, delivery.id, self.0.now_ms()).await? {
            return Err(Error::NotFound);
        }
        let (action, detail) = (AuditAction::WebhookResent, json!({ "message": delivery.id }));
        self.0.audit().record(&mut tx, viewer, action, webhook.id, &detail, None).await?;
        tx.commit().await?;
        self.wake_worker();
        Ok(())
    }

    async fn page_start(
        self,
        viewer: &Viewer,
        webhook_id: WebhookId,
        text: &str,
    ) -> Result<DeliveryPageStart, Error> {
        let unknown = || {
            let message = "is not a message of this webhook: open its page again";
            Error::field("after", message)
        };
        let id: DeliveryId = text.parse().map_err(|_| unknown())?;
        let row = self.own_delivery(viewer, webhook_id, id).await.map_err(|error| match error {
            Error::NotFound => unknown(),
            other => other,
        })?;
        Ok(DeliveryPageStart { created_at: row.created_at, id: row.id })
    }

    async fn own_delivery(
        self,
        viewer: &Viewer,
        webhook_id: WebhookId,
        id: DeliveryId,
    ) -> Result<DeliveryRow, Error> {
        let row = self.0.db.delivery(webhook_id, id).await?;
        let row = row.ok_or(Error::NotFound)?;
        let concerned = match row.project_id {
            Some(project_id) => vec![project_id],
            None => self.0.db.delivery_projects(row.id).await?,
        };
        let seen = concerned.iter().all(|project_id| viewer.assigned(*project_id).is_some());
        if seen { Ok(row) } else { Err(Error::NotFound) }
    }
}

/// Finds the project of a delivery's call, if it is assigned to the viewer.
fn project_of<'a>(viewer: &'a Viewer, row: &DeliveryRow) -> Option<&'a Project> {
    viewer.assigned(row.project_id?)
}

fn to_delivery(viewer: &Viewer, row: &DeliveryRow) -> Result<WebhookDelivery, Error> {
    let zone = &viewer.tenant.zone;
    let project = project_of(viewer, row);
    let call = row.call_id.zip(project.cloned());
    Ok(WebhookDelivery {
        id: row.id,
        event: row.event,
        call,
        created: local_time(row.created_at, zone)?,
        state: row.state,
        attempts: u32::try_from(row.attempts).map_err(Error::internal)?,
        status: row.status.map(u16::try_from).transpose().map_err(Error::internal)?,
        fault: row.fault,
        tried: row.last_attempt_at.map(|at| local_time(at, zone)).transpose()?,
        next: (row.state == DeliveryState::Pending)
            .then(|| local_time(row.next_attempt_at, zone))
            .transpose()?,
    })
}
