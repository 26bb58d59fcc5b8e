//! What a running job knows and may do: its payload, its checkpoints, and when to stop.

use earshot_domain::JobId;
use serde::de::DeserializeOwned;
use tokio::sync::watch;

use super::{
    lease::Hold,
    queue::{Claim, Jobs},
    worker::Shutdown,
};
use crate::{Error, store::Tx};

/// Another worker has the job by now.
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
    hold: watch::Receiver<Hold>,
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
            hold: claim.lease.watch(),
            shutdown,
        }
    }

    /// What the job was queued with.
    pub fn payload<T: DeserializeOwned>(&self) -> Result<T, Error> {
        Ok(serde_json::from_str(&self.payload)?)
    }

    /// The last checkpoint of the runs before this one.
    pub fn last_checkpoint(&self) -> Option<&str> {
        self.checkpoint.as_deref()
    }

    /// Stores how far the work has come. Fails when the job is another worker's by now: then nothing
    /// may be changed any more.
    pub async fn checkpoint(&self, text: &str) -> Result<(), Error> {
        let mut tx = self.jobs.db.begin().await?;
        self.progress_in(&mut tx, Some(text)).await?;
        tx.commit().await
    }

    /// As [`Self::checkpoint`], in the transaction of the work itself; without a text, the last
    /// checkpoint stays. When this fails, the transaction must not be committed.
    pub(crate) async fn progress_in(&self, tx: &mut Tx, text: Option<&str>) -> Result<(), Error> {
        if tx.checkpoint_job(self.id, self.fence, text).await? {
            return Ok(());
        }
        Err(Error::internal(LeaseLost))
    }

    /// Whether the run should end: the job was cancelled, its lease is lost, or the process ends.
    pub fn must_stop(&self) -> bool {
        self.hold.borrow().must_stop() || *self.shutdown.borrow() != Shutdown::No
    }

    /// Resolves when the run should end.
    pub async fn stopped(&self) {
        let (mut hold, mut shutdown) = (self.hold.clone(), self.shutdown.clone());
        // A channel whose other end is gone says nothing more, so it must not resolve.
        let held = async {
            if hold.wait_for(|hold| hold.must_stop()).await.is_err() {
                std::future::pending::<()>().await;
            }
        };
        let running = async {
            if shutdown.wait_for(|shutdown| *shutdown != Shutdown::No).await.is_err() {
                std::future::pending::<()>().await;
            }
        };
        tokio::select! {
            () = held => {}
            () = running => {}
        }
    }
}
