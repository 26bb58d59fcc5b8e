//! Background jobs: queued, claimed in turn between tenants, and settled under a fence.

use earshot_domain::JobState;
use sqlx::{AssertSqlSafe, QueryBuilder};

use super::{
    Db, Tx,
    db::{on_db, on_tx},
    dialect,
};
use crate::Error;

/// A job about to be queued.
pub(crate) struct NewJobRow<'a> {
    pub(crate) id: &'a str,
    pub(crate) kind: &'a str,
    pub(crate) tenant_id: Option<&'a str>,
    /// Of the unfinished jobs of a kind, at most one has this key.
    pub(crate) dedup_key: Option<&'a str>,
    /// Where one of the kind with the same key ended later than this, nothing is queued.
    pub(crate) unless_ended_after: Option<i64>,
    /// JSON.
    pub(crate) payload: &'a str,
    pub(crate) run_after: i64,
    pub(crate) created_at: i64,
}

/// A job that can be claimed.
#[derive(Debug, Clone, sqlx::FromRow)]
pub(crate) struct JobRow {
    pub(crate) id: String,
    pub(crate) kind: String,
    pub(crate) tenant_id: Option<String>,
    pub(crate) payload: String,
    pub(crate) state: String,
    pub(crate) fence: i64,
    pub(crate) attempts: i64,
    pub(crate) lost_leases: i64,
    pub(crate) checkpoint: Option<String>,
    /// Whether its last worker was asked to stop.
    pub(crate) cancel_requested: bool,
}

/// What a job is after a run, or without one.
pub(crate) struct JobSettlement<'a> {
    pub(crate) state: JobState,
    pub(crate) run_after: i64,
    pub(crate) attempts: i64,
    pub(crate) reason: Option<&'a str>,
    pub(crate) at: i64,
}

/// Jobs that wait and are due, and running ones whose lease is over: the kinds follow, then the end.
const DUE: &str = "FROM jobs j LEFT JOIN leases l ON l.resource = 'job:' || j.id \
     WHERE j.finished_at IS NULL AND j.kind IN (";

/// Fills in kinds and time after [`DUE`].
macro_rules! push_due {
    ($query:expr, $kinds:expr, $now:expr) => {{
        let mut places = $query.separated(", ");
        for kind in $kinds {
            places.push_bind(*kind);
        }
        $query.push(") AND ((j.state = 'queued' AND j.run_after <= ").push_bind($now);
        $query.push(") OR (j.state = 'running' AND (l.expires_at IS NULL OR l.expires_at <= ");
        $query.push_bind($now).push(")))");
    }};
}

impl Db {
    /// Whether a job of these kinds can be claimed.
    pub(crate) async fn has_due_job(&self, kinds: &[&str], now: i64) -> Result<bool, Error> {
        let row: Option<(String,)> = on_db!(self, |pool| {
            let mut query = QueryBuilder::new(format!("SELECT j.id {DUE}"));
            push_due!(query, kinds, now);
            query.push(" LIMIT 1");
            query.build_query_as().fetch_optional(pool).await
        })?;
        Ok(row.is_some())
    }
}

impl Db {
    /// Whether a job of a kind with this key is unfinished, or ended after a moment.
    pub(crate) async fn has_recent_job(
        &self,
        kind: &str,
        key: &str,
        since: i64,
    ) -> Result<bool, Error> {
        let row: Option<(String,)> = on_db!(self, |pool| sqlx::query_as(
            "SELECT id FROM jobs WHERE kind = $1 AND dedup_key = $2 \
             AND (finished_at IS NULL OR finished_at > $3) LIMIT 1",
        )
        .bind(kind)
        .bind(key)
        .bind(since)
        .fetch_optional(pool)
        .await)?;
        Ok(row.is_some())
    }
}

impl Tx {
    /// Queues a job; `false` when there is one with its key.
    pub(crate) async fn add_job(&mut self, job: &NewJobRow<'_>) -> Result<bool, Error> {
        let added = on_tx!(self, |connection| {
            sqlx::query(
            "INSERT INTO jobs (id, kind, tenant_id, dedup_key, payload, state, run_after, fence, \
             attempts, lost_leases, created_at) \
             SELECT $1, $2, $3, $4, $5, 'queued', $6, 0, 0, 0, $7 WHERE NOT EXISTS \
             (SELECT 1 FROM jobs WHERE kind = $2 AND dedup_key = $4 AND finished_at > $8) \
             ON CONFLICT (kind, dedup_key) WHERE finished_at IS NULL DO NOTHING",
        )
        .bind(job.id)
        .bind(job.kind)
        .bind(job.tenant_id)
        .bind(job.dedup_key)
        .bind(job.payload)
        .bind(job.run_after)
        .bind(job.created_at)
        .bind(job.unless_ended_after)
        .execute(&mut *connection)
        .await?
        .rows_affected()
        });
        Ok(added == 1)
    }

