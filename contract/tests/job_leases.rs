//! Lost leases of jobs, and the checkpoint from which the next worker continues.

use std::{sync::atomic::Ordering, time::Duration};

use jiff::SignedDuration;

use crate::{
    harness::{Site, wait_until},
    job_steps::{Steps, count, is, queue},
};

crate::on_both_databases!(
    a_job_goes_on_from_its_last_checkpoint,
    a_worker_that_was_thought_dead_changes_nothing,
    a_job_that_loses_three_leases_without_a_checkpoint_fails_and_says_so,
    a_checkpoint_begins_the_count_of_lost_leases_anew,
);

/// Longer than a job is leased.
const LEASE: SignedDuration = SignedDuration::from_secs(16);

async fn a_job_goes_on_from_its_last_checkpoint(site: &Site) {
    let steps = Steps::new(2);
    queue(site, "a").await;
    let first = steps.runs_at(&site.backend);
    is(site, "checkpoint = '2'").await;
    first.abort();
    drop(first.await);
    site.clock.advance(LEASE);
    steps.steps.add_permits(1);
    steps.worker(&site.backend).run_due().await.unwrap();
    assert_eq!(count(site, "state = 'completed' AND checkpoint = '3'").await, 1);
    assert_eq!(steps.said().await, ["a from nothing", "a from 2"]);
}

async fn a_worker_that_was_thought_dead_changes_nothing(site: &Site) {
    let (zombie, living) = (Steps::deaf(), Steps::new(3));
    queue(site, "a").await;
    let held = zombie.runs_at(&site.backend);
    zombie.has_begun(1).await;
    site.clock.advance(LEASE);
    let replica = site.replica().await;
    living.worker(&replica).run_due().await.unwrap();
    let done = "state = 'completed' AND checkpoint = '3' AND fence = 2 AND attempts = 1";
    assert_eq!(count(site, done).await, 1);
    zombie.steps.add_permits(3);
    wait_until("the zombie is refused", Duration::from_secs(10), async || {
        zombie.said().await == ["a from nothing", "refused"]
    })
    .await;
    assert_eq!(count(site, done).await, 1);
    held.abort();
    replica.close().await;
}

/// Has a worker claim the job, and cuts it off.
async fn killed(site: &Site, steps: &Steps, runs: usize) {
    let worker = steps.runs_at(&site.backend);
    steps.has_begun(runs).await;
    worker.abort();
    drop(worker.await);
    site.clock.advance(LEASE);
}

async fn a_job_that_loses_three_leases_without_a_checkpoint_fails_and_says_so(site: &Site) {
    let steps = Steps::new(0);
    queue(site, "a").await;
    for runs in 1..=3 {
        killed(site, &steps, runs).await;
    }
    assert_eq!(count(site, "state = 'running' AND lost_leases = 2 AND fence = 3").await, 1);
    steps.worker(&site.backend).run_due().await.unwrap();
    assert_eq!(count(site, "state = 'failed' AND reason LIKE '%stopped three times%'").await, 1);
    assert_eq!(steps.begun.load(Ordering::Relaxed), 3, "it does not run again");
}

async fn a_checkpoint_begins_the_count_of_lost_leases_anew(site: &Site) {
    let steps = Steps::new(0);
    queue(site, "a").await;
    for runs in 1..=2 {
        killed(site, &steps, runs).await;
    }
    steps.steps.add_permits(1);
    let worker = steps.runs_at(&site.backend);
    is(site, "checkpoint = '1' AND lost_leases = 0").await;
    worker.abort();
    drop(worker.await);
    site.clock.advance(LEASE);
    killed(site, &steps, 4).await;
    steps.steps.add_permits(2);
    steps.worker(&site.backend).run_due().await.unwrap();
    assert_eq!(count(site, "state = 'completed' AND checkpoint = '3' AND fence = 5").await, 1);
}
