//! The audit log: its events, and detection of changes to it.

use earshot_backend::{AuditEntry, ImportCounts};
use earshot_domain::{AuditAction, ProblemCode, Role};
use earshot_testkit::calls;

use crate::harness::{Site, export_form, records, refusal};

crate::on_both_databases!(
    an_unchanged_log_is_valid,
    a_changed_entry_is_named,
    a_removed_entry_is_named,
    removed_last_entries_are_noticed,
    events_at_once_keep_one_chain,
    an_export_is_audited_before_its_first_byte,
    an_export_that_cannot_be_audited_does_not_begin,
    a_refused_option_is_audited,
    searched_numbers_are_sealed_in_the_log,
);

async fn log(site: &Site) -> Vec<AuditEntry> {
    let (entries, broken) = site.backend.audit().log("harbour").await.unwrap();
    assert_eq!(broken, None);
    entries
}

async fn actions(site: &Site) -> Vec<AuditAction> {
    log(site).await.iter().map(|entry| entry.action.parse().unwrap()).collect()
}

async fn eventful(site: &Site) {
    let admin = site.admin().await;
    site.ingest(calls(3)).await;
    let counts = ImportCounts { taken: 3, ..ImportCounts::default() };
    site.project_ingest("harbour", "front-desk").await.note_import(counts).await.unwrap();
    records(site.export(&admin, "").await.unwrap()).await;
    site.backend.access().sign_out(&admin.viewer).await.unwrap();
}

async fn an_unchanged_log_is_valid(site: &Site) {
    use AuditAction as A;
    eventful(site).await;
    let expected = [
        A::TenantAdded,
        A::ProjectAdded,
        A::ProjectAdded,
        A::UserAdded,
        A::SignedIn,
        A::CallsImported,
        A::ExportStarted,
        A::ExportSending,
        A::ExportCompleted,
        A::SignedOut,
    ];
    assert_eq!(actions(site).await, expected);
}

async fn a_changed_entry_is_named(site: &Site) {
    eventful(site).await;
    site.drop_audit_triggers().await;
    for change in [
        "actor = 'somebody'",
        "action = 'export.failed'",
        "subject = 'x'",
        "at = at + 1",
        "detail = '{}'",
        "detail_encrypted = NULL",
        "previous_hash = hash",
        "hash = previous_hash",
        "mac = hash",
        "mac = NULL",
    ] {
        let kept = site.backend.audit().log("harbour").await.unwrap().0;
        site.sql("CREATE TABLE kept AS SELECT * FROM audit_events").await;
        site.sql(&format!("UPDATE audit_events SET {change} WHERE action = 'export.started'"))
            .await;
        let (changed, broken) = site.backend.audit().log("harbour").await.unwrap();
        assert_ne!(changed, kept, "{change} changes nothing");
        assert_eq!(broken, Some(7), "{change}");
        site.sql(
            "DELETE FROM audit_events; INSERT INTO audit_events SELECT * FROM kept; \
                  DROP TABLE kept",
        )
        .await;
        assert_eq!(log(site).await, kept);
    }
}

async fn a_removed_entry_is_named(site: &Site) {
    eventful(site).await;
    site.drop_audit_triggers().await;
    site.sql("DELETE FROM audit_events WHERE seq = 3").await;
    assert_eq!(site.backend.audit().log("harbour").await.unwrap().1, Some(3));
}

async fn events_at_once_keep_one_chain(site: &Site) {
    let replica = site.replica().await;
    let people = [site.admin().await, site.admin().await, site.admin().await, site.admin().await];
    let before = log(site).await.len();
    let signing_out = people.iter().zip([&site.backend, &replica].into_iter().cycle());
    let signing_out =
        signing_out.map(|(person, backend)| backend.access().sign_out(&person.viewer));
    for result in futures::future::join_all(signing_out).await {
        result.unwrap();
    }
    assert_eq!(log(site).await.len(), before + 4);
    replica.close().await;
}

async fn removed_last_entries_are_noticed(site: &Site) {
    eventful(site).await;
    site.drop_audit_triggers().await;
    site.sql("DELETE FROM audit_events WHERE seq > 6").await;
    let (entries, broken) = site.backend.audit().log("harbour").await.unwrap();
    assert_eq!((entries.len(), broken), (6, Some(7)));
    // The end of the log of another tenant is its own.
    assert_eq!(site.backend.audit().log("rival").await.unwrap().1, None);
    site.sql("DELETE FROM audit_events").await;
    let (entries, broken) = site.backend.audit().log("harbour").await.unwrap();
    assert_eq!((entries.len(), broken), (0, Some(1)));
}

async fn an_export_is_audited_before_its_first_byte(site: &Site) {
    let admin = site.admin().await;
    site.ingest(calls(3)).await;
    let export = site.export(&admin, "status=completed").await.unwrap();
    let started = log(site).await.into_iter().find(|entry| entry.action == "export.started");
    let started = started.unwrap();
    assert_eq!((started.actor, started.subject), (admin.email, export.export_id.to_string()));
    assert_eq!(records(export).await.len(), 3);
}

/// Case 24 (docs/threats.md#case-24): what cannot be recorded does not happen.
async fn an_export_that_cannot_be_audited_does_not_begin(site: &Site) {
    let admin = site.admin().await;
    site.ingest(calls(3)).await;
    site.sql("ALTER TABLE audit_events RENAME TO away").await;
    for _ in 0..12 {
        assert_eq!(refusal(site.export(&admin, "").await), ProblemCode::Internal);
    }
    site.sql("ALTER TABLE away RENAME TO audit_events").await;
    assert!(site.streamed_exports(&admin).await.is_empty());
    // Neither the lease nor the rate limit was used up by exports that never began.
    assert_eq!(records(site.export(&admin, "").await.unwrap()).await.len(), 3);
}

async fn a_refused_option_is_audited(site: &Site) {
    let manager = site.person("harbour", Role::ClientManager, &["front-desk"]).await;
    site.ingest(calls(3)).await;
    let wanted = export_form("include_caller_full=on&reason_code=other&justification=curious");
    let refused = site.backend.exports().begin(&manager.viewer, wanted).await;
    assert_eq!(refusal(refused), ProblemCode::OptionForbidden);
    let last = log(site).await.pop().unwrap();
    assert_eq!((last.action.as_str(), last.actor), ("export.refused", manager.email));
}

async fn searched_numbers_are_sealed_in_the_log(site: &Site) {
    let admin = site.admin().await;
    site.ingest(calls(3)).await;
    records(site.export(&admin, "caller=%2B442079400002").await.unwrap()).await;
    for entry in log(site).await {
        assert!(!format!("{entry:?}").contains("079400002"), "{}", entry.action);
    }
}
