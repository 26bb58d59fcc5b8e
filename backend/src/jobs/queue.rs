//! The queue: jobs are added, claimed by one worker at a time, and settled.

use std::{sync::Arc, time::Duration};

use earshot_domain::{JobEvent, JobId, JobState, TenantId};
use tokio::sync::Notify;

use super::{
    kind::NewJob,
    lease::{Lease, Leases},
};
use crate::{
    Clock, Db, Error, ids,
    store::{Holding, JobRow, JobSettlement, NewJobRow},
};

/// After how long a job is free whose worker does not renew its lease.
const JOB_LEASE: Duration = Duration::from_secs(15);
/// How often a job may lose its lease without a checkpoint in between.
const MAX_LOST_LEASES: i64 = 3;
/// The reason of a job that lost its lease that often.
const LOST_TOO_OFTEN: &str = "The program that ran this job stopped three times before the job got \
     any further, so it was not tried again.";
/// How many jobs are looked at for one claim.
const CLAIM_TRIES: usize = 16;

/// The queue of background jobs. Cheap to clone.
#[derive(Clone)]
pub struct Jobs {
    pub(super) db: Db,
    pub(super) leases: Leases,
    clock: Clock,
    bell: Arc<Notify>,
}

/// A job that this process runs.
pub(super) struct Claim {
    pub(super) id: JobId,
    pub(super) kind: String,
    pub(super) tenant_id: Option<TenantId>,
    pub(super) payload: String,
    pub(super) checkpoint: Option<String>,
    pub(super) lease: Lease,
}

impl Jobs {
    pub(crate) fn new(db: Db, clock: Clock, leases: Leases) -> Self {
        Self { db, leases, clock, bell: Arc::default() }
    }

    /// Queues a job; `None` when there is one with its key.
    pub async fn enqueue(&self, job: &NewJob) -> Result<Option<JobId>, Error> {
        let id = JobId::new(ids::fresh());
        let now = self.now_ms();
        let mut tx = self.db.begin().await?;
        let added = tx
            .add_job(&NewJobRow {
                id,
                kind: job.kind,
                tenant_id: job.tenant_id,
                dedup_key: job.key.as_deref(),
                unless_ended_after: job.unless_ended_after,
                payload: &job.payload.to_string(),
                run_after: now,
                created_at: now,
            })
            .await?;
        if !added {
            return Ok(None);
        }
        tx.commit().await?;
        self.ring();
        Ok(Some(id))
    }

    /// Cancels a job: at once when it waits, soon when it runs, wherever that is. `false` when it has
    /// ended or does not exist.
    pub async fn cancel(&self, id: JobId) -> Result<bool, Error> {
        let resource = resource(id);
        let mut tx = self.db.begin().await?;
        let Some(job) = tx.unfinished_job(id).await? else { return Ok(false) };
        if !tx.request_cancel(&resource, None).await? {
            // Nobody runs it.
            let now = self.now_ms();
            let state = job.state.after(JobEvent::Cancel).map_err(Error::internal)?;
            let attempts = job.attempts;
            let end = JobSettlement { state, run_after: now, attempts, reason: None, at: now };
            tx.settle_job(id, job.fence, &end).await?;
        }
        tx.commit().await?;
        self.leases.signal_cancel(&resource);
        Ok(true)
    }

    /// Tells this process's worker that there is something to do; others look by themselves.
    pub(crate) fn ring(&self) {
        self.bell.notify_one();
    }

    /// Resolves when there is something to do.
    pub(super) async fn rung(&self) {
        self.bell.notified().await;
    }

    /// Takes a job of these kinds, if one is due. Those that were cancelled without a worker, or lost
    /// their leases too often, end here.
    pub(super) async fn claim(&self, kinds: &[&str], owner: &str) -> Result<Option<Claim>, Error> {
        for _ in 0..CLAIM_TRIES {
            let now = self.now_ms();
            if !self.db.has_due_job(kinds, now).await? {
                return Ok(None);
            }
            let mut tx = self.db.begin().await?;
            let Some(row) = tx.due_job(kinds, now).await? else { return Ok(None) };
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
            let until = now + JOB_LEASE.as_secs().cast_signed() * 1000;
            // Another process may have been quicker.
            let taken = tx.take_lease((&resource, owner), row.fence + 1, now, until).await?;
            let Some(fence) = taken else { continue };
            tx.begin_job(row.id, fence, row.attempts + 1, lost_leases).await?;
            tx.commit().await?;
            let holding = Holding { resource, owner: owner.to_owned(), fence };
            return Ok(Some(Claim::new(row, self.leases.hold(holding, JOB_LEASE, now))));
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

/// The name under which a job is leased.
fn resource(job_id: JobId) -> String {
    format!("job:{job_id}")
}
