//! Background exports whose workers are killed or stand still: the files are those of an undisturbed
//! export.
//!
//! `EARSHOT_KILLS` and `EARSHOT_PAUSES` set how many workers are killed and stopped in all, to run it
//! longer than in a build.

use std::time::Duration;

use crate::{
    export_site::{Chance, FORMATS, Site, signal, times},
    operator::Operator,
};

/// Calls that are exported: two parts of 5,000 and a rest.
const CALLS: usize = 12_000;

/// Case 17 (docs/threats.md#case-17): killed workers. What the next run writes again after each is
/// bounded as [`Site::little_is_written_again`] says.
#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn killed_workers_leave_the_files_of_an_undisturbed_export() {
    let site = site();
    let mut chance = Chance(7);
    let mut left = times("EARSHOT_KILLS", 9);
    let mut expected = Vec::new();
    for format in FORMATS {
        expected.push(site.undisturbed(format).await);
    }
    let mut round = 0;
    while left > 0 {
        let format = round % FORMATS.len();
        let id = site.start(FORMATS[format]).await;
        let (mut written, mut in_vain) = (0, 0);
        while left > 0 && site.is_active(&id, &mut written).await {
            let before = written;
            let mut worker = site.worker();
            tokio::time::sleep(Duration::from_millis(chance.between(100, 500))).await;
            // A job whose worker dies three times before it made progress is given up.
            if in_vain == 2 {
                site.advances(&id, &mut written).await;
            }
            signal(&worker, "KILL");
            worker.wait().unwrap();
            left -= 1;
            site.is_active(&id, &mut written).await;
            site.little_is_written_again(&id, FORMATS[format], written).await;
            in_vain = if written == before { in_vain + 1 } else { 0 };
        }
        let files = site.finished(&id).await;
        assert_eq!(files, expected[format], "{} with {left} kills left", FORMATS[format]);
        println!("{id}: {} is whole, {left} kills left", FORMATS[format]);
        round += 1;
    }
    site.nothing_is_left().await;
}

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn a_worker_that_stood_still_changes_nothing() {
    let site = site();
    let expected = site.undisturbed("csv").await;
    let mut chance = Chance(11);
    let mut left = times("EARSHOT_PAUSES", 2);
    while left > 0 {
        let id = site.start("csv").await;
        let mut sleepers = Vec::new();
        for _ in 0..left.min(2) {
            let sleeper = site.worker();
            tokio::time::sleep(Duration::from_millis(chance.between(200, 500))).await;
            site.stop_between_writes(&sleeper).await;
            sleepers.push(sleeper);
            site.lease_has_expired(&id).await;
            left -= 1;
        }
        assert_eq!(site.finished(&id).await, expected);
        for mut sleeper in sleepers {
            signal(&sleeper, "CONT");
            // It takes one export at a time: once it has written another, its run of this is over.
            let other = site.start("csv").await;
            site.ended(&other).await;
            signal(&sleeper, "TERM");
            sleeper.wait().unwrap();
            assert_eq!(site.files(&other).await, expected);
        }
        assert_eq!(site.files(&id).await, expected, "a woken worker changed something");
        println!("{id}: whole, {left} pauses left");
    }
    site.nothing_is_left().await;
}

fn site() -> Site {
    // Seconds of a job's lease.
    Site::new(Operator::new(&[("EARSHOT_JOB_LEASE_SECONDS", "1")]), CALLS, 40)
}
