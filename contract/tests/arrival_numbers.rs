//! Arrival numbers: no gaps, in the order of commits, so that a reader of "all after n" misses
//! none.

use std::sync::atomic::{AtomicBool, Ordering};

use earshot_backend::{ProjectIngest, readers::IncomingCall};
use earshot_testkit::{call, project_ingest};

use crate::harness::Site;

crate::on_both_databases!(
    numbers_have_no_gap_across_batches_and_projects,
    writers_at_once_number_in_the_order_of_their_commits,
    each_tenant_counts_for_itself,
);

const COUNTER: &str = "SELECT ingest_seq FROM tenants WHERE slug = 'harbour'";
const NUMBERS: &str = "SELECT c.ingest_seq FROM calls c JOIN tenants t ON t.id = c.tenant_id \
     WHERE t.slug = 'harbour' ORDER BY c.ingest_seq";

fn batch(writer: u32, from: u32, count: u32) -> Vec<IncomingCall> {
    (from..from + count)
        .map(|n| IncomingCall { source: format!("writer {writer}"), ..call(n) })
        .collect()
}

async fn numbers_have_no_gap_across_batches_and_projects(site: &Site) {
    let desk = site.project_ingest("harbour", "front-desk").await;
    let hours = site.project_ingest("harbour", "after-hours").await;
    desk.ingest(batch(1, 0, 3)).await.unwrap();
    hours.ingest(batch(2, 0, 2)).await.unwrap();
    desk.ingest(batch(1, 0, 3)).await.unwrap();
    desk.ingest(batch(1, 2, 3)).await.unwrap();
    assert_eq!(site.numbers(NUMBERS).await, (1..=7).collect::<Vec<_>>());
    assert_eq!(site.numbers(COUNTER).await, [7]);
}

async fn writers_at_once_number_in_the_order_of_their_commits(site: &Site) {
    let here = site.project_ingest("harbour", "front-desk").await;
    let replica = site.replica().await;
    let there = project_ingest(&replica, "harbour", "after-hours").await;
    let write = async |project: &ProjectIngest, writer| {
        for round in 0..12 {
            project.ingest(batch(writer, round * 5, 5)).await.unwrap();
        }
    };
    let ended = AtomicBool::new(false);
    let writers = async {
        tokio::join!(write(&here, 1), write(&there, 2));
        ended.store(true, Ordering::Relaxed);
    };
    // Calls up to the counter can be read as soon as it shows them: no number appears
    // behind a reader that has passed it.
    let reader = async {
        let mut looks = 0;
        while !ended.load(Ordering::Relaxed) {
            let bound = site.numbers(COUNTER).await[0];
            let known = site.numbers(NUMBERS).await;
            let passed: Vec<i64> = known.into_iter().filter(|seq| *seq <= bound).collect();
            assert_eq!(passed, (1..=bound).collect::<Vec<_>>());
            looks += 1;
        }
        looks
    };
    let ((), looks) = tokio::join!(writers, reader);
    assert!(looks > 0);
    assert_eq!(site.numbers(NUMBERS).await, (1..=120).collect::<Vec<_>>());
    replica.close().await;
}

async fn each_tenant_counts_for_itself(site: &Site) {
    site.project_ingest("rival", "lobby").await.ingest(batch(1, 0, 5)).await.unwrap();
    site.ingest(batch(1, 0, 2)).await;
    assert_eq!(site.numbers(NUMBERS).await, [1, 2]);
}
