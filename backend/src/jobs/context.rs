//! Context of a running job: payload, checkpoints and stop signal.

use earshot_domain::JobId;
use serde::de::DeserializeOwned;
use tokio::sync::watch;

use super::{
    lease::LeaseStatus,
    queue::{Claim, Jobs},
    worker::Shutdown,
};
use crate::{Error, store::Tx};

/// Another worker has taken the job.
#[derive(Debug, thiserror::Error)]
#[error("the lease of this job was lost")]
struct LeaseLost;

/// A running job.
pub struct JobContext {
    id: JobId,
    fence: i64,
    payload: String,
    checkpoint: Option<String>,
    jobs: Jobs,
    status: watch::Receiver<LeaseStatus>,
    shutdown: watch::Receiver<Shutdown>,
}

impl JobContext {
    pub(super) fn new(claim: &Claim, jobs: Jobs, shutdown: watch::Receiver<Shutdown>) -> Self {
        Self {
            id: claim.id,
            fence: claim.lease.fence(),
            payload: claim.payload.clone(),
            checkpoint: claim.checkpoint.clone(),
            jobs,
            status: claim.lease.watch(),
            shutdown,
        }
    }

    /// Id of the job, the same in each of its runs.
    pub const fn id(&self) -> JobId {
        self.id
    }

    /// Parses the payload that the job was queued with.
    pub fn payload<T: DeserializeOwned>(&self) -> Result<T, Error> {
        Ok(serde_json::from_str(&self.payload)?)
    }

    /// Number of the run: higher than that of every earlier run of the job.
    pub(crate) const fn run(&self) -> i64 {
        self.fence
    }

    /// Last checkpoint of earlier runs.
    pub fn last_checkpoint(&self) -> Option<&str> {
        self.checkpoint.as_deref()
    }

    /// Stores a checkpoint. Fails when another worker has taken the job; the run must then change
    /// nothing more.
    pub async fn checkpoint(&self, text: &str) -> Result<(), Error> {
        let mut tx = self.jobs.db.begin().await?;
        self.progress_in(&mut tx, Some(text)).await?;
        tx.commit().await
    }

    /// Stores a checkpoint in the transaction of the work itself; without a text, the last one is
    /// unchanged. When this fails, the transaction must not be committed.
    pub(crate) async fn progress_in(&self, tx: &mut Tx, text: Option<&str>) -> Result<(), Error> {
        self.checkpoint_in(tx, text, true).await
    }

    /// Stores a checkpoint that says where the work stands and is no progress: runs that fail or die
    /// at the same place are still counted. When this fails, the transaction must not be committed.
    pub(crate) async fn restate_in(&self, tx: &mut Tx, text: &str) -> Result<(), Error> {
        self.checkpoint_in(tx, Some(text), false).await
    }

    async fn checkpoint_in(
        &self,
        tx: &mut Tx,
        text: Option<&str>,
        is_progress: bool,
    ) -> Result<(), Error> {
        if tx.checkpoint_job(self.id, self.fence, text, is_progress).await? {
            return Ok(());
        }
        Err(Error::internal(LeaseLost))
    }

    /// Whether the run should end: cancelled, lease lost, or process shutting down.
    pub fn must_stop(&self) -> bool {
        self.status.borrow().must_stop() || *self.shutdown.borrow() != Shutdown::No
    }

    /// Resolves when the job is cancelled or the lease lost: what the run does is of no use any more.
    pub(crate) async fn lease_ended(&self) {
        let mut status = self.status.clone();
        // A closed channel is no stop signal, so it must not resolve.
        if status.wait_for(|status| status.must_stop()).await.is_err() {
            std::future::pending::<()>().await;
        }
    }

    /// Resolves when the run should end.
    pub async fn stopped(&self) {
        let mut shutdown = self.shutdown.clone();
        let running = async {
            if shutdown.wait_for(|shutdown| *shutdown != Shutdown::No).await.is_err() {
                std::future::pending::<()>().await;
            }
        };
        tokio::select! {
            () = self.lease_ended() => {}
            () = running => {}
        }
    }
}
