//! Queueing of background jobs, of which some are unique by a key.

use earshot_domain::{JobId, TenantId};

use super::{
    Db, Tx,
    db::{on_db, on_tx},
    stored::Stored,
};
use crate::Error;

/// A job to be queued.
pub(crate) struct NewJobRow<'a> {
    pub(crate) id: JobId,
    pub(crate) kind: &'a str,
    pub(crate) tenant_id: Option<TenantId>,
    /// Unique among the unfinished jobs of a kind.
    pub(crate) dedup_key: Option<&'a str>,
    /// The job is not queued when one of its kind with the same key ended later than this.
    pub(crate) unless_ended_after: Option<i64>,
    /// JSON.
    pub(crate) payload: &'a str,
    pub(crate) run_after: i64,
    pub(crate) created_at: i64,
}

impl Db {
    /// Whether a job of a kind with this key is unfinished or ended after `since`.
    pub(crate) async fn has_recent_job(
        &self,
        kind: &str,
        key: &str,
        since: i64,
    ) -> Result<bool, Error> {
        let id: Option<String> = on_db!(self, |pool| sqlx::query_scalar(
            "SELECT id FROM jobs WHERE kind = $1 AND dedup_key = $2 \
             AND (finished_at IS NULL OR finished_at > $3) LIMIT 1",
        )
        .bind(kind)
        .bind(key)
        .bind(since)
        .fetch_optional(pool)
        .await)?;
        Ok(id.is_some())
    }

    /// Whether a job of a kind waits or runs.
    pub(crate) async fn has_unfinished_job(&self, kind: &str) -> Result<bool, Error> {
        let id: Option<String> = on_db!(self, |pool| sqlx::query_scalar(
            "SELECT id FROM jobs WHERE kind = $1 AND finished_at IS NULL LIMIT 1",
        )
        .bind(kind)
        .fetch_optional(pool)
        .await)?;
        Ok(id.is_some())
    }
}

impl Tx {
    /// Queues a job; `false` when its key is in use.
    pub(crate) async fn add_job(&mut self, job: &NewJobRow<'_>) -> Result<bool, Error> {
        let added = on_tx!(self, |connection| {
            sqlx::query(
            "INSERT INTO jobs (id, kind, tenant_id, dedup_key, payload, state, run_after, fence, \
             attempts, lost_leases, created_at) \
             SELECT $1, $2, $3, $4, $5, 'queued', $6, 0, 0, 0, $7 WHERE NOT EXISTS \
             (SELECT 1 FROM jobs WHERE kind = $2 AND dedup_key = $4 AND finished_at > $8) \
             ON CONFLICT (kind, dedup_key) WHERE finished_at IS NULL DO NOTHING",
        )
        .bind(Stored(job.id))
        .bind(job.kind)
        .bind(Stored(job.tenant_id))
        .bind(job.dedup_key)
        .bind(job.payload)
        .bind(job.run_after)
        .bind(job.created_at)
        .bind(job.unless_ended_after)
        .execute(&mut *connection)
        .await?
        .rows_affected()
        });
        Ok(added == 1 && !self.withdraw_late_job(job).await?)
    }

    /// Removes a job that was queued although one with its key had ended: that one ended while the
    /// statement that queued this one waited for it.
    async fn withdraw_late_job(&mut self, job: &NewJobRow<'_>) -> Result<bool, Error> {
        if job.unless_ended_after.is_none() {
            return Ok(false);
        }
        let removed = on_tx!(self, |connection| {
            sqlx::query(
                "DELETE FROM jobs WHERE id = $1 AND EXISTS (SELECT 1 FROM jobs e \
                 WHERE e.kind = $2 AND e.dedup_key = $3 AND e.finished_at > $4)",
            )
            .bind(Stored(job.id))
            .bind(job.kind)
            .bind(job.dedup_key)
            .bind(job.unless_ended_after)
            .execute(&mut *connection)
            .await?
            .rows_affected()
        });
        Ok(removed == 1)
    }
}
