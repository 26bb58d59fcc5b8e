//! Background jobs: fair claims across tenants, and fenced completion.

use earshot_domain::{JobId, JobState, TenantId};
use sqlx::{AssertSqlSafe, QueryBuilder};

use super::{
    Db, Tx,
    db::{on_db, on_tx},
    dialect,
    leases::latest_expiry,
    stored::Stored,
};
use crate::Error;

/// A kind of job that a worker has a free slot for.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) struct ClaimableKind {
    pub(crate) name: &'static str,
    /// Maximum running jobs of a tenant.
    pub(crate) slots_per_tenant: Option<i64>,
}

/// A job that can be claimed.
#[derive(Debug, Clone, sqlx::FromRow)]
pub(crate) struct JobRow {
    #[sqlx(try_from = "Stored<JobId>")]
    pub(crate) id: JobId,
    pub(crate) kind: String,
    #[sqlx(try_from = "Stored<Option<TenantId>>")]
    pub(crate) tenant_id: Option<TenantId>,
    pub(crate) payload: String,
    #[sqlx(try_from = "Stored<JobState>")]
    pub(crate) state: JobState,
    pub(crate) fence: i64,
    pub(crate) attempts: i64,
    pub(crate) lost_leases: i64,
    pub(crate) checkpoint: Option<String>,
    /// Whether cancellation was requested during its last run.
    pub(crate) cancel_requested: bool,
}

/// State, fence and attempts of an unfinished job.
#[derive(Debug, Clone, Copy, sqlx::FromRow)]
pub(crate) struct JobProgress {
    #[sqlx(try_from = "Stored<JobState>")]
    pub(crate) state: JobState,
    pub(crate) fence: i64,
    pub(crate) attempts: i64,
}

/// State of a job after a run or a cancellation.
pub(crate) struct JobSettlement<'a> {
    pub(crate) state: JobState,
    pub(crate) run_after: i64,
    pub(crate) attempts: i64,
    pub(crate) reason: Option<&'a str>,
    pub(crate) at: i64,
}

/// Queued jobs that are due and running ones whose lease has expired; `push_due!` completes the
/// condition.
const DUE: &str = "FROM jobs j LEFT JOIN leases l ON l.resource = 'job:' || j.id \
     WHERE j.finished_at IS NULL AND j.kind IN (";

/// Number of running jobs of a job's kind and tenant; the parenthesis is left open.
const RUNNING_OF_TENANT: &str = "(SELECT count(*) FROM jobs r WHERE r.finished_at IS NULL \
     AND r.state = 'running' AND r.kind = j.kind AND r.tenant_id = j.tenant_id";

/// Appends kinds and time after [`DUE`].
macro_rules! push_due {
    ($query:expr, $kinds:expr, $now:expr, $latest:expr) => {{
        let mut places = $query.separated(", ");
        for kind in $kinds {
            places.push_bind(kind.name);
        }
        $query.push(") AND ((j.state = 'queued' AND (j.run_after <= ").push_bind($now);
        // Queued, or leased, by a clock that has gone back since.
        $query.push(" OR (j.attempts = 0 AND j.created_at > ").push_bind($latest);
        $query.push("))) OR (j.state = 'running' AND (l.expires_at IS NULL OR l.expires_at <= ");
        $query.push_bind($now).push(" OR l.expires_at > ").push_bind($latest).push(")))");
        for kind in $kinds {
            let Some(slots) = kind.slots_per_tenant else { continue };
            $query.push(" AND (j.kind <> ").push_bind(kind.name);
            $query.push(" OR ").push(RUNNING_OF_TENANT).push(" AND r.id <> j.id) < ");
            $query.push_bind(slots).push(")");
        }
    }};
}

impl Db {
    /// Whether a job of these kinds can be claimed, with a lease until `expires_at`.
    pub(crate) async fn has_due_job(
        &self,
        kinds: &[ClaimableKind],
        now: i64,
        expires_at: i64,
    ) -> Result<bool, Error> {
        let latest = latest_expiry(now, expires_at);
        let id: Option<String> = on_db!(self, |pool| {
            let mut query = QueryBuilder::new(format!("SELECT j.id {DUE}"));
            push_due!(query, kinds, now, latest);
            query.push(" LIMIT 1");
            query.build_query_scalar().fetch_optional(pool).await
        })?;
        Ok(id.is_some())
    }
}

