//! Webhook deliveries: storage, attempts and results.

use earshot_domain::{
    CallId, DeliveryFault, DeliveryId, DeliveryState, ProjectId, TenantId, WebhookEvent, WebhookId,
};
use sqlx::{AssertSqlSafe, QueryBuilder};

use super::{
    Db, Tx,
    db::{on_db, on_tx},
    dialect,
    stored::Stored,
};
use crate::Error;

/// A delivery claimed for sending.
#[derive(Debug, Clone, sqlx::FromRow)]
pub(crate) struct ClaimedDelivery {
    #[sqlx(try_from = "Stored<DeliveryId>")]
    pub(crate) id: DeliveryId,
    #[sqlx(try_from = "Stored<Option<ProjectId>>")]
    pub(crate) project_id: Option<ProjectId>,
    pub(crate) body: String,
    pub(crate) attempts: i64,
    pub(crate) first_attempt_at: Option<i64>,
}

/// A listed delivery.
#[derive(Debug, Clone, sqlx::FromRow)]
pub(crate) struct DeliveryRow {
    #[sqlx(try_from = "Stored<DeliveryId>")]
    pub(crate) id: DeliveryId,
    #[sqlx(try_from = "Stored<Option<ProjectId>>")]
    pub(crate) project_id: Option<ProjectId>,
    #[sqlx(try_from = "Stored<Option<CallId>>")]
    pub(crate) call_id: Option<CallId>,
    #[sqlx(try_from = "Stored<WebhookEvent>")]
    pub(crate) event: WebhookEvent,
    pub(crate) created_at: i64,
    #[sqlx(try_from = "Stored<DeliveryState>")]
    pub(crate) state: DeliveryState,
    pub(crate) attempts: i64,
    pub(crate) next_attempt_at: i64,
    pub(crate) last_attempt_at: Option<i64>,
    pub(crate) status: Option<i64>,
    #[sqlx(try_from = "Stored<Option<DeliveryFault>>")]
    pub(crate) fault: Option<DeliveryFault>,
}

/// The last delivery of the previous page.
pub(crate) struct DeliveryPageStart {
    pub(crate) created_at: i64,
    pub(crate) id: DeliveryId,
}

/// A webhook with deliveries that are due.
#[derive(Debug, Clone, sqlx::FromRow)]
pub(crate) struct DueWebhook {
    #[sqlx(try_from = "Stored<WebhookId>")]
    pub(crate) id: WebhookId,
    #[sqlx(try_from = "Stored<TenantId>")]
    pub(crate) tenant_id: TenantId,
}

/// Result of an attempt.
pub(crate) struct AttemptEnd {
    pub(crate) webhook_id: WebhookId,
    pub(crate) id: DeliveryId,
    /// The number of the attempt.
    pub(crate) attempt: i64,
    pub(crate) at: i64,
    pub(crate) state: DeliveryState,
    pub(crate) next_attempt_at: i64,
    pub(crate) status: Option<i64>,
    pub(crate) fault: Option<DeliveryFault>,
}

impl Db {
    /// Lists the webhooks with due deliveries and no unfinished job of `kind` with their id as its
    /// key, the longest overdue first.
    pub(crate) async fn due_webhooks(
        &self,
        now: i64,
        kind: &str,
    ) -> Result<Vec<DueWebhook>, Error> {
        let rows = on_db!(self, |pool| {
            sqlx::query_as(
            "SELECT id, tenant_id FROM (SELECT w.id, w.tenant_id, (SELECT min(d.next_attempt_at) \
             FROM webhook_deliveries d WHERE d.webhook_id = w.id AND d.state = 'pending') AS due \
             FROM webhooks w WHERE w.state = 'on' AND NOT EXISTS (SELECT 1 FROM jobs j \
             WHERE j.kind = $2 AND j.dedup_key = w.id AND j.finished_at IS NULL)) AS waiting \
             WHERE due <= $1 ORDER BY due",
        )
        .bind(now)
        .bind(kind)
        .fetch_all(pool)
        .await
        })?;
        Ok(rows)
    }

    /// Lists a webhook's deliveries that concern these projects only, or none, newest first.
    pub(crate) async fn deliveries(
        &self,
        webhook_id: WebhookId,
        project_ids: &[ProjectId],
        after: Option<&DeliveryPageStart>,
        most: i64,
    ) -> Result<Vec<DeliveryRow>, Error> {
        let rows = on_db!(self, |pool| {
            let mut query = QueryBuilder::new(format!("{LISTED} WHERE webhook_id = "));
            query.push_bind(Stored(webhook_id)).push(" AND (project_id IS NULL");
            for project_id in project_ids {
                query.push(" OR project_id = ").push_bind(Stored(*project_id));
            }
            query.push(") AND NOT EXISTS (SELECT 1 FROM webhook_delivery_projects r");
            query.push(" WHERE r.delivery_id = webhook_deliveries.id");
            for project_id in project_ids {
                query.push(" AND r.project_id <> ").push_bind(Stored(*project_id));
            }
            query.push(")");
            if let Some(after) = after {
                query.push(" AND (created_at, id) < (").push_bind(after.created_at);
                query.push(", ").push_bind(Stored(after.id)).push(")");
            }
            query.push(" ORDER BY created_at DESC, id DESC LIMIT ").push_bind(most);
            query.build_query_as().fetch_all(pool).await
        })?;
        Ok(rows)
    }

