//! Signed heads of the audit log: what the database refuses, and what a head shows.

use earshot_backend::{AuditFault, HeadPlace};
use earshot_domain::Role;
use earshot_testkit::calls;
use jiff::SignedDuration;

use crate::{
    harness::{Site, records},
    webhook_receiver::Receiver,
    webhooks::{create_webhook_for, deliveries, send},
};

crate::on_both_databases!(
    the_database_refuses_changes,
    a_head_is_stored_and_grows_with_the_log,
    a_log_that_was_cut_or_written_anew_does_not_match_a_kept_head,
    a_changed_head_is_found,
    no_head_is_signed_for_a_changed_log,
    older_events_are_sealed_when_the_database_is_opened,
    heads_are_kept_elsewhere_twice_a_day,
    a_head_is_sent_to_webhooks_of_the_whole_tenant_once,
    a_head_of_another_log_is_refused,
);

async fn eventful(site: &Site) {
    let admin = site.admin().await;
    site.ingest(calls(3)).await;
    records(site.export(&admin, "").await.unwrap()).await;
    site.backend.access().sign_out(&admin.viewer).await.unwrap();
}

async fn finding(site: &Site, notes: &[String]) -> Option<(i64, i64, AuditFault)> {
    let verified = site.backend.audit().verify("harbour", notes).await.unwrap();
    verified.finding.map(|found| (found.first, found.last, found.fault))
}

async fn the_database_refuses_changes(site: &Site) {
    eventful(site).await;
    site.backend.audit().head("harbour").await.unwrap();
    let copy = "tenant_id, seq, at, actor, action, subject, detail, previous_hash, hash";
    for statement in [
        "UPDATE audit_events SET actor = 'x' WHERE seq = 2".to_owned(),
        "UPDATE audit_events SET seq = seq".to_owned(),
        "DELETE FROM audit_events WHERE seq = 2".to_owned(),
        "DELETE FROM audit_events".to_owned(),
        // Not the next event.
        format!(
            "INSERT INTO audit_events ({copy}) SELECT {} FROM audit_events WHERE seq = 2",
            copy.replace(" seq,", " 99,")
        ),
        "UPDATE audit_heads SET note = 'x'".to_owned(),
        "DELETE FROM audit_heads".to_owned(),
    ] {
        let refused = site.try_sql(&statement).await.unwrap_err().to_string();
        assert!(refused.contains("audit"), "{statement}: {refused}");
    }
    let replaced = match site.database_url() {
        None => format!(
            "INSERT OR REPLACE INTO audit_events ({copy}) SELECT {copy} \
                         FROM audit_events WHERE seq = 2"
        ),
        Some(_) => "TRUNCATE audit_events".to_owned(),
    };
    assert!(site.try_sql(&replaced).await.is_err(), "{replaced}");
    assert_eq!(finding(site, &[]).await, None);
}

async fn a_head_is_stored_and_grows_with_the_log(site: &Site) {
    let audit = site.backend.audit();
    eventful(site).await;
    let first = audit.head("harbour").await.unwrap();
    assert_eq!(audit.head("harbour").await.unwrap(), first, "the same log has the same head");
    eventful(site).await;
    let second = audit.head("harbour").await.unwrap();
    assert!(second.size > first.size);
    assert_eq!(finding(site, &[first.note.clone(), second.note.clone()]).await, None);
    let stored = site.numbers("SELECT size FROM audit_heads ORDER BY size").await;
    assert_eq!(stored, [first.size.cast_signed(), second.size.cast_signed()]);
    // The log of a new tenant has a head, and verifies with it, before and after its next event.
    site.backend.tenants().add("lagoon", "Lagoon", "UTC").await.unwrap();
    let new = audit.head("lagoon").await.unwrap();
    assert_eq!((new.size, audit.head("lagoon").await.unwrap()), (1, new.clone()));
    let whole = async || {
        let notes = [new.note.clone()];
        audit.verify("lagoon", &notes).await.unwrap().finding.is_none()
    };
    assert!(whole().await);
    site.backend.tenants().add_project("lagoon", "pier", "Pier").await.unwrap();
    assert!(whole().await);
}

async fn a_log_that_was_cut_or_written_anew_does_not_match_a_kept_head(site: &Site) {
    eventful(site).await;
    let kept = vec![site.backend.audit().head("harbour").await.unwrap()];
    let size = kept[0].size.cast_signed();
    let notes: Vec<String> = kept.into_iter().map(|head| head.note).collect();
    site.drop_audit_triggers().await;
    // Cut, with the end of the log and the stored heads set accordingly, as an old backup would be.
    site.sql(&format!(
        "DELETE FROM audit_heads; DELETE FROM audit_events WHERE seq > {}",
        size - 2
    ))
    .await;
    site.sql(
        "UPDATE tenants SET audit_seq = (SELECT MAX(seq) FROM audit_events e WHERE e.tenant_id = id), \
         audit_head = (SELECT hash FROM audit_events e WHERE e.tenant_id = id \
         ORDER BY seq DESC LIMIT 1) WHERE slug = 'harbour'",
    )
    .await;
    assert_eq!(finding(site, &[]).await, None, "nothing in the database shows it");
    assert_eq!(finding(site, &notes).await, Some((size - 1, size - 1, AuditFault::Missing)));
}

