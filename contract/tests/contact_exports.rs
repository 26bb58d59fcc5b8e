//! Exports of a contact's calls: whose they are, what their files say, and what joining changes.
//! Rule: docs/compatibility.md#askvault-contact.

use earshot_domain::{
    CallDetails, ContactId, ContactSelection, ExportId, ExportRequest, ExportState, ProblemCode,
    Role,
};
use earshot_testkit::{call, ingest_calls};
use serde_json::Value;

use crate::{
    contacts::{call_of, customer, fill, search},
    export_jobs::{csv_request, files, job, run_due, start},
    harness::{Person, Site, parse_csv, refusal},
};

crate::on_both_databases!(
    a_contacts_export_holds_its_calls_alone,
    it_holds_calls_of_the_requesters_projects_and_audiences,
    it_keeps_its_calls_when_contacts_are_joined_or_separated,
    a_joined_contact_is_exported_again_as_the_one_it_joined,
    contacts_cannot_be_exported_by_those_who_do_not_see_them,
    more_calls_than_can_be_ticked_are_exported,
);

const NUMBER: &str = "+442079460001";
const OTHER: &str = "+442079460002";

fn request_of(contact: ContactId) -> ExportRequest {
    let contact = Some(ContactSelection::new(contact));
    ExportRequest { contact, ..csv_request("sort=oldest") }
}

async fn contact(site: &Site, who: &Person, q: &str) -> ContactId {
    search(site, who, q).await.contacts.first().unwrap().id
}

/// Summaries of the calls in an export's files.
async fn exported(site: &Site, who: &Person, id: ExportId) -> Vec<String> {
    run_due(&site.backend).await;
    let done = job(&site.backend, who, id).await;
    assert_eq!(done.state, ExportState::Completed, "{:?}", done.reason);
    let files = files(&site.backend, who, id).await;
    let text = String::from_utf8(files.concat()).unwrap();
    parse_csv(&text).into_iter().map(|row| row[8].clone()).collect()
}

async fn manifest(site: &Site, who: &Person, id: ExportId) -> Value {
    let manifest = site.backend.exports().job_manifest(&who.viewer, id).await.unwrap();
    serde_json::from_slice(&manifest.read(&who.viewer).await.unwrap()).unwrap()
}

async fn a_contacts_export_holds_its_calls_alone(site: &Site) {
    let admin = site.admin().await;
    let ann = || Some(customer("Ann Marlow", "ann@example.com", true));
    site.ingest(vec![
        call_of(1, Some(NUMBER), None),
        call_of(2, Some(OTHER), None),
        call_of(3, Some("+44 20 7946 0001"), ann()),
    ])
    .await;
    fill(site).await;
    let id = contact(site, &admin, NUMBER).await;
    let request = request_of(id);
    assert_eq!(site.backend.exports().count(&admin.viewer, &request).await.unwrap(), 2);
    let export = start(&site.backend, &admin, &request).await;
    assert_eq!(exported(site, &admin, export).await, ["c001", "c003"]);
    let done = job(&site.backend, &admin, export).await;
    assert_eq!((done.contact.as_deref(), done.matched), (Some("Ann Marlow"), 2));
    assert!(done.again.contains(&format!("contact={id}")), "{}", done.again);
    let words = manifest(site, &admin, export).await["filter"]["words"].clone();
    assert_eq!(words, "Calls of contact ****0001, Order: Oldest");
    let narrowed = ExportRequest {
        filter: earshot_domain::CallFilter::parse_query("q=c003").filter,
        ..request_of(id)
    };
    let export = start(&site.backend, &admin, &narrowed).await;
    assert_eq!(exported(site, &admin, export).await, ["c003"]);
}

async fn it_holds_calls_of_the_requesters_projects_and_audiences(site: &Site) {
    let mut limited = site.person("harbour", Role::ClientManager, &["front-desk"]).await;
    let audience = |n, audience: &str| {
        let details = CallDetails { audience: Some(audience.to_owned()), ..CallDetails::default() };
        earshot_backend::readers::IncomingCall { details, ..call_of(n, Some(NUMBER), None) }
    };
    site.ingest(vec![audience(1, "beta"), audience(2, "internal")]).await;
    let elsewhere = vec![call_of(3, Some(NUMBER), None)];
    ingest_calls(&site.backend, "harbour", "after-hours", elsewhere).await;
    fill(site).await;
    site.backend.tenants().set_audiences(&limited.email, Some(&["beta".to_owned()])).await.unwrap();
    limited.viewer = site.backend.access().viewer(&limited.token).await.unwrap().unwrap();
    let wide = site.person("harbour", Role::ClientAdmin, &["front-desk", "after-hours"]).await;
    for (person, expected) in
        [(&limited, vec!["c001"]), (&site.admin().await, vec!["c001", "c002"])]
    {
        let id = contact(site, person, NUMBER).await;
        let export = start(&site.backend, person, &request_of(id)).await;
        assert_eq!(exported(site, person, export).await, expected);
    }
    let id = contact(site, &wide, NUMBER).await;
    let export = start(&site.backend, &wide, &request_of(id)).await;
    let mut all = exported(site, &wide, export).await;
    all.sort();
    assert_eq!(all, ["c001", "c002", "c003"]);
}

