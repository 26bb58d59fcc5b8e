//! Webhooks of a tenant, and those subscribed to a project.

use earshot_domain::{
    DeliveryState, Permission, ProjectId, Slug, TenantId, UserId, WebhookId, WebhookState,
};
use sqlx::AssertSqlSafe;

use super::{
    Db, ProjectRow, Tx,
    db::{on_db, on_tx},
    sql::role_list,
    stored::Stored,
};
use crate::Error;

/// A stored webhook.
#[derive(Debug, Clone, sqlx::FromRow)]
pub(crate) struct WebhookRow {
    #[sqlx(try_from = "Stored<WebhookId>")]
    pub(crate) id: WebhookId,
    #[sqlx(try_from = "Stored<TenantId>")]
    pub(crate) tenant_id: TenantId,
    pub(crate) name: String,
    pub(crate) url_encrypted: Vec<u8>,
    pub(crate) secret_encrypted: Vec<u8>,
    /// JSON.
    pub(crate) events: String,
    #[sqlx(try_from = "Stored<WebhookState>")]
    pub(crate) state: WebhookState,
    #[sqlx(try_from = "Stored<UserId>")]
    pub(crate) created_by: UserId,
    pub(crate) created_by_email: String,
    pub(crate) created_at: i64,
    #[sqlx(try_from = "Stored<Option<DeliveryState>>")]
    pub(crate) last_state: Option<DeliveryState>,
    pub(crate) last_at: Option<i64>,
}

/// A webhook to store.
pub(crate) struct NewWebhook<'a> {
    pub(crate) id: WebhookId,
    pub(crate) tenant_id: TenantId,
    pub(crate) name: &'a str,
    pub(crate) url_encrypted: &'a [u8],
    pub(crate) secret_encrypted: &'a [u8],
    pub(crate) events: &'a str,
    pub(crate) state: WebhookState,
    pub(crate) created_by: UserId,
    pub(crate) created_at: i64,
}

/// A webhook subscribed to a project, with the project's slug.
#[derive(Debug, Clone, sqlx::FromRow)]
pub(crate) struct Listener {
    #[sqlx(try_from = "Stored<WebhookId>")]
    pub(crate) webhook_id: WebhookId,
    /// JSON.
    pub(crate) events: String,
    #[sqlx(try_from = "Stored<Slug>")]
    pub(crate) slug: Slug,
}

/// A project that was selected for a webhook, whether or not its creator may access it still.
#[derive(Debug, Clone, Copy, sqlx::FromRow)]
pub(crate) struct SelectedProject {
    #[sqlx(try_from = "Stored<WebhookId>")]
    pub(crate) webhook_id: WebhookId,
    #[sqlx(try_from = "Stored<ProjectId>")]
    pub(crate) project_id: ProjectId,
}

/// A project that a webhook is subscribed to.
#[derive(Debug, Clone, sqlx::FromRow)]
pub(crate) struct WebhookProjectRow {
    #[sqlx(try_from = "Stored<WebhookId>")]
    pub(crate) webhook_id: WebhookId,
    #[sqlx(flatten)]
    pub(crate) project: ProjectRow,
}

const WEBHOOKS: &str = "SELECT w.id, w.tenant_id, w.name, w.url_encrypted, w.secret_encrypted, \
     w.events, w.state, w.created_by, u.email AS created_by_email, w.created_at, w.last_state, w.last_at \
     FROM webhooks w JOIN users u ON u.id = w.created_by";

/// The effective projects of a webhook: those selected for it that its creator may access.
fn effective_projects() -> String {
    let roles = role_list(Permission::ManageWebhooks);
    format!(
        "FROM webhooks w JOIN webhook_projects r ON r.webhook_id = w.id \
         JOIN projects p ON p.id = r.project_id \
         JOIN users u ON u.id = w.created_by AND u.disabled_at IS NULL AND u.role IN ({roles}) \
         JOIN user_projects m ON m.user_id = u.id AND m.project_id = r.project_id \
         WHERE w.tenant_id = $1"
    )
}

impl Db {
    /// The webhooks of a tenant, newest first.
    pub(crate) async fn webhooks(&self, tenant_id: TenantId) -> Result<Vec<WebhookRow>, Error> {
        let sql = format!("{WEBHOOKS} WHERE w.tenant_id = $1 ORDER BY w.created_at DESC, w.id");
        let rows = on_db!(self, |pool| sqlx::query_as(AssertSqlSafe(sql))
            .bind(Stored(tenant_id))
            .fetch_all(pool)
            .await)?;
        Ok(rows)
    }

    /// A webhook of any tenant, by its id.
    pub(crate) async fn webhook(&self, id: WebhookId) -> Result<Option<WebhookRow>, Error> {
        let sql = format!("{WEBHOOKS} WHERE w.id = $1");
        let row = on_db!(self, |pool| sqlx::query_as(AssertSqlSafe(sql))
            .bind(Stored(id))
            .fetch_optional(pool)
            .await)?;
        Ok(row)
    }

    /// The projects selected for a tenant's webhooks.
    pub(crate) async fn selected_projects(
        &self,
        tenant_id: TenantId,
    ) -> Result<Vec<SelectedProject>, Error> {
        let rows = on_db!(self, |pool| sqlx::query_as(
            "SELECT r.webhook_id, r.project_id FROM webhook_projects r \
             JOIN webhooks w ON w.id = r.webhook_id WHERE w.tenant_id = $1",
        )
        .bind(Stored(tenant_id))
        .fetch_all(pool)
        .await)?;
        Ok(rows)
    }

