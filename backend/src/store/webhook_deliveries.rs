//! Messages to webhooks: stored with what they tell of, attempted, and what became of them.

use earshot_domain::ProjectId;
use sqlx::{AssertSqlSafe, QueryBuilder};

use super::{
    Db, Tx,
    db::{on_db, on_tx},
    dialect,
    ingest::ROWS,
    stored::Stored,
};
use crate::Error;

/// A message about to be stored, due at once.
pub(crate) struct NewDelivery {
    pub(crate) id: String,
    pub(crate) tenant_id: String,
    pub(crate) webhook_id: String,
    pub(crate) project_id: Option<String>,
    pub(crate) call_id: Option<String>,
    pub(crate) event: &'static str,
    pub(crate) body: String,
    pub(crate) made_at: i64,
}

/// A message claimed for sending.
#[derive(Debug, Clone, sqlx::FromRow)]
pub(crate) struct ClaimedDelivery {
    pub(crate) id: String,
    pub(crate) project_id: Option<String>,
    pub(crate) body: String,
    pub(crate) attempts: i64,
    pub(crate) first_attempt_at: Option<i64>,
}

/// A message as it is listed.
#[derive(Debug, Clone, sqlx::FromRow)]
pub(crate) struct DeliveryRow {
    pub(crate) id: String,
    pub(crate) project_id: Option<String>,
    pub(crate) call_id: Option<String>,
    pub(crate) event: String,
    pub(crate) made_at: i64,
    pub(crate) state: String,
    pub(crate) attempts: i64,
    pub(crate) next_attempt_at: i64,
    pub(crate) last_attempt_at: Option<i64>,
    pub(crate) status: Option<i64>,
    pub(crate) fault: Option<String>,
}

/// A webhook that has something to send.
#[derive(Debug, Clone, sqlx::FromRow)]
pub(crate) struct DueWebhook {
    pub(crate) id: String,
    pub(crate) tenant_id: String,
}

/// What an attempt came to.
pub(crate) struct AttemptEnd<'a> {
    pub(crate) webhook_id: &'a str,
    pub(crate) id: &'a str,
    /// The number of the attempt.
    pub(crate) attempt: i64,
    pub(crate) at: i64,
    pub(crate) state: &'static str,
    pub(crate) next_attempt_at: i64,
    pub(crate) status: Option<i64>,
    pub(crate) fault: Option<&'static str>,
}

impl Db {
    /// Webhooks that have messages whose time has come and no unfinished job of a kind with their id
    /// as its key; those that wait longest come first.
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

    /// Messages of a webhook about these projects' calls and about none, newest first; `after` is
    /// the last one of the page before.
    pub(crate) async fn deliveries(
        &self,
        webhook_id: &str,
        project_ids: &[ProjectId],
        after: Option<&(i64, String)>,
        most: i64,
    ) -> Result<Vec<DeliveryRow>, Error> {
        let rows = on_db!(self, |pool| {
            let mut query = QueryBuilder::new(format!("{LISTED} WHERE webhook_id = "));
            query.push_bind(webhook_id).push(" AND (project_id IS NULL");
            for project_id in project_ids {
                query.push(" OR project_id = ").push_bind(Stored(*project_id));
            }
            query.push(")");
            if let Some((made_at, id)) = after {
                query.push(" AND (made_at, id) < (").push_bind(*made_at);
                query.push(", ").push_bind(id).push(")");
            }
            query.push(" ORDER BY made_at DESC, id DESC LIMIT ").push_bind(most);
            query.build_query_as().fetch_all(pool).await
        })?;
        Ok(rows)
    }

    /// One message of a webhook.
    pub(crate) async fn delivery(
        &self,
        webhook_id: &str,
        id: &str,
    ) -> Result<Option<DeliveryRow>, Error> {
        let sql = format!("{LISTED} WHERE webhook_id = $1 AND id = $2");
        let row = on_db!(self, |pool| sqlx::query_as(AssertSqlSafe(sql))
            .bind(webhook_id)
            .bind(id)
            .fetch_optional(pool)
            .await)?;
        Ok(row)
    }
}

