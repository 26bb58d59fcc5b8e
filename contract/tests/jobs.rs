//! The queue of background jobs: who runs what, how often, and how a job ends.

use std::{sync::atomic::Ordering, time::Duration};

use earshot_backend::{Error, JobContext, JobKind, NewJob, RunEnd, Worker};
use jiff::SignedDuration;
use serde_json::json;
use tokio::sync::oneshot;

use crate::{
    harness::Site,
    job_steps::{Steps, count, is, queue},
};

crate::on_both_databases!(
    a_job_runs_once_however_many_workers_there_are,
    a_failing_job_is_tried_again_later_each_time_and_then_given_up,
    a_refusal_is_not_tried_again,
    a_waiting_job_is_cancelled_at_once,
    a_running_job_is_cancelled_from_another_process_within_a_second,
    tenants_take_turns,
    one_unfinished_job_has_a_key,
    a_worker_that_ends_puts_its_jobs_back,
);

/// A job that answers every run with an error.
struct Fails(fn() -> Error);

impl JobKind for Fails {
    const NAME: &'static str = "fails";

    async fn run(&self, _: &JobContext) -> Result<RunEnd, Error> {
        Err((self.0)())
    }
}

async fn a_job_runs_once_however_many_workers_there_are(site: &Site) {
    let replica = site.replica().await;
    let steps = Steps::new(60);
    for n in 0..20 {
        queue(site, &n.to_string()).await;
    }
    let mut workers: Vec<Worker> =
        (0..6).map(|n| steps.worker(if n % 2 == 0 { &site.backend } else { &replica })).collect();
    let runs = workers.iter_mut().map(Worker::run_due);
    futures::future::try_join_all(runs).await.unwrap();
    assert_eq!(count(site, "state = 'completed' AND checkpoint = '3' AND attempts = 1").await, 20);
    let mut said = steps.said().await;
    said.sort();
    said.dedup();
    assert_eq!((said.len(), steps.begun.load(Ordering::Relaxed)), (20, 20));
    assert_eq!(site.numbers("SELECT count(*) FROM leases").await, [0]);
    replica.close().await;
}

async fn a_failing_job_is_tried_again_later_each_time_and_then_given_up(site: &Site) {
    let job = NewJob::of::<Fails>(json!(null));
    site.backend.jobs().enqueue(&job).await.unwrap();
    let mut worker = Worker::new(site.backend.jobs().clone()).with(Fails(|| Error::Busy));
    for (attempts, wait) in [(1, 5), (2, 20), (3, 80), (4, 320)] {
        worker.run_due().await.unwrap();
        let waits = format!("state = 'queued' AND attempts = {attempts}");
        assert_eq!(count(site, &waits).await, 1);
        site.clock.advance(SignedDuration::from_secs(wait) - SignedDuration::from_millis(1));
        worker.run_due().await.unwrap();
        assert_eq!(count(site, &waits).await, 1, "it was tried too soon");
        site.clock.advance(SignedDuration::from_millis(1));
    }
    worker.run_due().await.unwrap();
    assert_eq!(count(site, "state = 'failed' AND attempts = 5 AND reason LIKE '%busy%'").await, 1);
    assert_eq!(site.numbers("SELECT count(*) FROM leases").await, [0]);
}

async fn a_refusal_is_not_tried_again(site: &Site) {
    let job = NewJob::of::<Fails>(json!(null));
    site.backend.jobs().enqueue(&job).await.unwrap();
    let fails = Fails(|| Error::field("project_id", "must be one of your projects"));
    Worker::new(site.backend.jobs().clone()).with(fails).run_due().await.unwrap();
    assert_eq!(count(site, "state = 'failed' AND attempts = 1 AND reason IS NOT NULL").await, 1);
}

async fn a_waiting_job_is_cancelled_at_once(site: &Site) {
    let (steps, id) = (Steps::new(3), queue(site, "a").await);
    assert!(site.backend.jobs().cancel(id).await.unwrap());
    assert_eq!(count(site, "state = 'cancelled' AND finished_at IS NOT NULL").await, 1);
    assert!(!site.backend.jobs().cancel(id).await.unwrap(), "it has ended");
    steps.worker(&site.backend).run_due().await.unwrap();
    assert_eq!(steps.said().await, [""; 0]);
}

async fn a_running_job_is_cancelled_from_another_process_within_a_second(site: &Site) {
    let replica = site.replica().await;
    let mut fastest = Duration::MAX;
    for runs in 1..=3 {
        let (steps, id) = (Steps::new(0), queue(site, &runs.to_string()).await);
        let worker = steps.runs_at(&site.backend);
        steps.has_begun(1).await;
        let asked = std::time::Instant::now();
        assert!(replica.jobs().cancel(id).await.unwrap());
        let ended = format!("id = '{id}' AND state = 'cancelled'");
        is(site, &ended).await;
        fastest = fastest.min(asked.elapsed());
        worker.abort();
    }
    assert!(fastest < Duration::from_secs(1), "{fastest:?}");
    replica.close().await;
}

async fn tenants_take_turns(site: &Site) {
    for (slug, name) in [("harbour", "a1"), ("harbour", "a2"), ("harbour", "a3"), ("rival", "b1")] {
        let id = queue(site, name).await;
        site.sql(&format!(
            "UPDATE jobs SET tenant_id = (SELECT id FROM tenants WHERE slug = '{slug}') \
             WHERE id = '{id}'"
        ))
        .await;
        site.clock.advance(SignedDuration::from_millis(1));
    }
    let steps = Steps::new(0);
    let mut workers = Vec::new();
    for runs in 1..=2 {
        workers.push(steps.runs_at(&site.backend));
        steps.has_begun(runs).await;
    }
    assert_eq!(steps.said().await, ["a1 from nothing", "b1 from nothing"]);
    for worker in workers {
        worker.abort();
    }
}

async fn one_unfinished_job_has_a_key(site: &Site) {
    let job = NewJob::of::<Steps>(json!("a")).once("key");
    let jobs = site.backend.jobs();
    assert!(jobs.enqueue(&job).await.unwrap().is_some());
    assert!(jobs.enqueue(&job).await.unwrap().is_none());
    Steps::new(3).worker(&site.backend).run_due().await.unwrap();
    assert!(jobs.enqueue(&job).await.unwrap().is_some(), "the first one has ended");
    assert_eq!(count(site, "dedup_key = 'key'").await, 2);
}

async fn a_worker_that_ends_puts_its_jobs_back(site: &Site) {
    let steps = Steps::new(1);
    queue(site, "a").await;
    let (stop, stopped) = oneshot::channel::<()>();
    let worker = tokio::spawn(steps.worker(&site.backend).run(async { drop(stopped.await) }));
    is(site, "checkpoint = '1'").await;
    stop.send(()).unwrap();
    worker.await.unwrap();
    let back = "state = 'queued' AND attempts = 0 AND lost_leases = 0";
    assert_eq!(count(site, back).await, 1);
    assert_eq!(site.numbers("SELECT count(*) FROM leases").await, [0]);
    steps.steps.add_permits(2);
    steps.worker(&site.backend).run_due().await.unwrap();
    assert_eq!(steps.said().await, ["a from nothing", "a from 1"]);
}
