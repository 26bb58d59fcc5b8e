//! The end of an export whose reader lags.

use std::time::Duration;

use earshot_testkit::calls;
use futures::StreamExt;
use jiff::SignedDuration;

use crate::harness::{Site, parse_csv, read_export, wait_until};

crate::on_both_databases!(a_reader_that_lags_at_the_end_gets_the_whole_file);

/// Lets the heartbeats of all leases look at least once: the renewals of one lease are the clock.
async fn heartbeats_pass(site: &Site) {
    for _ in 0..2 {
        site.clock.advance(SignedDuration::from_secs(6));
        let renewed = site.clock.now().as_millisecond() + 14_000;
        wait_until("a lease is renewed", Duration::from_secs(10), async || {
            site.numbers("SELECT max(expires_at) FROM leases").await[0] > renewed
        })
        .await;
    }
}

async fn a_reader_that_lags_at_the_end_gets_the_whole_file(site: &Site) {
    let (admin, other) = (site.admin().await, site.admin().await);
    site.ingest(calls(10)).await;
    site.one_call_a_batch().await;
    let held = site.export(&other, "").await.unwrap();
    let mut lagging = site.export(&admin, "").await.unwrap();
    let mut text = String::new();
    for _ in 0..8 {
        let chunk = lagging.stream.next().await.unwrap().unwrap();
        text.push_str(std::str::from_utf8(&chunk).unwrap());
    }
    // One chunk waits in the queue now, and the last one behind it.
    wait_until("the export is on record", Duration::from_secs(10), async || {
        site.numbers("SELECT count(*) FROM exports WHERE state = 'completed'").await == [1]
    })
    .await;
    heartbeats_pass(site).await;
    let (rest, broken) = read_export(lagging).await;
    assert!(broken.is_none(), "{broken:?}");
    text.push_str(&rest);
    assert_eq!(parse_csv(&text).len(), 10);
    drop(held);
}
