//! Audiences: calls outside a person's do not exist for them, whichever way they ask.
//! Rule: docs/compatibility.md#askvault-audiences.

use earshot_backend::{Db, readers::IncomingCall};
use earshot_domain::{
    CallDetails, CallId, ExportRequest, ProblemCode, RecordingAction, ReviewChange, Role,
};
use earshot_testkit::call;
use uuid::Uuid;

use crate::{
    contacts::{call_of, fill, listed, search},
    export_jobs::{csv_request, files, run_due, start},
    harness::{Person, Site, parse_csv, records, refusal, summaries},
};

crate::on_both_databases!(
    lists_counts_and_choices_hold_visible_calls,
    a_call_of_another_audience_is_not_found,
    exports_hold_visible_calls,
    a_limit_applies_to_an_export_from_its_next_batch,
    contacts_are_those_of_visible_calls,
    calls_are_assigned_to_people_who_see_them,
    a_client_admin_sees_every_audience,
    a_limit_is_replaced_and_ended,
    calls_stored_before_have_their_audience,
);

const AUDIENCES: [Option<&str>; 5] =
    [Some("internal"), Some("beta"), None, Some("Beta"), Some(" ")];

fn meant_for(n: u32, audience: Option<&str>) -> IncomingCall {
    let audience = audience.map(str::to_owned);
    let details = CallDetails { audience, ..CallDetails::default() };
    IncomingCall { details, agent: Some(format!("Agent {n}")), ..call(n) }
}

/// Ingests a call of each audience.
async fn ingest(site: &Site) {
    site.ingest((1..).zip(AUDIENCES).map(|(n, audience)| meant_for(n, audience)).collect()).await;
}

async fn limit(site: &Site, person: &mut Person, audiences: Option<&[&str]>) {
    let names: Option<Vec<String>> =
        audiences.map(|names| names.iter().map(|name| (*name).to_owned()).collect());
    site.backend.tenants().set_audiences(&person.email, names.as_deref()).await.unwrap();
    person.viewer = site.backend.access().viewer(&person.token).await.unwrap().unwrap();
}

/// A person of `front-desk` who is limited to the audience `beta`.
async fn limited(site: &Site, role: Role) -> Person {
    let mut person = site.person("harbour", role, &["front-desk"]).await;
    limit(site, &mut person, Some(&["beta"])).await;
    person
}

/// The ids of the calls, oldest first.
async fn ids(site: &Site) -> Vec<CallId> {
    let admin = site.admin().await;
    site.list(&admin, "sort=oldest").await.rows.iter().map(|row| row.id).collect()
}

async fn lists_counts_and_choices_hold_visible_calls(site: &Site) {
    ingest(site).await;
    for role in [Role::ClientManager, Role::ClientStaff] {
        let person = limited(site, role).await;
        let page = site.list(&person, "sort=oldest").await;
        assert_eq!(summaries(&page), ["c002", "c003", "c005"], "{role}");
        assert_eq!(page.matched, 3);
        assert_eq!(page.choices.agents, ["Agent 2", "Agent 3", "Agent 5"]);
        for query in ["q=c001", "agent=Agent%201", "agent=Agent%204"] {
            assert_eq!(site.list(&person, query).await.matched, 0, "{query}");
        }
    }
}

async fn a_call_of_another_audience_is_not_found(site: &Site) {
    ingest(site).await;
    let ids = ids(site).await;
    let unknown = CallId::new(Uuid::from_u128(7));
    for role in [Role::ClientManager, Role::ClientStaff] {
        let person = limited(site, role).await;
        let viewer = &person.viewer;
        for id in [ids[0], ids[3], unknown] {
            let missing = ProblemCode::NotFound;
            assert_eq!(refusal(site.backend.reviews().open(viewer, id).await), missing);
            let note = ReviewChange::Note { text: "seen".to_owned() };
            assert_eq!(refusal(site.backend.reviews().change(viewer, id, note).await), missing);
            for action in [RecordingAction::Play, RecordingAction::Download] {
                let granted = site.backend.recordings().grant(viewer, id, action).await;
                assert_eq!(refusal(granted), missing);
            }
        }
        for id in [ids[1], ids[2], ids[4]] {
            assert!(site.backend.reviews().open(viewer, id).await.is_ok());
            let grant = site.backend.recordings().grant(viewer, id, RecordingAction::Play).await;
            assert_eq!(refusal(grant), ProblemCode::RecordingBlocked, "there is no recording");
        }
    }
}

async fn exports_hold_visible_calls(site: &Site) {
    ingest(site).await;
    let (ids, person) = (ids(site).await, limited(site, Role::ClientManager).await);
    let export = site.export(&person, "sort=oldest").await.unwrap();
    let rows: Vec<String> = records(export).await.into_iter().map(|row| row[6].clone()).collect();
    assert_eq!(rows, ["Agent 2", "Agent 3", "Agent 5"]);
    let chosen = ExportRequest { calls: ids, ..csv_request("sort=oldest") };
    for request in [csv_request("sort=oldest"), chosen] {
        let id = start(&site.backend, &person, &request).await;
        run_due(&site.backend).await;
        let file = String::from_utf8(files(&site.backend, &person, id).await.concat()).unwrap();
        let agents: Vec<_> = parse_csv(&file).iter().map(|record| record[6].clone()).collect();
        assert_eq!(agents, ["Agent 2", "Agent 3", "Agent 5"]);
    }
}

async fn a_limit_applies_to_an_export_from_its_next_batch(site: &Site) {
    site.ingest((1..=20).map(|n| meant_for(n, Some("internal"))).collect()).await;
    site.one_call_a_batch().await;
    let mut person = site.person("harbour", Role::ClientManager, &["front-desk"]).await;
    let export = site.export(&person, "sort=oldest").await.unwrap();
    let id = export.export_id;
    limit(site, &mut person, Some(&["beta"])).await;
    let written = records(export).await.len() as u64;
    assert!((1..=5).contains(&written), "{written} calls");
    let progress = site.export_progress(&person, id).await;
    assert_eq!((progress.written, progress.omitted), (written, 20 - written));
}

