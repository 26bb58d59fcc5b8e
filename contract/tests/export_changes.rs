//! Changes to calls, roles and projects during an export, which apply from its next batch.

use earshot_domain::{ExportProgress, ExportState, Role};
use earshot_testkit::{call_summary, calls};

use crate::harness::{Person, Site, records};

crate::on_both_databases!(
    deleted_calls_are_counted_as_omitted,
    a_role_taken_away_masks_from_the_next_batch,
    a_project_taken_away_leaves_the_rest_omitted,
    updated_calls_are_neither_repeated_nor_lost,
);

/// Calls that may be on their way to the reader when something changes: the queue, the batch
/// that waits for it, and the one read ahead.
const AHEAD: usize = 5;

async fn prepared(site: &Site, role: Role) -> Person {
    site.ingest(calls(20)).await;
    site.one_call_a_batch().await;
    site.person("harbour", role, &["front-desk"]).await
}

async fn ended(site: &Site, person: &Person, id: earshot_domain::ExportId) -> ExportProgress {
    let progress = site.export_progress(person, id).await;
    assert_eq!(progress.state, ExportState::Completed);
    assert_eq!(progress.written + progress.omitted, progress.matched);
    progress
}

/// Case 18 (docs/threats.md#case-18): calls that are gone.
async fn deleted_calls_are_counted_as_omitted(site: &Site) {
    let admin = prepared(site, Role::ClientAdmin).await;
    let export = site.export(&admin, "sort=oldest").await.unwrap();
    let id = export.export_id;
    site.sql("DELETE FROM calls WHERE summary IN ('c008', 'c015', 'c020')").await;
    let file = records(export).await;
    let written: Vec<&str> = file.iter().map(|record| record[8].as_str()).collect();
    let left = (1..=20).filter(|n| ![8, 15, 20].contains(n)).map(call_summary);
    assert_eq!(written, left.collect::<Vec<_>>());
    let progress = ended(site, &admin, id).await;
    assert_eq!((progress.matched, progress.written, progress.omitted), (20, 17, 3));
}

/// Case 4 (docs/threats.md#case-4): a role that ends during an export.
async fn a_role_taken_away_masks_from_the_next_batch(site: &Site) {
    let wanted = "sort=oldest&include_caller_full=on&reason_code=other&justification=asked";
    for (role, after) in [("client_manager", "****00"), ("client_staff", "[REDACTED]")] {
        let admin = if role == "client_manager" {
            prepared(site, Role::ClientAdmin).await
        } else {
            site.admin().await
        };
        let export = site.export(&admin, wanted).await.unwrap();
        site.sql(&format!("UPDATE users SET role = '{role}' WHERE email = '{}'", admin.email))
            .await;
        let file = records(export).await;
        assert_eq!((file.len(), file[0][5].as_str()), (20, "'+442079400001"));
        for record in &file[AHEAD..] {
            assert!(record[5].starts_with(after), "{role}: {}", record[5]);
        }
    }
}

async fn a_project_taken_away_leaves_the_rest_omitted(site: &Site) {
    let admin = prepared(site, Role::ClientAdmin).await;
    let export = site.export(&admin, "sort=oldest").await.unwrap();
    let id = export.export_id;
    site.sql("DELETE FROM user_projects").await;
    let file = records(export).await;
    assert!((1..=AHEAD).contains(&file.len()), "{} calls", file.len());
    assert_eq!(ended(site, &admin, id).await.written, file.len() as u64);
}

/// Case 18 (docs/threats.md#case-18): calls that change.
async fn updated_calls_are_neither_repeated_nor_lost(site: &Site) {
    let admin = prepared(site, Role::ClientAdmin).await;
    let export = site.export(&admin, "sort=oldest").await.unwrap();
    site.sql("UPDATE calls SET agent = 'Ines', status = 'failed'").await;
    let file = records(export).await;
    let written: Vec<&str> = file.iter().map(|record| record[8].as_str()).collect();
    assert_eq!(written, (1..=20).map(call_summary).collect::<Vec<_>>());
}
