//! Failures in the middle of an export: a visibly broken file, recorded as failed.

use std::time::Duration;

use earshot_domain::{ExportId, ExportState};
use earshot_testkit::{call_summary, calls};

use crate::harness::{Person, Site, parse_csv, read_export, wait_until};

crate::on_both_databases!(
    a_database_error_breaks_the_file,
    a_sealed_value_that_does_not_open_breaks_the_file,
    signing_out_breaks_the_file,
    an_expired_session_breaks_the_file,
    a_disabled_account_breaks_the_file,
    an_end_that_cannot_be_stored_breaks_the_file,
    a_fault_before_the_first_byte_is_a_refusal,
);

async fn prepared(site: &Site) -> Person {
    site.ingest(calls(20)).await;
    site.one_call_a_batch().await;
    site.admin().await
}

async fn assert_failed(site: &Site, person: &Person, id: ExportId) {
    let progress = site.export_progress(person, id).await;
    assert_eq!((progress.state, progress.omitted), (ExportState::Failed, 0));
    assert!(progress.written < 20);
    assert_eq!(site.numbers("SELECT count(*) FROM leases").await, [0]);
    let (entries, broken) = site.backend.audit().log("harbour").await.unwrap();
    assert_eq!(broken, None);
    let failed = |entry: &&earshot_backend::AuditEntry| entry.action == "export.failed";
    assert_eq!(entries.iter().find(failed).unwrap().subject, id.to_string());
}

/// Begins an export, breaks something under it, and sees that the file breaks off.
async fn breaks_after(site: &Site, person: &Person, fault: impl AsyncFnOnce()) -> ExportId {
    let export = site.export(person, "sort=oldest").await.unwrap();
    let id = export.export_id;
    fault().await;
    let (text, broken) = read_export(export).await;
    assert!(broken.is_some(), "{} lines look like a whole file", text.lines().count());
    let written: Vec<String> = parse_csv(&text).iter().map(|record| record[8].clone()).collect();
    assert_eq!(written, (1..).take(written.len()).map(call_summary).collect::<Vec<_>>());
    assert!(written.len() < 20);
    id
}

async fn a_database_error_breaks_the_file(site: &Site) {
    let admin = prepared(site).await;
    let id = breaks_after(site, &admin, async || {
        site.sql("ALTER TABLE one_line_transcripts RENAME TO away").await;
    })
    .await;
    assert_failed(site, &admin, id).await;
}

async fn a_sealed_value_that_does_not_open_breaks_the_file(site: &Site) {
    let admin = prepared(site).await;
    let id = breaks_after(site, &admin, async || {
        site.sql("UPDATE calls SET caller_encrypted = caller_hash WHERE summary = 'c012'").await;
    })
    .await;
    assert_failed(site, &admin, id).await;
}

async fn signing_out_breaks_the_file(site: &Site) {
    let admin = prepared(site).await;
    let id = breaks_after(site, &admin, async || {
        site.backend.access().sign_out(&admin.viewer).await.unwrap();
    })
    .await;
    assert_failed(site, &admin, id).await;
}

async fn an_expired_session_breaks_the_file(site: &Site) {
    for column in ["last_seen_at", "created_at"] {
        let admin = prepared(site).await;
        let expires = format!("UPDATE sessions SET {column} = 0");
        let id = breaks_after(site, &admin, async || {
            site.sql(&expires).await;
        })
        .await;
        let progress = site.export_progress(&admin, id).await;
        assert_eq!(progress.state, ExportState::Failed, "{column}");
        site.sql("DELETE FROM calls").await;
    }
}

async fn a_disabled_account_breaks_the_file(site: &Site) {
    let admin = prepared(site).await;
    let id = breaks_after(site, &admin, async || {
        site.sql("UPDATE users SET disabled_at = 1").await;
    })
    .await;
    assert_failed(site, &admin, id).await;
}

async fn an_end_that_cannot_be_stored_breaks_the_file(site: &Site) {
    let admin = prepared(site).await;
    let export = site.export(&admin, "sort=oldest").await.unwrap();
    site.sql("ALTER TABLE audit_events RENAME TO away").await;
    let (_, broken) = read_export(export).await;
    assert!(broken.is_some(), "a file whose end is on no record looks whole");
    site.sql("ALTER TABLE away RENAME TO audit_events").await;
}

async fn a_fault_before_the_first_byte_is_a_refusal(site: &Site) {
    let admin = prepared(site).await;
    site.sql("ALTER TABLE one_line_transcripts RENAME TO away").await;
    assert!(site.export(&admin, "").await.is_err());
    wait_until("the lease is freed", Duration::from_secs(1), async || {
        site.numbers("SELECT count(*) FROM leases").await == [0]
    })
    .await;
    let history = site.streamed_exports(&admin).await;
    assert_eq!(history[0].progress.state, ExportState::Failed);
}