    /// The effective projects of a tenant's webhooks, by name.
    pub(crate) async fn webhook_projects(
        &self,
        tenant_id: TenantId,
    ) -> Result<Vec<WebhookProjectRow>, Error> {
        let sql = format!(
            "SELECT w.id AS webhook_id, p.id, p.slug, p.name, p.country, p.number_rules {} ORDER BY p.name, p.slug",
            effective_projects()
        );
        let rows = on_db!(self, |pool| sqlx::query_as(AssertSqlSafe(sql))
            .bind(Stored(tenant_id))
            .fetch_all(pool)
            .await)?;
        Ok(rows)
    }
}

impl Tx {
    /// The active webhooks subscribed to a project.
    pub(crate) async fn listeners(
        &mut self,
        tenant_id: TenantId,
        project_id: ProjectId,
    ) -> Result<Vec<Listener>, Error> {
        let sql = format!(
            "SELECT w.id AS webhook_id, w.events, p.slug {} \
             AND r.project_id = $2 AND w.state = 'on'",
            effective_projects()
        );
        let rows = on_tx!(self, |connection| sqlx::query_as(AssertSqlSafe(sql))
            .bind(Stored(tenant_id))
            .bind(Stored(project_id))
            .fetch_all(&mut *connection)
            .await?);
        Ok(rows)
    }

    /// The active webhooks that reach all of these projects, with their events as JSON.
    pub(crate) async fn listeners_to_all(
        &mut self,
        tenant_id: TenantId,
        project_ids: &[ProjectId],
    ) -> Result<Vec<(WebhookId, String)>, Error> {
        if project_ids.is_empty() {
            return Ok(Vec::new());
        }
        let count = i64::try_from(project_ids.len()).map_err(Error::internal)?;
        let rows: Vec<(Stored<WebhookId>, String)> = on_tx!(self, |connection| {
            let places = (0..count).map(|n| format!("${}", n + 3)).collect::<Vec<_>>().join(", ");
            let sql = format!(
                "SELECT w.id, w.events {} AND w.state = 'on' AND r.project_id IN ({places}) \
                 GROUP BY w.id, w.events HAVING count(*) = $2 ORDER BY w.id",
                effective_projects()
            );
            let mut query = sqlx::query_as(AssertSqlSafe(sql)).bind(Stored(tenant_id)).bind(count);
            for project_id in project_ids {
                query = query.bind(Stored(*project_id));
            }
            query.fetch_all(&mut *connection).await?
        });
        Ok(rows.into_iter().map(|(id, events)| (id.0, events)).collect())
    }

    /// Counts a tenant's webhooks, with the tenant's row locked.
    pub(crate) async fn count_webhooks(&mut self, tenant_id: TenantId) -> Result<i64, Error> {
        let count = on_tx!(self, |connection| {
            sqlx::query("UPDATE tenants SET id = id WHERE id = $1")
                .bind(Stored(tenant_id))
                .execute(&mut *connection)
                .await?;
            sqlx::query_scalar("SELECT count(*) FROM webhooks WHERE tenant_id = $1")
                .bind(Stored(tenant_id))
                .fetch_one(&mut *connection)
                .await?
        });
        Ok(count)
    }

    /// Stores a webhook and its projects.
    pub(crate) async fn add_webhook(
        &mut self,
        webhook: &NewWebhook<'_>,
        project_ids: &[ProjectId],
    ) -> Result<(), Error> {
        on_tx!(self, |connection| {
            sqlx::query(
                "INSERT INTO webhooks (id, tenant_id, name, url_encrypted, secret_encrypted, \
                 events, state, created_by, created_at) VALUES ($1, $2, $3, $4, $5, $6, $7, $8, $9)",
            )
            .bind(Stored(webhook.id))
            .bind(Stored(webhook.tenant_id))
            .bind(webhook.name)
            .bind(webhook.url_encrypted)
            .bind(webhook.secret_encrypted)
            .bind(webhook.events)
            .bind(Stored(webhook.state))
            .bind(Stored(webhook.created_by))
            .bind(webhook.created_at)
            .execute(&mut *connection)
            .await?;
            for project_id in project_ids {
                sqlx::query(
                    "INSERT INTO webhook_projects (webhook_id, project_id) VALUES ($1, $2)",
                )
                .bind(Stored(webhook.id))
                .bind(Stored(*project_id))
                .execute(&mut *connection)
                .await?;
            }
        });
        Ok(())
    }

    /// Changes the state of a tenant's webhook; `false` when it does not exist or is already in
    /// this state.
    pub(crate) async fn set_webhook_state(
        &mut self,
        tenant_id: TenantId,
        id: WebhookId,
        state: WebhookState,
    ) -> Result<bool, Error> {
        let changed = on_tx!(self, |connection| sqlx::query(
            "UPDATE webhooks SET state = $3 WHERE tenant_id = $1 AND id = $2 AND state <> $3",
        )
        .bind(Stored(tenant_id))
        .bind(Stored(id))
        .bind(Stored(state))
        .execute(&mut *connection)
        .await?
        .rows_affected());
        Ok(changed == 1)
    }

    /// Removes a tenant's webhook with all of its messages; `false` when it does not exist.
    pub(crate) async fn remove_webhook(
        &mut self,
        tenant_id: TenantId,
        id: WebhookId,
    ) -> Result<bool, Error> {
        let removed = on_tx!(self, |connection| {
            let removed = sqlx::query("DELETE FROM webhooks WHERE tenant_id = $1 AND id = $2")
                .bind(Stored(tenant_id))
                .bind(Stored(id))
                .execute(&mut *connection)
                .await?
                .rows_affected();
            if removed == 1 {
                sqlx::query("DELETE FROM webhook_deliveries WHERE webhook_id = $1")
                    .bind(Stored(id))
                    .execute(&mut *connection)
                    .await?;
            }
            removed
        });
        Ok(removed == 1)
    }
}