async fn contacts_are_those_of_visible_calls(site: &Site) {
    let [hidden, both] = ["+442079460001", "+442079460002"];
    let of = |n, number, audience: &str| {
        let details = meant_for(n, Some(audience)).details;
        IncomingCall { details, ..call_of(n, Some(number), None) }
    };
    site.ingest(vec![of(1, hidden, "internal"), of(2, both, "beta"), of(3, both, "internal")])
        .await;
    fill(site).await;
    let (admin, person) = (site.admin().await, limited(site, Role::ClientManager).await);
    assert_eq!(listed(site, &admin).await.len(), 2);
    assert_eq!(listed(site, &person).await, [(both.to_owned(), 1)]);
    assert_eq!(search(site, &person, hidden).await.contacts, []);
    let known = search(site, &admin, hidden).await.contacts.remove(0);
    let found = site.backend.calls().contact(&person.viewer, known.id, None).await;
    assert_eq!(refusal(found), ProblemCode::NotFound);
    let contact = search(site, &person, both).await.contacts.remove(0);
    let page = site.backend.calls().contact(&person.viewer, contact.id, None).await.unwrap();
    let calls: Vec<_> = page.calls.iter().map(|call| call.row.summary.as_deref()).collect();
    assert_eq!(calls, [Some("c002")]);
}

async fn calls_are_assigned_to_people_who_see_them(site: &Site) {
    ingest(site).await;
    let (ids, person) = (ids(site).await, limited(site, Role::ClientManager).await);
    let admin = site.admin().await;
    for (id, sees) in [(ids[0], false), (ids[1], true), (ids[2], true)] {
        let assignee = person.email.clone();
        let people = site.backend.reviews().open(&admin.viewer, id).await.unwrap().follow_up.people;
        assert_eq!(people.iter().any(|other| other.email == assignee), sees);
        let change = ReviewChange::Assign { assignee };
        let assigned = site.backend.reviews().change(&admin.viewer, id, change).await;
        assert_eq!(assigned.is_ok(), sees);
    }
}

async fn a_client_admin_sees_every_audience(site: &Site) {
    ingest(site).await;
    let mut admin = site.admin().await;
    let names = ["beta".to_owned()];
    let refused = site.backend.tenants().set_audiences(&admin.email, Some(&names)).await;
    assert_eq!(refusal(refused), ProblemCode::InvalidValue);
    // As if she had been limited before she became Client Admin.
    site.sql(&format!("UPDATE users SET audiences = '[]' WHERE email = '{}'", admin.email)).await;
    admin.viewer = site.backend.access().viewer(&admin.token).await.unwrap().unwrap();
    assert_eq!(site.list(&admin, "").await.matched, 5);
    let nobody = site.backend.tenants().set_audiences("nobody@harbour.example", None).await;
    assert_eq!(refusal(nobody), ProblemCode::InvalidValue);
}

async fn a_limit_is_replaced_and_ended(site: &Site) {
    ingest(site).await;
    let mut person = limited(site, Role::ClientStaff).await;
    limit(site, &mut person, Some(&["internal", "Beta"])).await;
    let page = site.list(&person, "sort=oldest").await;
    assert_eq!(summaries(&page), ["c001", "c003", "c004", "c005"]);
    let users = site.backend.tenants().users("harbour").await.unwrap();
    let user = users.into_iter().find(|user| user.email == person.email).unwrap();
    assert_eq!(user.audiences, Some(vec!["internal".to_owned(), "Beta".to_owned()]));
    limit(site, &mut person, None).await;
    assert_eq!(site.list(&person, "").await.matched, 5);
    let (log, broken) = site.backend.audit().log("harbour").await.unwrap();
    assert!(broken.is_none());
    assert_eq!(log.iter().filter(|entry| entry.action == "user.changed").count(), 3);
}

/// The audience of each call, oldest first.
async fn stored(site: &Site) -> Vec<String> {
    let mut audiences = Vec::new();
    for n in 1..=8 {
        let select =
            format!("SELECT COALESCE(audience, '-') FROM calls WHERE source_id = 'call-{n}'");
        audiences.push(site.text(&select).await);
    }
    audiences
}

async fn calls_stored_before_have_their_audience(site: &Site) {
    ingest(site).await;
    let long = "x".repeat(300);
    let others = [(6, "a\0b"), (7, &long), (8, "ask ann@example.com")];
    site.ingest(others.map(|(n, audience)| meant_for(n, Some(audience))).into()).await;
    let expected =
        ["internal", "beta", "-", "Beta", "-", "a\u{fffd}b", &long[..200], "ask [EMAIL]"];
    assert_eq!(stored(site).await, expected);
    site.sql(
        "DROP INDEX calls_by_start; DROP INDEX calls_by_agent; DROP INDEX calls_by_outcome; \
         ALTER TABLE calls DROP COLUMN audience; ALTER TABLE users DROP COLUMN audiences; \
         CREATE INDEX calls_by_start ON calls (started_at); \
         CREATE INDEX calls_by_agent ON calls (agent); \
         CREATE INDEX calls_by_outcome ON calls (outcome)",
    )
    .await;
    site.sql(match &site.db {
        Db::Sqlite { .. } => include_str!("../../backend/migrations/sqlite/0017_audiences.sql"),
        Db::Postgres(_) => include_str!("../../backend/migrations/postgres/0017_audiences.sql"),
    })
    .await;
    assert_eq!(stored(site).await, expected);
}
