//! The queue of background exports: cancelling, retrying, and how many run at once.

use earshot_domain::ExportState;
use earshot_testkit::calls;

use crate::{
    export_jobs::{csv_request, job, run_due, small_parts, start},
    harness::Site,
};

crate::on_both_databases!(a_waiting_export_is_cancelled, three_exports_of_a_tenant_run_at_once);

async fn a_waiting_export_is_cancelled(site: &Site) {
    site.ingest(calls(3)).await;
    let (backend, admin) = (&site.backend, site.admin().await);
    let id = start(backend, &admin, &csv_request("")).await;
    backend.exports().cancel_job(&admin.viewer, id).await.unwrap();
    run_due(backend).await;
    let cancelled = job(backend, &admin, id).await;
    assert_eq!((cancelled.state, cancelled.written), (ExportState::Cancelled, 0));
    let again = backend.exports().retry_job(&admin.viewer, id).await.unwrap();
    run_due(backend).await;
    assert_eq!(job(backend, &admin, again.id).await.state, ExportState::Completed);
}

/// Rule: docs/compatibility.md#askvault-concurrent-jobs.
async fn three_exports_of_a_tenant_run_at_once(site: &Site) {
    site.ingest(calls(3)).await;
    let backend = site.with_limits(small_parts()).await.with_exports(site.export_place(), 10);
    let admin = site.admin().await;
    for _ in 0..5 {
        start(&backend, &admin, &csv_request("")).await;
    }
    site.sql("UPDATE jobs SET state = 'running', fence = 1").await;
    let running = "SELECT count(*) FROM jobs WHERE state = 'running' AND kind = 'export'";
    site.sql(
        "UPDATE jobs SET state = 'queued' WHERE id IN (SELECT id FROM jobs ORDER BY id LIMIT 2)",
    )
    .await;
    let expires = backend.now().as_millisecond() + 15_000;
    site.sql(&format!(
        "INSERT INTO leases SELECT 'job:' || id, 'other', 1, {expires}, FALSE FROM jobs \
         WHERE state = 'running'"
    ))
    .await;
    assert_eq!(site.numbers(running).await, [3]);
    run_due(&backend).await;
    let done = "SELECT count(*) FROM exports WHERE state = 'completed'";
    assert_eq!(site.numbers(done).await, [0], "a fourth export ran");
    site.sql("DELETE FROM leases WHERE resource = (SELECT min(resource) FROM leases)").await;
    run_due(&backend).await;
    assert_eq!(site.numbers(done).await, [3], "a slot that became free was not used");
}
