//! Acts and their events: neither without the other.

use earshot_domain::{ActivityQuery, AuditAction, ExportState};
use earshot_testkit::calls;

use crate::harness::{Site, records};

crate::on_both_databases!(
    what_cannot_be_recorded_does_not_happen,
    an_export_is_recorded_at_its_begin_its_first_byte_and_its_end,
    the_end_of_an_export_is_recorded_after_a_crash,
);

async fn what_cannot_be_recorded_does_not_happen(site: &Site) {
    let admin = site.admin().await;
    let access = site.backend.access();
    site.sql("ALTER TABLE audit_events RENAME TO away").await;
    let state = "SELECT (SELECT count(*) FROM sessions) + 10 * (SELECT count(*) FROM users) \
                 + 100 * (SELECT count(*) FROM projects) \
                 + 1000 * (SELECT count(*) FROM tenants WHERE staff_playback)";
    let before = site.numbers(state).await;
    assert!(access.set_staff_playback(&admin.viewer, true).await.is_err());
    assert!(access.sign_out(&admin.viewer).await.is_err());
    assert!(access.sign_out_everywhere(&admin.viewer).await.is_err());
    assert!(site.backend.tenants().add_project("harbour", "annexe", "Annexe").await.is_err());
    assert!(access.activity(&admin.viewer, ActivityQuery::default()).await.is_err());
    assert_eq!(site.numbers(state).await, before);
    site.sql("ALTER TABLE away RENAME TO audit_events").await;
    access.set_staff_playback(&admin.viewer, true).await.unwrap();
    assert_ne!(site.numbers(state).await, before);
}

/// Actions of the log on one subject, and their details.
async fn of(site: &Site, subject: &str) -> Vec<(String, serde_json::Value)> {
    let (entries, broken) = site.backend.audit().log("harbour").await.unwrap();
    assert_eq!(broken, None);
    let entries = entries.into_iter().filter(|entry| entry.subject == subject);
    entries.map(|entry| (entry.action, serde_json::from_str(&entry.detail).unwrap())).collect()
}

async fn an_export_is_recorded_at_its_begin_its_first_byte_and_its_end(site: &Site) {
    let admin = site.admin().await;
    site.ingest(calls(5)).await;
    for batches in [false, true] {
        if batches {
            site.one_call_a_batch().await;
        }
        let export = site.export(&admin, "sort=oldest").await.unwrap();
        let id = export.export_id.to_string();
        assert_eq!(of(site, &id).await[0].1["matched"], 5);
        assert_eq!(records(export).await.len(), 5);
        let recorded = of(site, &id).await;
        let actions: Vec<&str> = recorded.iter().map(|(action, _)| action.as_str()).collect();
        assert_eq!(actions, ["export.started", "export.sending", "export.completed"]);
        assert_eq!(recorded[2].1["written"], 5);
    }
}

async fn the_end_of_an_export_is_recorded_after_a_crash(site: &Site) {
    let admin = site.admin().await;
    site.ingest(calls(3)).await;
    let export = site.export(&admin, "").await.unwrap();
    let id = export.export_id;
    records(export).await;
    // As a process leaves it that is killed: running, some calls recorded as written, no lease renewed.
    site.sql("UPDATE exports SET state = 'running', written = 2, finished_at = NULL").await;
    site.backend.worker().unwrap().run_due().await.unwrap();
    assert_eq!(site.export_progress(&admin, id).await.state, ExportState::Failed);
    let recorded = of(site, &id.to_string()).await;
    let (action, detail) = recorded.last().unwrap();
    assert_eq!(action, AuditAction::ExportFailed.as_str());
    assert_eq!((&detail["written"], &detail["matched"]), (&2.into(), &3.into()));
    site.backend.worker().unwrap().run_due().await.unwrap();
    assert_eq!(of(site, &id.to_string()).await.len(), recorded.len(), "once");
}
