//! Activity within a scope: events of calls and projects that are not one's own are for Client Admins.

use earshot_backend::ActivityFormat;
use earshot_domain::{ActivityQuery, CallId, ReviewChange, Role, UnlockScope};
use futures::TryStreamExt;

use crate::{
    harness::{Person, Site, records},
    unlocks::{consented, stored, unlock},
};

crate::on_both_databases!(
    events_of_other_projects_are_not_shown_to_managers,
    audiences_limit_events_of_calls,
    opening_sensitive_access_is_recorded_once,
    a_new_tenant_has_the_event_of_its_beginning,
);

/// The subjects and actions that a person sees, on the page and in its file alike.
async fn seen(site: &Site, person: &Person) -> Vec<(String, String)> {
    let query = ActivityQuery::default();
    let page = site.backend.access().activity(&person.viewer, query.clone()).await.unwrap();
    assert_eq!(page.next, None);
    let events = page.events.into_iter().map(|event| (event.action, event.subject));
    let events: Vec<_> = events.filter(|(action, _)| action != "audit.opened").collect();
    let exports = site.backend.exports();
    let file = exports.activity_file(&person.viewer, &query, ActivityFormat::Json).await.unwrap();
    let chunks: Vec<_> = file.try_collect().await.unwrap();
    let file: Vec<serde_json::Value> = serde_json::from_slice(&chunks.concat()).unwrap();
    let text = |event: &serde_json::Value, name: &str| event[name].as_str().unwrap().to_owned();
    let in_file = file.iter().map(|event| (text(event, "action"), text(event, "subject")));
    let in_file = in_file.filter(|(action, _)| !action.starts_with("audit."));
    let on_page = events.iter().filter(|(action, _)| !action.starts_with("audit.")).cloned();
    assert_eq!(in_file.collect::<Vec<_>>(), on_page.collect::<Vec<_>>());
    events
}

async fn noted(site: &Site, person: &Person, id: CallId) {
    let note = ReviewChange::Note { text: "ring".to_owned() };
    site.backend.reviews().change(&person.viewer, id, note).await.unwrap();
}

async fn events_of_other_projects_are_not_shown_to_managers(site: &Site) {
    let admin = site.admin().await;
    let own = site.person("harbour", Role::ClientManager, &["front-desk"]).await;
    let other = site.person("harbour", Role::ClientManager, &["after-hours"]).await;
    let nothing = site.person("harbour", Role::ClientManager, &[]).await;
    let id = stored(site, &admin, consented(1)).await;
    noted(site, &admin, id).await;
    unlock(site, &admin, id, UnlockScope::All).await.unwrap();
    let export = site.export(&admin, "").await.unwrap();
    let export_id = export.export_id;
    records(export).await;
    site.backend.access().set_staff_playback(&admin.viewer, true).await.unwrap();
    let access = site.backend.access();
    access.record_refusal(&other.viewer, "/calls", &id.to_string(), 404).await.unwrap();
    let has = |events: &[(String, String)], action: &str, subject: &str| {
        events.iter().any(|(a, s)| a == action && s == subject)
    };
    let (id, export_id) = (id.to_string(), export_id.to_string());
    let of_a_call = [
        ("review.changed", id.as_str()),
        ("unlock.requested", id.as_str()),
        ("export.started", export_id.as_str()),
        ("export.completed", export_id.as_str()),
    ];
    for person in [&admin, &own] {
        let events = seen(site, person).await;
        for (action, subject) in of_a_call {
            assert!(has(&events, action, subject), "{action}: {events:?}");
        }
    }
    for person in [&other, &nothing] {
        let events = seen(site, person).await;
        for (action, subject) in of_a_call {
            assert!(!has(&events, action, subject), "{action}: {events:?}");
        }
        assert!(has(&events, "tenant.changed", "harbour"), "{events:?}");
        assert!(events.iter().any(|(action, _)| action == "session.signed_in"));
        assert!(!has(&events, "project.added", "front-desk"), "{events:?}");
    }
    assert!(has(&seen(site, &other).await, "project.added", "after-hours"));
    assert!(!has(&seen(site, &own).await, "project.added", "after-hours"));
    // What they did themselves is theirs to see, whether the id exists or not.
    assert!(has(&seen(site, &other).await, "access.refused", &id));
    assert!(!has(&seen(site, &nothing).await, "access.refused", &id));
}

async fn audiences_limit_events_of_calls(site: &Site) {
    let admin = site.admin().await;
    let mut call = consented(1);
    call.details.audience = Some("board".to_owned());
    let id = stored(site, &admin, call).await;
    noted(site, &admin, id).await;
    let manager = site.person("harbour", Role::ClientManager, &["front-desk"]).await;
    let about = (String::from("review.changed"), id.to_string());
    assert!(seen(site, &manager).await.contains(&about));
    site.sql("UPDATE users SET audiences = '[\"staff\"]' WHERE role = 'client_manager'").await;
    let limited = site.sign_in(&manager.email).await;
    assert!(!seen(site, &limited).await.contains(&about));
}

async fn opening_sensitive_access_is_recorded_once(site: &Site) {
    let manager = site.person("harbour", Role::ClientManager, &["front-desk"]).await;
    let mut last = None;
    for n in 1..=51 {
        let id = stored(site, &manager, consented(n)).await;
        last = Some(unlock(site, &manager, id, UnlockScope::All).await.unwrap().id);
    }
    let custody = site.backend.custody();
    let page = custody.sensitive_access(&manager.viewer, None).await.unwrap();
    assert_eq!(page.accesses[0].id, last.unwrap());
    custody.sensitive_access(&manager.viewer, page.next).await.unwrap();
    let (log, broken) = site.backend.audit().log("harbour").await.unwrap();
    assert_eq!(broken, None);
    let opened = log.iter().filter(|entry| entry.action == "audit.sensitive_access_opened");
    let by: Vec<_> = opened.map(|entry| entry.actor.as_str()).collect();
    assert_eq!(by, [manager.email.as_str()]);
    // What cannot be recorded is not shown.
    site.sql("ALTER TABLE audit_events RENAME TO away").await;
    assert!(custody.sensitive_access(&manager.viewer, None).await.is_err());
    site.sql("ALTER TABLE away RENAME TO audit_events").await;
}

async fn a_new_tenant_has_the_event_of_its_beginning(site: &Site) {
    site.backend.tenants().add("lagoon", "Lagoon", "UTC").await.unwrap();
    let (log, broken) = site.backend.audit().log("lagoon").await.unwrap();
    assert_eq!(broken, None);
    let first = (log[0].action.as_str(), log[0].subject.as_str(), log[0].actor.as_str());
    assert_eq!((first, log.len()), (("tenant.added", "lagoon", "operator"), 1));
}
