//! Webhook management by Client Admins: create, list, enable, disable, test and remove.

use earshot_domain::{
    AuditAction, CreatedWebhook, DeliveryFault, DeliveryId, LastDelivery, MAX_WEBHOOKS, Permission,
    ProjectId, Webhook, WebhookEvent, WebhookForm, WebhookId, WebhookState, Webhooks,
};
use reqwest::Url;
use serde_json::json;

use super::{outbox::body, secret, url};
use crate::{
    Error, Viewer,
    access::{RateBucket, local_time},
    ids,
    notify::WebhookAdministration,
    privacy::encryption::Sealed,
    store::{NewDelivery, NewWebhook, SelectedProject, WebhookProjectRow, WebhookRow},
};

impl WebhookAdministration<'_> {
    /// Lists the webhooks whose projects are all the viewer's. To other roles than Client Admin, the
    /// page does not exist.
    pub async fn list(self, viewer: &Viewer) -> Result<Webhooks, Error> {
        may_manage(viewer)?;
        let projects = self.0.db.webhook_projects(viewer.tenant.id).await?;
        let selected = self.0.db.selected_projects(viewer.tenant.id).await?;
        let mut rows = self.0.db.webhooks(viewer.tenant.id).await?;
        rows.retain(|row| is_within(viewer, row.id, &selected));
        let webhooks = rows.into_iter().map(|row| to_webhook(viewer, row, &projects));
        Ok(Webhooks { profile: viewer.profile(), webhooks: webhooks.collect::<Result<_, _>>()? })
    }

    /// Creates a webhook; its secret is returned only once.
    pub async fn create(
        self,
        viewer: &Viewer,
        form: &WebhookForm,
    ) -> Result<CreatedWebhook, Error> {
        may_manage(viewer)?;
        let (url, project_ids) = self.validate(viewer, form).await?;
        let id = WebhookId::new(ids::fresh());
        let key = &viewer.tenant.key;
        let secret = secret::fresh()?;
        let webhook = NewWebhook {
            id,
            tenant_id: viewer.tenant.id,
            name: &form.name,
            url_encrypted: &key.seal(Sealed::WebhookUrl, id, url.as_str().as_bytes())?,
            secret_encrypted: &key.seal(Sealed::WebhookSecret, id, secret.as_bytes())?,
            events: &serde_json::to_string(&form.events)?,
            state: WebhookState::Enabled,
            created_by: viewer.user_id()?,
            created_at: self.0.now_ms(),
        };
        let detail = json!({
            "name": form.name,
            "host": url.host_str(),
            "events": form.events,
            "projects": form.projects,
        });
        let mut tx = self.0.db.begin().await?;
        let there = tx.count_webhooks(webhook.tenant_id).await?;
        if usize::try_from(there).map_err(Error::internal)? >= MAX_WEBHOOKS {
            let message = format!("are at most {MAX_WEBHOOKS}: remove one first");
            return Err(Error::field("webhooks", message));
        }
        tx.add_webhook(&webhook, &project_ids).await?;
        self.0
            .audit()
            .record(&mut tx, viewer, AuditAction::WebhookCreated, id, &detail, None)
            .await?;
        tx.commit().await?;
        Ok(CreatedWebhook { id, name: form.name.clone(), secret })
    }

    /// Validates a form: its URL and project ids, or all of its errors.
    async fn validate(
        self,
        viewer: &Viewer,
        form: &WebhookForm,
    ) -> Result<(Url, Vec<ProjectId>), Error> {
        let mut errors = form.errors.clone();
        let mut url = None;
        if !errors.iter().any(|error| error.field == "url") {
            match url::checked(&form.url, self.0.webhook_guard).await {
                Ok(checked) => url = Some(checked),
                Err(error) => errors.push(error),
            }
        }
        let ids: Result<Vec<_>, _> = form
            .projects
            .iter()
            .map(|slug| viewer.project(Some(slug)).map(|scope| scope.project_id))
            .collect();
        match (url, ids) {
            (Some(url), Ok(ids)) if errors.is_empty() => Ok((url, ids)),
            (_, ids) => {
                if ids.is_err() {
                    let message = "must be one of your projects";
                    errors.push(earshot_domain::FieldError::new("project_id", message));
                }
                Err(Error::Invalid(errors))
            }
        }
    }

    /// Enables or disables a webhook. Disabling it fails its pending deliveries.
    pub async fn switch(self, viewer: &Viewer, id: WebhookId, on: bool) -> Result<(), Error> {
        let webhook = self.own_webhook(viewer, id).await?;
        let state = if on { WebhookState::Enabled } else { WebhookState::Disabled };
        let mut tx = self.0.db.begin().await?;
        if !tx.set_webhook_state(webhook.tenant_id, webhook.id, state).await? {
            return Ok(());
        }
        if !on {
            tx.fail_pending_deliveries(webhook.id, DeliveryFault::WebhookDisabled).await?;
        }
        let (action, detail) = (AuditAction::WebhookStateChanged, json!({ "state": state }));
        self.0.audit().record(&mut tx, viewer, action, webhook.id, &detail, None).await?;
        tx.commit().await
    }

    /// Removes a webhook with all of its deliveries.
    pub async fn remove(self, viewer: &Viewer, id: WebhookId) -> Result<(), Error> {
        let webhook = self.own_webhook(viewer, id).await?;
        let mut tx = self.0.db.begin().await?;
        if !tx.remove_webhook(webhook.tenant_id, webhook.id).await? {
            return Err(Error::NotFound);
        }
        let detail = json!({ "name": webhook.name });
        let action = AuditAction::WebhookRemoved;
        self.0.audit().record(&mut tx, viewer, action, webhook.id, &detail, None).await?;
        tx.commit().await
    }

    /// Sends a test message.
    pub async fn test(self, viewer: &Viewer, id: WebhookId) -> Result<(), Error> {
        let webhook = self.own_webhook(viewer, id).await?;
        self.may_send(viewer, &webhook).await?;
        let (now, event) = (self.0.now_ms(), WebhookEvent::Test);
        let message = NewDelivery {
            id: DeliveryId::new(ids::fresh()),
            body: body(event, now, &json!({ "webhook_id": webhook.id }))?,
            tenant_id: webhook.tenant_id,
            webhook_id: webhook.id,
            project_id: None,
            call_id: None,
            event,
            created_at: now,
        };
        let mut tx = self.0.db.begin().await?;
        tx.add_deliveries(&[message]).await?;
        tx.commit().await?;
        self.wake_worker();
        Ok(())
    }

    /// Finds a webhook of the viewer's tenant. One that reaches beyond the viewer's projects is not
    /// found.
    pub(super) async fn own_webhook(
        self,
        viewer: &Viewer,
        id: WebhookId,
    ) -> Result<WebhookRow, Error> {
        may_manage(viewer)?;
        let selected = self.0.db.selected_projects(viewer.tenant.id).await?;
        let row = self.0.db.webhook(id).await?.filter(|row| row.tenant_id == viewer.tenant.id);
        row.filter(|row| is_within(viewer, row.id, &selected)).ok_or(Error::NotFound)
    }

    /// Refuses a manual delivery of a disabled webhook or beyond the rate limit.
    pub(super) async fn may_send(self, viewer: &Viewer, webhook: &WebhookRow) -> Result<(), Error> {
        if webhook.state != WebhookState::Enabled {
            let message = "This webhook is switched off, and nothing was sent. Switch it on first.";
            return Err(Error::Conflict(message.to_owned()));
        }
        let bucket = RateBucket::WebhookSend(viewer);
        self.0.access().take_rates(&[(bucket, self.0.limits.webhook_rate)]).await.map(drop)
    }
}

