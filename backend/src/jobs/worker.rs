//! Worker: claims jobs of its kinds, runs them concurrently, and shuts down gracefully.

use std::{collections::HashMap, future::Future, pin::pin, sync::Arc, time::Duration};

use tokio::{
    sync::watch,
    task::{Id, JoinError, JoinSet},
    time::{MissedTickBehavior, interval, timeout},
};

use super::{
    kind::{AnyKind, JobKind},
    queue::Jobs,
    run::run,
};
use crate::{Error, ids, store::ClaimableKind};

/// Interval of polling for jobs that are due or were queued by another process.
const POLL_INTERVAL: Duration = Duration::from_secs(1);
/// Time that running jobs get to stop by themselves at shutdown.
const DRAIN_TIMEOUT: Duration = Duration::from_secs(5);
/// Time that requeueing the others may take.
const REQUEUE_TIMEOUT: Duration = Duration::from_secs(2);

/// Phase of a worker's shutdown.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum Shutdown {
    /// Not shutting down.
    No,
    /// Running jobs should stop at their next check.
    Asked,
    /// Running jobs are aborted and requeued.
    Now,
}

/// Runs jobs. Any number of processes may each run a worker on the same database.
pub struct Worker {
    jobs: Jobs,
    kinds: Vec<Arc<dyn AnyKind>>,
    /// Owner name of this worker in leases.
    owner: String,
    runs: JoinSet<()>,
    /// Kind of each run.
    running: HashMap<Id, &'static str>,
    shutdown: watch::Sender<Shutdown>,
}

impl Worker {
    /// Creates a worker without kinds of jobs, not yet running.
    pub fn new(jobs: Jobs) -> Self {
        let (runs, running) = (JoinSet::new(), HashMap::new());
        let (owner, shutdown) = (ids::fresh().to_string(), watch::Sender::new(Shutdown::No));
        Self { jobs, kinds: Vec::new(), owner, runs, running, shutdown }
    }

    /// Adds a kind of job.
    pub fn with(mut self, kind: impl JobKind) -> Self {
        self.kinds.push(Arc::new(kind));
        self
    }

    /// Runs jobs until `end` resolves, then shuts down gracefully.
    pub async fn run(mut self, end: impl Future<Output = ()>) {
        let mut end = pin!(end);
        let mut tick = interval(POLL_INTERVAL);
        tick.set_missed_tick_behavior(MissedTickBehavior::Delay);
        loop {
            if let Err(error) = self.start_due().await {
                tracing::warn!(%error, "polling for jobs failed");
            }
            tokio::select! {
                () = &mut end => return self.drain().await,
                () = self.jobs.woken() => {}
                _ = tick.tick() => {}
                Some(run) = self.runs.join_next_with_id() => self.ended(run),
            }
        }
    }

    /// Runs all jobs that are due and waits for their runs to end.
    pub async fn run_due(&mut self) -> Result<(), Error> {
        while self.start_due().await? > 0 {
            while let Some(run) = self.runs.join_next_with_id().await {
                self.ended(run);
            }
        }
        Ok(())
    }

    /// Queues scheduled jobs and starts due ones in free slots; returns the number started.
    async fn start_due(&mut self) -> Result<usize, Error> {
        let mut failed = None;
        for kind in &self.kinds {
            if let Err(error) = self.queue_due(kind.as_ref()).await {
                failed = Some(error);
            }
        }
        let mut started = 0;
        loop {
            let free = self.kinds_with_slots();
            if free.is_empty() {
                break;
            }
            let Some(claim) = self.jobs.claim(&free, &self.owner).await? else { break };
            let Some(kind) = self.kinds.iter().find(|kind| kind.name() == claim.kind) else {
                break;
            };
            let (name, shutdown) = (kind.name(), self.shutdown.subscribe());
            let run = run(Arc::clone(kind), self.jobs.clone(), claim, shutdown);
            self.running.insert(self.runs.spawn(run).id(), name);
            started += 1;
        }
        failed.map_or(Ok(started), Err)
    }

    async fn queue_due(&self, kind: &dyn AnyKind) -> Result<(), Error> {
        for job in kind.due().await? {
            self.jobs.enqueue(&job).await?;
        }
        Ok(())
    }

    fn kinds_with_slots(&self) -> Vec<ClaimableKind> {
        let running = |name: &str| self.running.values().filter(|kind| **kind == name).count();
        let free = |kind: &&Arc<dyn AnyKind>| running(kind.name()) < kind.slots();
        let claimable = |kind: &Arc<dyn AnyKind>| ClaimableKind {
            name: kind.name(),
            slots_per_tenant: kind.slots_per_tenant(),
        };
        self.kinds.iter().filter(free).map(claimable).collect()
    }

    fn ended(&mut self, run: Result<(Id, ()), JoinError>) {
        let id = match run {
            Ok((id, ())) => id,
            Err(error) => {
                // Its lease was dropped: the job is run again, and fails after repeated losses.
                tracing::error!(%error, "a job run panicked or was aborted");
                error.id()
            }
        };
        self.running.remove(&id);
    }

    async fn drain(&mut self) {
        self.shutdown.send_replace(Shutdown::Asked);
        if timeout(DRAIN_TIMEOUT, join_all(&mut self.runs)).await.is_ok() {
            return;
        }
        tracing::warn!(jobs = self.runs.len(), "running jobs were aborted at shutdown");
        self.shutdown.send_replace(Shutdown::Now);
        if timeout(REQUEUE_TIMEOUT, join_all(&mut self.runs)).await.is_err() {
            tracing::warn!("aborted jobs could not be requeued; their leases will expire");
        }
    }
}

async fn join_all(runs: &mut JoinSet<()>) {
    while runs.join_next().await.is_some() {}
}