const LISTED: &str = "SELECT id, project_id, call_id, event, made_at, state, attempts, \
     next_attempt_at, last_attempt_at, status, fault FROM webhook_deliveries";

impl Tx {
    /// Begins attempts to send messages of a webhook whose time has come, the oldest first. One of
    /// which nothing more is heard is due again at `unheard_until`.
    pub(crate) async fn claim_deliveries(
        &mut self,
        webhook_id: &str,
        now: i64,
        unheard_until: i64,
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
                .bind(webhook_id)
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
                .bind(&row.id)
                .bind(unheard_until)
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

    /// Stores messages.
    pub(crate) async fn add_deliveries(&mut self, rows: &[NewDelivery]) -> Result<(), Error> {
        for rows in rows.chunks(ROWS) {
            on_tx!(self, |connection| {
                let mut query = QueryBuilder::new(
                    "INSERT INTO webhook_deliveries (id, tenant_id, webhook_id, project_id, \
                     call_id, event, body, made_at, state, attempts, next_attempt_at) ",
                );
                query.push_values(rows, |mut values, row| {
                    values
                        .push_bind(&row.id)
                        .push_bind(&row.tenant_id)
                        .push_bind(&row.webhook_id)
                        .push_bind(&row.project_id)
                        .push_bind(&row.call_id)
                        .push_bind(row.event)
                        .push_bind(&row.body)
                        .push_bind(row.made_at)
                        .push("'pending', 0")
                        .push_bind(row.made_at);
                });
                query.build().execute(&mut *connection).await?;
            });
        }
        Ok(())
    }

    /// Writes down what an attempt came to; `false` when the message was given up or sent anew
    /// meanwhile, and then the transaction must not be committed. The webhook's row comes first, as everywhere, so that two
    /// writers cannot wait for each other.
    pub(crate) async fn end_attempt(&mut self, end: &AttemptEnd<'_>) -> Result<bool, Error> {
        let ended = on_tx!(self, |connection| {
            sqlx::query("UPDATE webhooks SET last_state = $2, last_at = $3 WHERE id = $1")
                .bind(end.webhook_id)
                .bind(end.state)
                .bind(end.at)
                .execute(&mut *connection)
                .await?;
            sqlx::query(
                "UPDATE webhook_deliveries SET state = $3, next_attempt_at = $4, status = $5, \
                 fault = $6 WHERE id = $1 AND attempts = $2 AND state = 'pending'",
            )
            .bind(end.id)
            .bind(end.attempt)
            .bind(end.state)
            .bind(end.next_attempt_at)
            .bind(end.status)
            .bind(end.fault)
            .execute(&mut *connection)
            .await?
            .rows_affected()
        });
        Ok(ended == 1)
    }

    /// Gives up every message of a webhook that waits; one that is on its way is not waited for.
    pub(crate) async fn give_deliveries_up(
        &mut self,
        webhook_id: &str,
        fault: &str,
    ) -> Result<(), Error> {
        on_tx!(self, |connection| sqlx::query(
            "UPDATE webhook_deliveries SET state = 'failed', fault = $2 \
             WHERE webhook_id = $1 AND state = 'pending'",
        )
        .bind(webhook_id)
        .bind(fault)
        .execute(&mut *connection)
        .await?
        .rows_affected());
        Ok(())
    }

    /// Has a message sent again from the beginning, as the same message.
    pub(crate) async fn send_again(
        &mut self,
        webhook_id: &str,
        id: &str,
        now: i64,
    ) -> Result<bool, Error> {
        let found = on_tx!(self, |connection| {
            sqlx::query(
            "UPDATE webhook_deliveries SET state = 'pending', attempts = 0, next_attempt_at = $3, \
             first_attempt_at = NULL, fault = NULL \
             WHERE webhook_id = $1 AND id = $2",
        )
        .bind(webhook_id)
        .bind(id)
        .bind(now)
        .execute(&mut *connection)
        .await?
        .rows_affected()
        });
        Ok(found == 1)
    }
}
