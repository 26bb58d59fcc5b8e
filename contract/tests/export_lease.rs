//! Export leases: one export a person across processes, released after a crash.

use std::time::Duration;

use earshot_domain::{ExportState, ProblemCode};
use earshot_testkit::calls;
use jiff::SignedDuration;

use crate::harness::{Site, export, read_export, records, refusal, wait_until};

crate::on_both_databases!(
    a_second_export_is_refused_with_the_firsts_id,
    exports_at_once_leave_exactly_one,
    exports_of_others_are_not_blocked,
    a_lease_without_a_heartbeat_expires,
    a_running_export_keeps_its_lease,
    an_export_that_lost_its_lease_stops,
);

async fn a_second_export_is_refused_with_the_firsts_id(site: &Site) {
    let admin = site.admin().await;
    site.ingest(calls(10)).await;
    site.one_call_a_batch().await;
    let first = site.export(&admin, "").await.unwrap();
    let replica = site.replica().await;
    for backend in [&site.backend, &replica] {
        let problem = export(backend, &admin.viewer, "").await.err().unwrap().problem();
        assert_eq!(problem.code, ProblemCode::AlreadyInProgress);
        assert_eq!(problem.export_id, Some(first.export_id));
    }
    assert_eq!(
        site.backend.exports().running_export(&admin.viewer).await.unwrap(),
        Some(first.export_id)
    );
    assert_eq!(records(first).await.len(), 10);
    assert_eq!(site.backend.exports().running_export(&admin.viewer).await.unwrap(), None);
    assert_eq!(records(site.export(&admin, "").await.unwrap()).await.len(), 10);
    replica.close().await;
}

async fn exports_at_once_leave_exactly_one(site: &Site) {
    let admin = site.admin().await;
    site.ingest(calls(10)).await;
    site.one_call_a_batch().await;
    let replica = site.replica().await;
    let backends = [&site.backend, &replica].into_iter().cycle().take(40);
    let attempts = backends.map(|backend| export(backend, &admin.viewer, ""));
    let mut begun = Vec::new();
    for result in futures::future::join_all(attempts).await {
        match result {
            Ok(export) => begun.push(export),
            refused => assert_eq!(refusal(refused), ProblemCode::AlreadyInProgress),
        }
    }
    assert_eq!(begun.len(), 1);
    assert_eq!(records(begun.remove(0)).await.len(), 10);
    replica.close().await;
}

async fn exports_of_others_are_not_blocked(site: &Site) {
    let (one, other) = (site.admin().await, site.admin().await);
    site.ingest(calls(10)).await;
    site.one_call_a_batch().await;
    let held = site.export(&one, "").await.unwrap();
    assert_eq!(records(site.export(&other, "").await.unwrap()).await.len(), 10);
    assert_eq!(records(held).await.len(), 10);
}

/// Leaves the state of a killed process: a running export and a lease without a heartbeat.
async fn crash(site: &Site) -> crate::harness::Person {
    let admin = site.admin().await;
    site.ingest(calls(10)).await;
    let export = site.export(&admin, "").await.unwrap();
    let id = export.export_id;
    read_export(export).await;
    site.sql(&format!(
        "UPDATE exports SET state = 'running', finished_at = NULL WHERE id = '{id}'"
    ))
    .await;
    let now = site.clock.now().as_millisecond();
    site.sql(&format!(
        "INSERT INTO leases SELECT 'export:' || tenant_id || ':' || user_id, id, 1, {now} + 15000, \
         FALSE FROM exports"
    ))
    .await;
    admin
}

async fn a_lease_without_a_heartbeat_expires(site: &Site) {
    let admin = crash(site).await;
    assert_eq!(refusal(site.export(&admin, "").await), ProblemCode::AlreadyInProgress);
    site.clock.advance(SignedDuration::from_secs(20));
    let history = site.streamed_exports(&admin).await;
    assert_eq!(history[0].progress.state, ExportState::Failed, "a dead export is not running");
    assert_eq!(site.backend.exports().running_export(&admin.viewer).await.unwrap(), None);
    assert_eq!(records(site.export(&admin, "").await.unwrap()).await.len(), 10);
    let stored = "SELECT count(*) FROM exports WHERE state = 'running'";
    assert_eq!(site.numbers(stored).await, [0]);
}

async fn a_running_export_keeps_its_lease(site: &Site) {
    let admin = site.admin().await;
    site.ingest(calls(10)).await;
    site.one_call_a_batch().await;
    let export = site.export(&admin, "").await.unwrap();
    for _ in 0..2 {
        site.clock.advance(SignedDuration::from_secs(10));
        let soon = site.clock.now().as_millisecond() + 14_000;
        wait_until("the heartbeat moves the lease on", Duration::from_secs(5), async || {
            site.numbers("SELECT expires_at FROM leases").await[0] > soon
        })
        .await;
        assert_eq!(refusal(site.export(&admin, "").await), ProblemCode::AlreadyInProgress);
    }
    assert_eq!(records(export).await.len(), 10);
}

async fn an_export_that_lost_its_lease_stops(site: &Site) {
    let admin = site.admin().await;
    site.ingest(calls(10)).await;
    site.one_call_a_batch().await;
    let stalled = site.export(&admin, "").await.unwrap();
    let id = stalled.export_id;
    site.sql("DELETE FROM leases").await;
    wait_until("the heartbeat sees that the lease is gone", Duration::from_secs(5), async || {
        site.export_progress(&admin, id).await.state != ExportState::Running
            && site.numbers("SELECT count(*) FROM exports WHERE state = 'running'").await == [0]
    })
    .await;
    let (_, broken) = read_export(stalled).await;
    assert!(broken.is_some(), "a part of a file looks whole");
}
