//! A kind of job that takes a step for each permit, for tests of the queue.

use std::{
    sync::{
        Arc,
        atomic::{AtomicUsize, Ordering},
    },
    time::Duration,
};

use earshot_backend::{Backend, Error, JobContext, JobKind, NewJob, RunEnd, Worker};
use earshot_domain::JobId;
use serde_json::json;
use tokio::sync::{Mutex, Semaphore};

use crate::harness::{Site, wait_until};

/// Whatever a test needs a job to do: each permit lets one run take one step.
#[derive(Clone)]
pub struct Steps {
    pub steps: Arc<Semaphore>,
    pub begun: Arc<AtomicUsize>,
    /// Whether a run ignores that it should stop.
    deaf: bool,
    /// What each run said.
    said: Arc<Mutex<Vec<String>>>,
}

impl Steps {
    pub fn new(permits: usize) -> Self {
        Self {
            steps: Arc::new(Semaphore::new(permits)),
            begun: Arc::default(),
            deaf: false,
            said: Arc::default(),
        }
    }

    /// One whose runs ignore that they should stop.
    pub fn deaf() -> Self {
        Self { deaf: true, ..Self::new(0) }
    }

    pub fn worker(&self, backend: &Backend) -> Worker {
        Worker::new(backend.jobs().clone()).with(self.clone())
    }

    /// Runs a worker that is never asked to end.
    pub fn runs_at(&self, backend: &Backend) -> tokio::task::JoinHandle<()> {
        tokio::spawn(self.worker(backend).run(std::future::pending()))
    }

    pub async fn has_begun(&self, runs: usize) {
        let begun = async || self.begun.load(Ordering::Relaxed) == runs;
        wait_until("the run began", Duration::from_secs(10), begun).await;
    }

    pub async fn said(&self) -> Vec<String> {
        self.said.lock().await.clone()
    }
}

impl JobKind for Steps {
    const NAME: &'static str = "steps";

    async fn run(&self, context: &JobContext) -> Result<RunEnd, Error> {
        let name: String = context.payload()?;
        let from = context.last_checkpoint().unwrap_or("nothing").to_owned();
        self.said.lock().await.push(format!("{name} from {from}"));
        self.begun.fetch_add(1, Ordering::Relaxed);
        let mut step = from.parse().unwrap_or(0);
        loop {
            tokio::select! {
                () = context.stopped(), if !self.deaf => return Ok(RunEnd::Stopped),
                permit = self.steps.acquire() => permit.unwrap().forget(),
            }
            step += 1;
            if let Err(error) = context.checkpoint(&step.to_string()).await {
                self.said.lock().await.push("refused".to_owned());
                return Err(error);
            }
            if step == 3 {
                return Ok(RunEnd::Completed);
            }
        }
    }
}

pub async fn queue(site: &Site, name: &str) -> JobId {
    let job = NewJob::of::<Steps>(json!(name));
    site.backend.jobs().enqueue(&job).await.unwrap().unwrap()
}

pub async fn count(site: &Site, condition: &str) -> i64 {
    site.numbers(&format!("SELECT count(*) FROM jobs WHERE {condition}")).await[0]
}

pub async fn is(site: &Site, condition: &str) {
    wait_until(condition, Duration::from_secs(10), async || count(site, condition).await == 1)
        .await;
}
