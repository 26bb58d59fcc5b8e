//! Activity: who sees which events and details, filters, pages, and that opening it is recorded.

use earshot_domain::{ActivityEvent, ActivityPage, ActivityQuery, ProblemCode, Role};
use earshot_testkit::calls;
use jiff::SignedDuration;

use crate::harness::{Person, Site, records, refusal};

crate::on_both_databases!(
    opening_activity_is_recorded_once,
    staff_and_others_see_nothing,
    filters_select_events,
    pages_continue_without_gaps_and_repeats,
    restricted_details_are_for_admins,
    what_cannot_be_recorded_is_not_shown,
);

async fn page(site: &Site, person: &Person, query: &str) -> ActivityPage {
    let query = ActivityQuery::parse(query);
    site.backend.access().activity(&person.viewer, query).await.unwrap()
}

fn actions(page: &ActivityPage) -> Vec<&str> {
    page.events.iter().map(|event| event.action.as_str()).collect()
}

fn value<'a>(event: &'a ActivityEvent, label: &str) -> Option<&'a str> {
    let fact = event.facts.iter().find(|fact| fact.label == label);
    fact.unwrap_or_else(|| panic!("{label}: {event:?}")).value.as_deref()
}

async fn opening_activity_is_recorded_once(site: &Site) {
    let admin = site.admin().await;
    for round in 0..60 {
        site.backend.access().set_staff_playback(&admin.viewer, round % 2 == 0).await.unwrap();
    }
    let opened = page(site, &admin, "").await;
    assert_eq!((actions(&opened)[0], opened.events.len()), ("audit.opened", 50));
    let next = opened.next.unwrap();
    let before = site.numbers("SELECT count(*) FROM audit_events").await;
    let more = page(site, &admin, &format!("before={next}")).await;
    assert!(!more.events.is_empty() && more.next.is_none());
    assert_eq!(site.numbers("SELECT count(*) FROM audit_events").await, before);
}

async fn staff_and_others_see_nothing(site: &Site) {
    let staff = site.person("harbour", Role::ClientStaff, &["front-desk"]).await;
    let query = ActivityQuery::default;
    let refused = site.backend.access().activity(&staff.viewer, query()).await;
    assert_eq!(refusal(refused), ProblemCode::NotFound);
    let rival = site.person("rival", Role::ClientAdmin, &["lobby"]).await;
    for event in page(site, &rival, "").await.events {
        assert!(!event.actor.contains("harbour"), "{event:?}");
    }
}

async fn filters_select_events(site: &Site) {
    let admin = site.admin().await;
    let manager = site.person("harbour", Role::ClientManager, &["front-desk"]).await;
    site.ingest(calls(2)).await;
    records(site.export(&manager, "").await.unwrap()).await;
    site.clock.advance(SignedDuration::from_hours(48));
    site.backend.access().set_staff_playback(&admin.viewer, true).await.unwrap();
    let found = page(site, &admin, "area=settings").await;
    assert!(actions(&found).contains(&"tenant.changed"), "{found:?}");
    assert!(found.events.iter().all(|event| event.area.as_str() == "settings"));
    let who = form_urlencoded::Serializer::new(String::new())
        .append_pair("actor", &manager.email)
        .append_pair("area", "exports")
        .finish();
    let exports = page(site, &admin, &who).await;
    assert_eq!(actions(&exports), ["export.completed", "export.sending", "export.started"]);
    assert!(exports.actors.contains(&manager.email) && exports.actors.contains(&admin.email));
    let of_one = format!("subject={}", exports.events[0].subject);
    assert_eq!(actions(&page(site, &admin, &of_one).await).len(), 3);
    let today = site.clock.now().to_string()[..10].to_owned();
    let recent = page(site, &admin, &format!("from={today}&action=tenant.changed")).await;
    assert_eq!(actions(&recent), ["tenant.changed"]);
    let past = page(site, &admin, &format!("from={today}&action=export.started")).await;
    assert!(past.events.is_empty());
    assert!(page(site, &admin, "outcome=refused").await.events.is_empty());
    let wrong = page(site, &admin, "area=kitchen&from=x").await;
    assert_eq!((wrong.events.len(), wrong.query.errors.len()), (0, 2));
}

async fn pages_continue_without_gaps_and_repeats(site: &Site) {
    let admin = site.admin().await;
    for round in 0..130 {
        site.backend.access().set_staff_playback(&admin.viewer, round % 2 == 0).await.unwrap();
    }
    let mut seen = Vec::new();
    let mut before = String::new();
    loop {
        let page = page(site, &admin, &format!("action=tenant.changed{before}")).await;
        seen.extend(page.events.iter().map(|event| event.seq));
        // What happens meanwhile stands before the pages.
        site.backend.access().set_staff_playback(&admin.viewer, true).await.unwrap();
        let Some(next) = page.next else { break };
        before = format!("&before={next}");
    }
    assert_eq!(seen.len(), 130);
    assert!(seen.is_sorted_by(|a, b| a > b), "{seen:?}");
}

async fn restricted_details_are_for_admins(site: &Site) {
    let admin = site.admin().await;
    let manager = site.person("harbour", Role::ClientManager, &["front-desk"]).await;
    site.ingest(calls(3)).await;
    let caller = "caller=%2B442079400002&include_caller_full=on&reason_code=other\
                  &justification=A%20complaint";
    let begun = site.backend.exports();
    let form = crate::harness::export_form(caller);
    records(begun.begin(&admin.viewer, form).await.unwrap()).await;
    let started = |page: ActivityPage| page.events.into_iter().next().unwrap();
    let seen = started(page(site, &admin, "action=export.started").await);
    assert!(value(&seen, "Sealed details").unwrap().contains("442079400002"), "{seen:?}");
    assert_eq!(value(&seen, "justification"), Some("A complaint"));
    let hidden = started(page(site, &manager, "action=export.started").await);
    assert_eq!(value(&hidden, "Sealed details"), None);
    assert_eq!(value(&hidden, "justification"), None);
    assert!(!format!("{hidden:?}").contains("442079400002"));
    assert!(!format!("{hidden:?}").contains("A complaint"));
    let signed_in = page(site, &admin, "action=session.signed_in").await;
    assert!(value(&signed_in.events[0], "Source address").is_some());
    let signed_in = page(site, &manager, "action=session.signed_in").await;
    assert_eq!(value(&signed_in.events[0], "Source address"), None);
}

async fn what_cannot_be_recorded_is_not_shown(site: &Site) {
    let admin = site.admin().await;
    site.sql("ALTER TABLE audit_events RENAME TO away").await;
    let refused = site.backend.access().activity(&admin.viewer, ActivityQuery::default()).await;
    assert_eq!(refusal(refused), ProblemCode::Internal);
    site.sql("ALTER TABLE away RENAME TO audit_events").await;
    assert_eq!(actions(&page(site, &admin, "").await)[0], "audit.opened");
}