async fn a_changed_head_is_found(site: &Site) {
    eventful(site).await;
    let size = site.backend.audit().head("harbour").await.unwrap().size.cast_signed();
    site.drop_audit_triggers().await;
    site.sql("UPDATE audit_heads SET note = replace(note, 'earshot-audit/', 'earshot-audit/0')")
        .await;
    assert_eq!(finding(site, &[]).await, Some((size, size, AuditFault::HeadForged)));
}

async fn no_head_is_signed_for_a_changed_log(site: &Site) {
    eventful(site).await;
    site.drop_audit_triggers().await;
    site.sql("UPDATE audit_events SET detail = '{}' WHERE seq = 5 AND action <> '{}'").await;
    let refused = site.backend.audit().head("harbour").await.unwrap_err().to_string();
    assert!(refused.contains("event 5 was changed"), "{refused}");
    assert_eq!(site.numbers("SELECT count(*) FROM audit_heads").await, [0]);
}

async fn older_events_are_sealed_when_the_database_is_opened(site: &Site) {
    eventful(site).await;
    site.drop_audit_triggers().await;
    site.sql("UPDATE audit_events SET mac = NULL").await;
    let (_, _, fault) = finding(site, &[]).await.unwrap();
    assert_eq!(fault, AuditFault::Unproven);
    // The trigger that advances the end of the log is away, and the replica appends.
    let advance = match site.database_url() {
        Some(_) => "ALTER TABLE audit_events ENABLE TRIGGER audit_events_append".to_owned(),
        None => "CREATE TRIGGER audit_events_advance AFTER INSERT ON audit_events BEGIN \
                 UPDATE tenants SET audit_seq = NEW.seq, audit_head = NEW.hash \
                 WHERE id = NEW.tenant_id; END"
            .to_owned(),
    };
    site.sql(&advance).await;
    site.replica().await.close().await;
    assert_eq!(finding(site, &[]).await, None);
    let sealed = "SELECT count(*) FROM audit_events WHERE action = 'audit.sealed'";
    assert_eq!(site.numbers(sealed).await, [2], "one of each tenant");
    site.replica().await.close().await;
    assert_eq!(site.numbers(sealed).await, [2]);
}

async fn heads_are_kept_elsewhere_twice_a_day(site: &Site) {
    eventful(site).await;
    let folder = tempfile::tempdir().unwrap();
    let backend = site.replica().await.with_audit_heads(HeadPlace::folder(folder.path()).unwrap());
    let mut worker = backend.worker().unwrap();
    worker.run_due().await.unwrap();
    let names = || {
        let files = std::fs::read_dir(folder.path().join("harbour")).unwrap();
        let mut names: Vec<_> = files.map(|file| file.unwrap().file_name()).collect();
        names.sort();
        names
    };
    let first = names();
    assert_eq!(first.len(), 1);
    let note = std::fs::read_to_string(folder.path().join("harbour").join(&first[0])).unwrap();
    assert_eq!(finding(site, std::slice::from_ref(&note)).await, None);
    assert_eq!(backend.audit().head("harbour").await.unwrap().note, note);
    eventful(site).await;
    worker.run_due().await.unwrap();
    assert_eq!(names(), first, "not yet");
    site.clock.advance(SignedDuration::from_hours(13));
    worker.run_due().await.unwrap();
    assert_eq!(names().len(), 2);
    assert_eq!(names()[0], first[0]);
    backend.close().await;
}

async fn a_head_is_sent_to_webhooks_of_the_whole_tenant_once(site: &Site) {
    let receiver = Receiver::start().await;
    let projects = ["front-desk", "after-hours"];
    let admin = site.person("harbour", Role::ClientAdmin, &projects).await;
    let events = ["audit.head"];
    let all = create_webhook_for(site, &admin, &receiver.url, &events, &projects).await.unwrap();
    let some = create_webhook_for(site, &admin, &receiver.url, &events, &projects[..1]).await;
    let some = some.unwrap();
    for _ in 0..2 {
        send(site).await;
        site.clock.advance(SignedDuration::from_hours(13));
    }
    assert_eq!(deliveries(site, &admin, all.id).await.len(), 1, "nothing has changed");
    assert_eq!(deliveries(site, &admin, some.id).await.len(), 0);
    let body = site.text("SELECT body FROM webhook_deliveries").await;
    let message: serde_json::Value = serde_json::from_str(&body).unwrap();
    assert_eq!(message["type"], "audit.head");
    let note = message["data"]["head"].as_str().unwrap().to_owned();
    assert_eq!(finding(site, &[note]).await, None);
}

async fn a_head_of_another_log_is_refused(site: &Site) {
    let audit = site.backend.audit();
    let rival = audit.head("rival").await.unwrap().note;
    assert!(!audit.is_head_of("harbour", &rival).await.unwrap());
    assert!(audit.is_head_of("rival", &rival).await.unwrap());
    assert!(audit.verify("harbour", &["not a note".to_owned()]).await.is_err());
}
