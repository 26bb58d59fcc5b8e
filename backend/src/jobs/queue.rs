//! Job queue: adding, cancelling and claiming jobs.

use std::{sync::Arc, time::Duration};

use earshot_domain::{JobEvent, JobId, JobState, TenantId};
use tokio::sync::Notify;

use super::{
    kind::NewJob,
    lease::{Lease, Leases},
};
use crate::{
    Clock, Db, Error, ids,
    store::{AcquiredLease, ClaimableKind, JobRow, JobSettlement, NewJobRow, Tx},
};

/// Maximum lost leases of a job without a checkpoint in between.
const MAX_LOST_LEASES: i64 = 3;
/// Failure reason of a job that reached [`MAX_LOST_LEASES`].
const LOST_TOO_OFTEN: &str = "The server process that ran this job stopped three times before the \
     job made progress, so it is not retried.";
/// Maximum jobs examined for one claim.
const MAX_CLAIM_TRIES: usize = 16;

/// Queue of background jobs. Cheap to clone.
#[derive(Clone)]
pub struct Jobs {
    pub(super) db: Db,
    pub(super) leases: Leases,
    clock: Clock,
    /// Duration of a job's lease without renewal.
    lease: Duration,
    wake: Arc<Notify>,
}

/// A job claimed by this process.
pub(super) struct Claim {
    pub(super) id: JobId,
    pub(super) kind: String,
    pub(super) tenant_id: Option<TenantId>,
    pub(super) payload: String,
    pub(super) checkpoint: Option<String>,
    pub(super) lease: Lease,
}

impl Jobs {
    pub(crate) fn new(db: Db, clock: Clock, leases: Leases, lease: Duration) -> Self {
        Self { db, leases, clock, lease, wake: Arc::default() }
    }

    /// Queues a job; `None` when its deduplication key is in use.
    pub async fn enqueue(&self, job: &NewJob) -> Result<Option<JobId>, Error> {
        let mut tx = self.db.begin().await?;
        let Some(id) = self.enqueue_in(&mut tx, job).await? else { return Ok(None) };
        tx.commit().await?;
        self.wake_worker();
        Ok(Some(id))
    }

    /// Queues a job in a transaction, after whose end the caller wakes the worker; `None` when its
    /// deduplication key is in use.
    pub(crate) async fn enqueue_in(
        &self,
        tx: &mut Tx,
        job: &NewJob,
    ) -> Result<Option<JobId>, Error> {
        let id = JobId::new(ids::fresh());
        let now = self.now_ms();
        let row = NewJobRow {
            id,
            kind: job.kind,
            tenant_id: job.tenant_id,
            dedup_key: job.key.as_deref(),
            unless_ended_after: job.unless_ended_after,
            payload: &job.payload.to_string(),
            run_after: now,
            created_at: now,
        };
        Ok(tx.add_job(&row).await?.then_some(id))
    }

    /// Cancels a job: immediately when it is queued, at its next check when it is running, in any
    /// process. `false` when it has ended or does not exist.
    pub async fn cancel(&self, id: JobId) -> Result<bool, Error> {
        let resource = resource(id);
        let mut tx = self.db.begin().await?;
        let Some(job) = tx.unfinished_job(id).await? else { return Ok(false) };
        let now = self.now_ms();
        if !tx.request_cancel(&resource, None, now).await? {
            // No worker is running it, or the one that did is gone.
            let state = job.state.after(JobEvent::Cancel).map_err(Error::internal)?;
            let attempts = job.attempts;
            let end = JobSettlement { state, run_after: now, attempts, reason: None, at: now };
            tx.settle_job(id, job.fence, &end).await?;
        }
        tx.commit().await?;
        self.leases.signal_cancel(&resource);
        Ok(true)
    }

    /// Wakes the worker of this process; those of other processes poll.
    pub(crate) fn wake_worker(&self) {
        self.wake.notify_one();
    }

    /// Resolves when the worker is woken.
    pub(super) async fn woken(&self) {
        self.wake.notified().await;
    }

    /// Claims a due job of these kinds. Jobs that were cancelled without a running worker, or lost
    /// their lease too often, are ended.
    pub(super) async fn claim(
        &self,
        kinds: &[ClaimableKind],
        owner: &str,
    ) -> Result<Option<Claim>, Error> {
        for _ in 0..MAX_CLAIM_TRIES {
            let now = self.now_ms();
            let until = now + self.lease.as_secs().cast_signed() * 1000;
            if !self.db.has_due_job(kinds, now, until).await? {
                return Ok(None);
            }
            let mut tx = self.db.begin().await?;
            let Some(row) = tx.due_job(kinds, now, until).await? else { return Ok(None) };
            let lost_leases = row.lost_leases + i64::from(row.state == JobState::Running);
            let end = if row.cancel_requested {
                Some((JobEvent::Cancel, None))
            } else {
                (lost_leases >= MAX_LOST_LEASES).then_some((JobEvent::Fail, Some(LOST_TOO_OFTEN)))
            };
            let resource = resource(row.id);
            if let Some((event, reason)) = end {
                let state = row.state.after(event).map_err(Error::internal)?;
                let attempts = row.attempts;
                let end = JobSettlement { state, run_after: now, attempts, reason, at: now };
                tx.settle_job(row.id, row.fence, &end).await?;
                tx.drop_lease(&resource).await?;
                tx.commit().await?;
                tracing::warn!(kind = row.kind, job_id = %row.id, %state, reason, "job ended");
                continue;
            }
            row.state.after(JobEvent::Claim).map_err(Error::internal)?;
            // Another process may have acquired it first.
            let taken = tx.take_lease((&resource, owner), row.fence + 1, now, until).await?;
            let Some(fence) = taken else { continue };
            tx.begin_job(row.id, fence, row.attempts + 1, lost_leases).await?;
            tx.commit().await?;
            let lease = AcquiredLease { resource, owner: owner.to_owned(), fence };
            return Ok(Some(Claim::new(row, self.leases.maintain(lease, self.lease, now))));
        }
        Ok(None)
    }

    pub(super) fn now_ms(&self) -> i64 {
        self.clock.now().as_millisecond()
    }
}

impl Claim {
    fn new(row: JobRow, lease: Lease) -> Self {
        Self {
            id: row.id,
            kind: row.kind,
            tenant_id: row.tenant_id,
            payload: row.payload,
            checkpoint: row.checkpoint,
            lease,
        }
    }
}

/// Name of the resource that is leased for a job.
fn resource(job_id: JobId) -> String {
    format!("job:{job_id}")
}