    /// Finds one delivery of a webhook.
    pub(crate) async fn delivery(
        &self,
        webhook_id: WebhookId,
        id: DeliveryId,
    ) -> Result<Option<DeliveryRow>, Error> {
        let sql = format!("{LISTED} WHERE webhook_id = $1 AND id = $2");
        let row = on_db!(self, |pool| sqlx::query_as(AssertSqlSafe(sql))
            .bind(Stored(webhook_id))
            .bind(Stored(id))
            .fetch_optional(pool)
            .await)?;
        Ok(row)
    }
}

const LISTED: &str = "SELECT id, project_id, call_id, event, created_at, state, attempts, \
     next_attempt_at, last_attempt_at, status, fault FROM webhook_deliveries";

impl Tx {
    /// Claims a webhook's due deliveries for an attempt, the longest overdue first. A delivery whose
    /// attempt records no result is due again at `claimed_until`.
    pub(crate) async fn claim_deliveries(
        &mut self,
        webhook_id: WebhookId,
        now: i64,
        claimed_until: i64,
        most: i64,
    ) -> Result<Vec<ClaimedDelivery>, Error> {
        let sql = format!(
            "SELECT id, project_id, body, attempts, first_attempt_at FROM webhook_deliveries \
             WHERE webhook_id = $1 AND state = 'pending' AND next_attempt_at <= $2 \
             ORDER BY next_attempt_at LIMIT $3{}",
            dialect::for_update_skip_locked(self)
        );
        let rows: Vec<ClaimedDelivery> = on_tx!(self, |connection| {
            let rows: Vec<ClaimedDelivery> = sqlx::query_as(AssertSqlSafe(sql))
                .bind(Stored(webhook_id))
                .bind(now)
                .bind(most)
                .fetch_all(&mut *connection)
                .await?;
            for row in &rows {
                sqlx::query(
                    "UPDATE webhook_deliveries SET next_attempt_at = $2, \
                     attempts = attempts + 1, last_attempt_at = $3, \
                     first_attempt_at = coalesce(first_attempt_at, $3) WHERE id = $1",
                )
                .bind(Stored(row.id))
                .bind(claimed_until)
                .bind(now)
                .execute(&mut *connection)
                .await?;
            }
            rows
        });
        let counted = |row: ClaimedDelivery| ClaimedDelivery {
            attempts: row.attempts + 1,
            first_attempt_at: row.first_attempt_at.or(Some(now)),
            ..row
        };
        Ok(rows.into_iter().map(counted).collect())
    }

    /// Records the result of an attempt; `false` when the delivery has since failed or been resent,
    /// and then the transaction must not be committed. The webhook's row is locked first, as
    /// everywhere, to prevent deadlocks.
    pub(crate) async fn end_attempt(&mut self, end: &AttemptEnd) -> Result<bool, Error> {
        let ended = on_tx!(self, |connection| {
            sqlx::query("UPDATE webhooks SET last_state = $2, last_at = $3 WHERE id = $1")
                .bind(Stored(end.webhook_id))
                .bind(Stored(end.state))
                .bind(end.at)
                .execute(&mut *connection)
                .await?;
            sqlx::query(
                "UPDATE webhook_deliveries SET state = $3, next_attempt_at = $4, status = $5, \
                 fault = $6 WHERE id = $1 AND attempts = $2 AND state = 'pending'",
            )
            .bind(Stored(end.id))
            .bind(end.attempt)
            .bind(Stored(end.state))
            .bind(end.next_attempt_at)
            .bind(end.status)
            .bind(Stored(end.fault))
            .execute(&mut *connection)
            .await?
            .rows_affected()
        });
        Ok(ended == 1)
    }

    /// Marks a webhook's pending deliveries as failed, without waiting for running attempts.
    pub(crate) async fn fail_pending_deliveries(
        &mut self,
        webhook_id: WebhookId,
        fault: DeliveryFault,
    ) -> Result<(), Error> {
        on_tx!(self, |connection| sqlx::query(
            "UPDATE webhook_deliveries SET state = 'failed', fault = $2 \
             WHERE webhook_id = $1 AND state = 'pending'",
        )
        .bind(Stored(webhook_id))
        .bind(Stored(fault))
        .execute(&mut *connection)
        .await?
        .rows_affected());
        Ok(())
    }

    /// Resets a delivery to pending, with the same id and no attempts.
    pub(crate) async fn send_again(
        &mut self,
        webhook_id: WebhookId,
        id: DeliveryId,
        now: i64,
    ) -> Result<bool, Error> {
        let found = on_tx!(self, |connection| {
            sqlx::query(
            "UPDATE webhook_deliveries SET state = 'pending', attempts = 0, next_attempt_at = $3, \
             first_attempt_at = NULL, fault = NULL \
             WHERE webhook_id = $1 AND id = $2",
        )
        .bind(Stored(webhook_id))
        .bind(Stored(id))
        .bind(now)
        .execute(&mut *connection)
        .await?
        .rows_affected()
        });
        Ok(found == 1)
    }
}