/// Converts a row to the webhook that pages show; `reached` lists the projects of each webhook.
pub(super) fn to_webhook(
    viewer: &Viewer,
    row: WebhookRow,
    reached: &[WebhookProjectRow],
) -> Result<Webhook, Error> {
    let (zone, key) = (&viewer.tenant.zone, &viewer.tenant.key);
    let reached = reached.iter().filter(|reached| reached.webhook_id == row.id);
    let projects: Vec<_> = reached.map(|reached| reached.project.clone().into()).collect();
    let lost = row.state == WebhookState::Enabled && projects.is_empty();
    let last = row
        .last_state
        .zip(row.last_at)
        .map(|(state, at)| Ok::<_, Error>(LastDelivery { state, at: local_time(at, zone)? }));
    Ok(Webhook {
        url: key.open_text(Sealed::WebhookUrl, row.id, &row.url_encrypted)?,
        id: row.id,
        name: row.name,
        events: serde_json::from_str(&row.events)?,
        projects,
        created_by: row.created_by_email,
        created: local_time(row.created_at, zone)?,
        state: if lost { WebhookState::CreatorLostAccess } else { row.state },
        last: last.transpose()?,
    })
}

/// Whether all projects that were selected for a webhook are the viewer's.
fn is_within(viewer: &Viewer, id: WebhookId, selected: &[SelectedProject]) -> bool {
    let own = selected.iter().filter(|selected| selected.webhook_id == id);
    viewer.has_all(own.map(|selected| selected.project_id))
}

fn may_manage(viewer: &Viewer) -> Result<(), Error> {
    if viewer.may(Permission::ManageWebhooks) { Ok(()) } else { Err(Error::NotFound) }
}