impl Tx {
    /// Locks a job that can be claimed: of the tenant with the fewest running jobs of its kind, the
    /// one that has waited longest.
    pub(crate) async fn due_job(
        &mut self,
        kinds: &[ClaimableKind],
        now: i64,
        expires_at: i64,
    ) -> Result<Option<JobRow>, Error> {
        let latest = latest_expiry(now, expires_at);
        self.lock_claims(kinds).await?;
        let locked = dialect::for_update_of_the_free_in(self, "j");
        let row = on_tx!(self, |connection| {
            let mut query = QueryBuilder::new(format!(
                "SELECT j.id, j.kind, j.tenant_id, j.payload, j.state, j.fence, j.attempts, \
                 j.lost_leases, j.checkpoint, \
                 COALESCE(l.cancel_requested, FALSE) AS cancel_requested {DUE}"
            ));
            push_due!(query, kinds, now, latest);
            query.push(" ORDER BY ");
            query.push(RUNNING_OF_TENANT);
            query.push("), j.run_after, j.created_at, j.id LIMIT 1");
            query.push(locked);
            query.build_query_as().fetch_optional(&mut *connection).await?
        });
        Ok(row)
    }

    /// Makes claims of kinds with slots per tenant wait for each other, so that two processes do not
    /// both take a tenant's last slot.
    async fn lock_claims(&mut self, kinds: &[ClaimableKind]) -> Result<(), Error> {
        let capped = kinds.iter().any(|kind| kind.slots_per_tenant.is_some());
        if let Some(sql) = dialect::lock_job_claims(self).filter(|_| capped) {
            on_tx!(self, |connection| sqlx::query(sql).execute(&mut *connection).await.map(drop))?;
        }
        Ok(())
    }

    /// Marks a job as running, with its fencing number.
    pub(crate) async fn begin_job(
        &mut self,
        id: JobId,
        fence: i64,
        attempts: i64,
        lost_leases: i64,
    ) -> Result<(), Error> {
        on_tx!(self, |connection| sqlx::query(
            "UPDATE jobs SET state = 'running', fence = $2, attempts = $3, lost_leases = $4 \
             WHERE id = $1",
        )
        .bind(Stored(id))
        .bind(fence)
        .bind(attempts)
        .bind(lost_leases)
        .execute(&mut *connection)
        .await
        .map(drop))?;
        Ok(())
    }

    /// Stores a new checkpoint if given, and forgets earlier failures when it is progress; `false`
    /// when another worker has taken the job, and then the transaction must not be committed.
    pub(crate) async fn checkpoint_job(
        &mut self,
        id: JobId,
        fence: i64,
        checkpoint: Option<&str>,
        is_progress: bool,
    ) -> Result<bool, Error> {
        let noted = on_tx!(self, |connection| {
            sqlx::query(
                "UPDATE jobs SET checkpoint = COALESCE($3, checkpoint), \
             attempts = CASE WHEN $4 THEN 1 ELSE attempts END, \
             lost_leases = CASE WHEN $4 THEN 0 ELSE lost_leases END \
             WHERE id = $1 AND fence = $2 AND state = 'running'",
            )
            .bind(Stored(id))
            .bind(fence)
            .bind(checkpoint)
            .bind(is_progress)
            .execute(&mut *connection)
            .await?
            .rows_affected()
        });
        Ok(noted == 1)
    }

    /// Updates the state of an unfinished job; `false` when it has ended or has another fence.
    pub(crate) async fn settle_job(
        &mut self,
        id: JobId,
        fence: i64,
        settlement: &JobSettlement<'_>,
    ) -> Result<bool, Error> {
        let finished_at = settlement.state.is_final().then_some(settlement.at);
        let settled = on_tx!(self, |connection| sqlx::query(
            "UPDATE jobs SET state = $3, run_after = $4, attempts = $5, reason = $6, \
             finished_at = $7 WHERE id = $1 AND fence = $2 AND finished_at IS NULL",
        )
        .bind(Stored(id))
        .bind(fence)
        .bind(Stored(settlement.state))
        .bind(settlement.run_after)
        .bind(settlement.attempts)
        .bind(settlement.reason)
        .bind(finished_at)
        .execute(&mut *connection)
        .await?
        .rows_affected());
        Ok(settled == 1)
    }

    /// Deletes a completed job that needs no record; `false` when it has another fence.
    pub(crate) async fn remove_job(&mut self, id: JobId, fence: i64) -> Result<bool, Error> {
        let removed = on_tx!(self, |connection| sqlx::query(
            "DELETE FROM jobs WHERE id = $1 AND fence = $2 AND state = 'running'",
        )
        .bind(Stored(id))
        .bind(fence)
        .execute(&mut *connection)
        .await?
        .rows_affected());
        Ok(removed == 1)
    }

    /// Locks an unfinished job and reads its progress.
    pub(crate) async fn unfinished_job(&mut self, id: JobId) -> Result<Option<JobProgress>, Error> {
        let sql = format!(
            "SELECT state, fence, attempts FROM jobs WHERE id = $1 AND finished_at IS NULL{}",
            dialect::for_update(self)
        );
        let row = on_tx!(self, |connection| sqlx::query_as(AssertSqlSafe(sql))
            .bind(Stored(id))
            .fetch_optional(&mut *connection)
            .await?);
        Ok(row)
    }
}
