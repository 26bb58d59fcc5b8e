//! The worker: claims jobs of the kinds it knows, runs them side by side, and ends in order.

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
use crate::{Error, ids};

/// How often it is looked for jobs that another process queued, or whose time has come.
const LOOK_EVERY: Duration = Duration::from_secs(1);
/// How long running jobs get to stop by themselves when the process ends.
const DRAIN: Duration = Duration::from_secs(5);
/// How long it may take to put those back that did not.
const GIVE_BACK: Duration = Duration::from_secs(2);

/// How far the end of a worker has come.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum Shutdown {
    /// It goes on.
    No,
    /// Running jobs should stop at the next good moment.
    Asked,
    /// Running jobs are cut off and put back.
    Now,
}

/// Runs jobs. Any number of processes may run one over the same database.
pub struct Worker {
    jobs: Jobs,
    kinds: Vec<Arc<dyn AnyKind>>,
    /// The name of this worker in leases.
    owner: String,
    runs: JoinSet<()>,
    /// The kind of each run.
    running: HashMap<Id, &'static str>,
    shutdown: watch::Sender<Shutdown>,
}

impl Worker {
    /// A worker that knows no kind of job yet and is not running.
    pub fn new(jobs: Jobs) -> Self {
        let (runs, running) = (JoinSet::new(), HashMap::new());
        let (owner, shutdown) = (ids::fresh().to_string(), watch::Sender::new(Shutdown::No));
        Self { jobs, kinds: Vec::new(), owner, runs, running, shutdown }
    }

    /// The same worker, which runs this kind of job too.
    pub fn with(mut self, kind: impl JobKind) -> Self {
        self.kinds.push(Arc::new(kind));
        self
    }

    /// Runs jobs until `end` resolves, then lets running ones come to a good end.
    pub async fn run(mut self, end: impl Future<Output = ()>) {
        let mut end = pin!(end);
        let mut tick = interval(LOOK_EVERY);
        tick.set_missed_tick_behavior(MissedTickBehavior::Delay);
        loop {
            if let Err(error) = self.start_due().await {
                tracing::warn!(%error, "jobs were not looked for");
            }
            tokio::select! {
                () = &mut end => return self.drain().await,
                () = self.jobs.rung() => {}
                _ = tick.tick() => {}
                Some(run) = self.runs.join_next_with_id() => self.ended(run),
            }
        }
    }

    /// Runs everything that is due now, and waits until it was tried.
    pub async fn run_due(&mut self) -> Result<(), Error> {
        while self.start_due().await? > 0 {
            while let Some(run) = self.runs.join_next_with_id().await {
                self.ended(run);
            }
        }
        Ok(())
    }

    /// Queues what is due by itself, and starts what there are slots for; how many were started.
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

    fn kinds_with_slots(&self) -> Vec<&'static str> {
        let running = |name: &str| self.running.values().filter(|kind| **kind == name).count();
        let free = |kind: &&Arc<dyn AnyKind>| running(kind.name()) < kind.slots();
        self.kinds.iter().filter(free).map(|kind| kind.name()).collect()
    }

    fn ended(&mut self, run: Result<(Id, ()), JoinError>) {
        let id = match run {
            Ok((id, ())) => id,
            Err(error) => {
                // Its lease was dropped, so the job is run again, and given up when that repeats.
                tracing::error!(%error, "a run of a job broke off");
                error.id()
            }
        };
        self.running.remove(&id);
    }

    async fn drain(&mut self) {
        self.shutdown.send_replace(Shutdown::Asked);
        if timeout(DRAIN, join_all(&mut self.runs)).await.is_ok() {
            return;
        }
        tracing::warn!(jobs = self.runs.len(), "running jobs were cut off at the end");
        self.shutdown.send_replace(Shutdown::Now);
        if timeout(GIVE_BACK, join_all(&mut self.runs)).await.is_err() {
            tracing::warn!("cut off jobs were not put back; their leases expire");
        }
    }
}

async fn join_all(runs: &mut JoinSet<()>) {
    while runs.join_next().await.is_some() {}
}