    /// A job that can be claimed, locked: of the tenant with the fewest running ones of its kind,
    /// and of those the one that has waited longest.
    pub(crate) async fn due_job(
        &mut self,
        kinds: &[&str],
        now: i64,
    ) -> Result<Option<JobRow>, Error> {
        let locked = dialect::for_update_of_the_free_in(self, "j");
        let row = on_tx!(self, |connection| {
            let mut query = QueryBuilder::new(format!(
                "SELECT j.id, j.kind, j.tenant_id, j.payload, j.state, j.fence, j.attempts, \
                 j.lost_leases, j.checkpoint, \
                 COALESCE(l.cancel_requested, FALSE) AS cancel_requested {DUE}"
            ));
            push_due!(query, kinds, now);
            query.push(
                " ORDER BY (SELECT count(*) FROM jobs r WHERE r.finished_at IS NULL \
                 AND r.state = 'running' AND r.kind = j.kind AND r.tenant_id = j.tenant_id), \
                 j.run_after, j.created_at, j.id LIMIT 1",
            );
            query.push(locked);
            query.build_query_as().fetch_optional(&mut *connection).await?
        });
        Ok(row)
    }

    /// Notes that a worker runs a job, under a fence.
    pub(crate) async fn begin_job(
        &mut self,
        id: &str,
        fence: i64,
        attempts: i64,
        lost_leases: i64,
    ) -> Result<(), Error> {
        on_tx!(self, |connection| sqlx::query(
            "UPDATE jobs SET state = 'running', fence = $2, attempts = $3, lost_leases = $4 \
             WHERE id = $1",
        )
        .bind(id)
        .bind(fence)
        .bind(attempts)
        .bind(lost_leases)
        .execute(&mut *connection)
        .await
        .map(drop))?;
        Ok(())
    }

    /// Notes progress, with a new checkpoint where there is one; `false` when another worker has
    /// the job by now, and then the transaction must not be committed.
    pub(crate) async fn checkpoint_job(
        &mut self,
        id: &str,
        fence: i64,
        checkpoint: Option<&str>,
    ) -> Result<bool, Error> {
        let noted = on_tx!(self, |connection| {
            sqlx::query(
            "UPDATE jobs SET checkpoint = COALESCE($3, checkpoint), attempts = 1, lost_leases = 0 \
             WHERE id = $1 AND fence = $2 AND state = 'running'",
        )
        .bind(id)
        .bind(fence)
        .bind(checkpoint)
        .execute(&mut *connection)
        .await?
        .rows_affected()
        });
        Ok(noted == 1)
    }

    /// Moves an unfinished job on; `false` when it has another fence by now or ended.
    pub(crate) async fn settle_job(
        &mut self,
        id: &str,
        fence: i64,
        settlement: &JobSettlement<'_>,
    ) -> Result<bool, Error> {
        let finished_at = settlement.state.is_final().then_some(settlement.at);
        let settled = on_tx!(self, |connection| sqlx::query(
            "UPDATE jobs SET state = $3, run_after = $4, attempts = $5, reason = $6, \
             finished_at = $7 WHERE id = $1 AND fence = $2 AND finished_at IS NULL",
        )
        .bind(id)
        .bind(fence)
        .bind(settlement.state.as_str())
        .bind(settlement.run_after)
        .bind(settlement.attempts)
        .bind(settlement.reason)
        .bind(finished_at)
        .execute(&mut *connection)
        .await?
        .rows_affected());
        Ok(settled == 1)
    }

    /// Removes a job that ended and needs no record; `false` when it has another fence by now.
    pub(crate) async fn remove_job(&mut self, id: &str, fence: i64) -> Result<bool, Error> {
        let removed = on_tx!(self, |connection| sqlx::query(
            "DELETE FROM jobs WHERE id = $1 AND fence = $2 AND state = 'running'",
        )
        .bind(id)
        .bind(fence)
        .execute(&mut *connection)
        .await?
        .rows_affected());
        Ok(removed == 1)
    }

    /// An unfinished job's state, fence and attempts, locked.
    pub(crate) async fn unfinished_job(
        &mut self,
        id: &str,
    ) -> Result<Option<(String, i64, i64)>, Error> {
        let sql = format!(
            "SELECT state, fence, attempts FROM jobs WHERE id = $1 AND finished_at IS NULL{}",
            dialect::for_update(self)
        );
        let row = on_tx!(self, |connection| sqlx::query_as(AssertSqlSafe(sql))
            .bind(id)
            .fetch_optional(&mut *connection)
            .await?);
        Ok(row)
    }
}
