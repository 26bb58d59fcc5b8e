//! The export history: each person's own exports only.

use earshot_domain::{CallFilter, ExportFormat, ExportRequest, ExportState, Role};
use earshot_testkit::calls;
use futures::StreamExt;
use std::time::Duration;

use crate::{
    export_lists::listed,
    harness::{Site, export_form, read_export, records, wait_until},
};

crate::on_both_databases!(
    the_history_is_ones_own_newest_first,
    exports_of_the_same_second_are_listed_newest_first,
    an_export_can_be_asked_for_again,
    progress_follows_the_reader,
);

async fn the_history_is_ones_own_newest_first(site: &Site) {
    let one = site.person("harbour", Role::ClientManager, &["front-desk"]).await;
    let other = site.person("harbour", Role::ClientManager, &["front-desk"]).await;
    let rival = site.person("rival", Role::ClientAdmin, &["lobby"]).await;
    site.ingest(calls(5)).await;
    let mut ids = Vec::new();
    for query in ["", "status=completed", "sort=longest"] {
        let export = site.export(&one, query).await.unwrap();
        ids.insert(0, export.export_id);
        read_export(export).await;
        site.clock.advance(jiff::SignedDuration::from_secs(1));
    }
    assert_eq!(listed(&site.backend, &one).await, ids);
    for person in [&other, &rival] {
        assert_eq!(listed(&site.backend, person).await, []);
    }
}

async fn exports_of_the_same_second_are_listed_newest_first(site: &Site) {
    let admin = site.admin().await;
    site.ingest(calls(5)).await;
    let later = || site.clock.advance(jiff::SignedDuration::from_millis(5));
    let first = site.export(&admin, "").await.unwrap();
    let mut expected = vec![first.export_id];
    read_export(first).await;
    later();
    let request = ExportRequest::new(CallFilter::default(), ExportFormat::Csv);
    let job = site.backend.exports().start(&admin.viewer, &request, None).await.unwrap();
    expected.insert(0, job.id);
    later();
    let last = site.export(&admin, "").await.unwrap();
    expected.insert(0, last.export_id);
    read_export(last).await;
    assert_eq!(listed(&site.backend, &admin).await, expected);
}

async fn an_export_can_be_asked_for_again(site: &Site) {
    let admin = site.admin().await;
    site.ingest(calls(5)).await;
    let query = "caller=%2B442079400002&q=c0&sort=oldest&bom=on";
    let export = site.export(&admin, query).await.unwrap();
    let name = export.file_name.clone();
    records(export).await;
    let record = site.streamed_exports(&admin).await.remove(0);
    let asked = export_form(query);
    assert_eq!((record.filter, record.options), (asked.filter, asked.options));
    assert_eq!((record.file_name, record.progress.state), (name, ExportState::Completed));
    assert_eq!(record.started.rfc3339, "2026-06-15T13:00:00+01:00");
    assert!(record.ended.is_some());
}

async fn progress_follows_the_reader(site: &Site) {
    let admin = site.admin().await;
    site.ingest(calls(20)).await;
    site.one_call_a_batch().await;
    let mut export = site.export(&admin, "").await.unwrap();
    for _ in 0..10 {
        drop(export.stream.next().await.unwrap().unwrap());
    }
    wait_until("the heartbeat notes what was written", Duration::from_secs(5), async || {
        let progress = site.export_progress(&admin, export.export_id).await;
        assert_eq!((progress.state, progress.matched), (ExportState::Running, 20));
        (9..20).contains(&progress.written)
    })
    .await;
    let id = export.export_id;
    read_export(export).await;
    let progress = site.export_progress(&admin, id).await;
    assert_eq!((progress.state, progress.written), (ExportState::Completed, 20));
}