async fn joined(site: &Site, admin: &Person) -> (ContactId, ContactId) {
    let ann = || Some(customer("Ann Marlow", "ann@example.com", true));
    site.ingest(vec![
        call_of(1, Some(NUMBER), None),
        call_of(2, Some(NUMBER), ann()),
        call_of(3, None, ann()),
    ])
    .await;
    fill(site).await;
    (contact(site, admin, NUMBER).await, contact(site, admin, "ann@example.com").await)
}

async fn join(site: &Site, admin: &Person, number: ContactId, address: ContactId) {
    let calls = site.backend.calls();
    let page = calls.contact(&admin.viewer, address, None).await.unwrap();
    let other = page.contact.identities[0].id;
    calls.merge_contact(&admin.viewer, number, other).await.unwrap();
}

async fn it_keeps_its_calls_when_contacts_are_joined_or_separated(site: &Site) {
    let admin = site.admin().await;
    let (number, address) = joined(site, &admin).await;
    let before = start(&site.backend, &admin, &request_of(number)).await;
    join(site, &admin, number, address).await;
    assert_eq!(exported(site, &admin, before).await, ["c001", "c002"]);
    let whole = start(&site.backend, &admin, &request_of(number)).await;
    let calls = site.backend.calls();
    let page = calls.contact(&admin.viewer, number, None).await.unwrap();
    let address = page.contact.identities[1].id;
    calls.split_contact(&admin.viewer, number, address).await.unwrap();
    assert_eq!(exported(site, &admin, whole).await, ["c001", "c002", "c003"]);
}

async fn a_joined_contact_is_exported_again_as_the_one_it_joined(site: &Site) {
    let admin = site.admin().await;
    let (number, address) = joined(site, &admin).await;
    let before = start(&site.backend, &admin, &request_of(address)).await;
    assert_eq!(exported(site, &admin, before).await, ["c002", "c003"]);
    join(site, &admin, number, address).await;
    let label = job(&site.backend, &admin, before).await.contact;
    assert_eq!(label.as_deref(), Some("Ann Marlow"));
    let again = site.backend.exports().retry_job(&admin.viewer, before).await.unwrap();
    assert_eq!(exported(site, &admin, again.id).await, ["c001", "c002", "c003"]);
}

async fn contacts_cannot_be_exported_by_those_who_do_not_see_them(site: &Site) {
    let admin = site.admin().await;
    site.ingest(vec![call_of(1, Some(NUMBER), None)]).await;
    fill(site).await;
    let request = request_of(contact(site, &admin, NUMBER).await);
    let exports = site.backend.exports();
    let staff = site.person("harbour", Role::ClientStaff, &["front-desk"]).await;
    let refused = exports.start(&staff.viewer, &request, None).await;
    assert_eq!(refusal(refused), ProblemCode::OptionForbidden);
    for (tenant, project) in [("harbour", "after-hours"), ("rival", "lobby")] {
        let other = site.person(tenant, Role::ClientAdmin, &[project]).await;
        let refused = exports.start(&other.viewer, &request, None).await;
        assert_eq!(refusal(refused), ProblemCode::NotFound, "{tenant}");
        let uncounted = exports.count(&other.viewer, &request).await;
        assert_eq!(refusal(uncounted), ProblemCode::NotFound, "{tenant}");
    }
}

async fn more_calls_than_can_be_ticked_are_exported(site: &Site) {
    let admin = site.admin().await;
    let calls = (1..=230).map(|n| call_of(n, Some(NUMBER), None)).chain([call(231)]);
    site.ingest(calls.collect()).await;
    fill(site).await;
    let id = contact(site, &admin, NUMBER).await;
    let export = start(&site.backend, &admin, &request_of(id)).await;
    assert_eq!(exported(site, &admin, export).await.len(), 230);
}
