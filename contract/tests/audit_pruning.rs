//! Pruning of the audit log: only after a year, only behind a signed head, and still verifiable.

use earshot_testkit::calls;
use jiff::SignedDuration;

use crate::harness::Site;

crate::on_both_databases!(
    old_events_are_pruned_and_the_log_still_verifies,
    events_are_kept_for_a_year,
    a_pruning_that_was_not_stated_is_found,
    a_deletion_needs_a_statement_the_leaf_and_a_head,
);

async fn two_years(site: &Site) -> String {
    site.admin().await;
    site.clock.advance(SignedDuration::from_hours(24 * 500));
    site.admin().await;
    site.ingest(calls(1)).await;
    (site.clock.now() - SignedDuration::from_hours(24 * 400)).to_string()[..10].to_owned()
}

async fn old_events_are_pruned_and_the_log_still_verifies(site: &Site) {
    let audit = site.backend.audit();
    let before = two_years(site).await;
    let old = audit.head("harbour").await.unwrap();
    let kept = audit.log("harbour").await.unwrap().0;
    let pruned = audit.prune("harbour", &before).await.unwrap();
    assert!(pruned.deleted > 0 && pruned.deleted < kept.len() as u64);
    let verified = audit.verify("harbour", &[old.note]).await.unwrap();
    assert_eq!(verified.finding, None);
    assert_eq!(verified.pruned, pruned.through);
    assert_eq!(verified.events, i64::try_from(kept.len()).unwrap() + 1, "the pruning is an event");
    let (left, broken) = audit.log("harbour").await.unwrap();
    assert_eq!((left[0].seq, broken), (pruned.through + 1, None));
    assert_eq!(left.last().unwrap().action, "audit.pruned");
    assert_eq!(left[..left.len() - 1], kept[usize::try_from(pruned.deleted).unwrap()..]);
    // Again, there is nothing to do, and the log goes on.
    assert_eq!(audit.prune("harbour", &before).await.unwrap().deleted, 0);
    site.admin().await;
    assert_eq!(audit.verify("harbour", &[]).await.unwrap().finding, None);
    // What was pruned cannot be exchanged.
    site.drop_audit_triggers().await;
    site.sql(
        "UPDATE audit_pruned_leaves SET leaf_hash = (SELECT o.leaf_hash FROM audit_pruned_leaves o \
         WHERE o.seq = 2) WHERE seq = 1",
    )
    .await;
    let finding = audit.verify("harbour", &[]).await.unwrap().finding.unwrap();
    assert_eq!(finding.first, 1, "{finding}");
}

async fn events_are_kept_for_a_year(site: &Site) {
    two_years(site).await;
    let day = |days: i64| {
        (site.clock.now() - SignedDuration::from_hours(24 * days)).to_string()[..10].to_owned()
    };
    for before in [day(0), day(363), "2025-02-30".to_owned(), "soon".to_owned()] {
        let refused = site.backend.audit().prune("harbour", &before).await.unwrap_err();
        assert!(refused.problem().detail.contains("before"), "{before}: {refused}");
    }
    assert_eq!(site.numbers("SELECT count(*) FROM audit_pruned_leaves").await, [0]);
    // The database refuses it too.
    let now = site.clock.now().as_millisecond();
    let statement = format!(
        "INSERT INTO audit_prunings (tenant_id, through_seq, before_at, pruned_at, hash) \
         SELECT tenant_id, 1, {now}, {now}, hash FROM audit_events WHERE seq = 1"
    );
    assert!(site.try_sql(&statement).await.is_err());
}

async fn a_pruning_that_was_not_stated_is_found(site: &Site) {
    let before = two_years(site).await;
    let audit = site.backend.audit();
    audit.prune("harbour", &before).await.unwrap();
    let log = audit.log("harbour").await.unwrap().0;
    site.drop_audit_triggers().await;
    let last = log.last().unwrap().seq;
    site.sql(&format!(
        "DELETE FROM audit_events WHERE seq = {last}; \
         UPDATE tenants SET audit_seq = audit_seq - 1, audit_head = (SELECT hash FROM audit_events e \
         WHERE e.tenant_id = id ORDER BY seq DESC LIMIT 1) WHERE slug = 'harbour'"
    ))
    .await;
    let finding = audit.verify("harbour", &[]).await.unwrap().finding.unwrap();
    assert_eq!(finding.first, 1, "{finding}");
}

async fn a_deletion_needs_a_statement_the_leaf_and_a_head(site: &Site) {
    two_years(site).await;
    let now = site.clock.now().as_millisecond();
    let before = now - 400 * 86_400_000;
    let delete = "DELETE FROM audit_events WHERE seq = 1 \
                  AND tenant_id = (SELECT id FROM tenants WHERE slug = 'harbour')";
    let refused = async || site.try_sql(delete).await.is_err();
    assert!(refused().await, "without anything");
    site.sql(&format!(
        "INSERT INTO audit_prunings (tenant_id, through_seq, before_at, pruned_at, hash) \
         SELECT tenant_id, 1, {before}, {now}, hash FROM audit_events WHERE seq = 1"
    ))
    .await;
    assert!(refused().await, "without the leaf and a head");
    site.sql(
        "INSERT INTO audit_pruned_leaves (tenant_id, seq, leaf_hash) \
         SELECT tenant_id, seq, hash FROM audit_events WHERE seq = 1",
    )
    .await;
    assert!(refused().await, "without a head");
    site.sql(
        "INSERT INTO audit_heads (tenant_id, size, at, note) \
         SELECT tenant_id, 1, 1, 'x' FROM audit_events WHERE seq = 1",
    )
    .await;
    assert_eq!(site.sql(delete).await, 1);
}
