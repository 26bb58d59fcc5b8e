//! Contacts: who was on the other side of calls, as far as the viewer's projects know.

use earshot_backend::readers::IncomingCall;
use earshot_domain::{Contact, ContactQuery, ContactsPage, Customer, Direction, ProblemCode, Role};
use earshot_testkit::{call, caller_number, calls};

use crate::harness::{Person, Site, refusal};

crate::on_both_databases!(
    calls_of_a_number_are_one_contact,
    the_other_side_of_an_outbound_call_is_the_callee,
    what_a_source_did_not_verify_identifies_nobody,
    contacts_are_found_by_name_number_and_address,
    only_calls_of_the_viewers_projects_count,
    contacts_do_not_exist_for_staff,
    contacts_are_paged_by_their_latest_call,
    a_call_that_comes_again_stays_with_its_contact,
    deleted_calls_leave_no_contact,
    values_are_sealed,
);

pub async fn fill(site: &Site) {
    site.backend.worker().unwrap().run_due().await.unwrap();
}

pub async fn search(site: &Site, who: &Person, q: &str) -> ContactsPage {
    let query = ContactQuery { q: q.to_owned(), cursor: None };
    site.backend.calls().contacts(&who.viewer, &query).await.unwrap()
}

/// Labels and numbers of calls of all contacts, in order.
pub async fn listed(site: &Site, who: &Person) -> Vec<(String, u64)> {
    let page = search(site, who, "").await;
    page.contacts.iter().map(|contact| (contact.label().to_owned(), contact.calls)).collect()
}

async fn found(site: &Site, who: &Person, q: &str) -> Vec<String> {
    let page = search(site, who, q).await;
    assert_eq!(page.errors, [], "{q}");
    page.contacts.iter().map(|contact| contact.label().to_owned()).collect()
}

pub fn values(contact: &Contact) -> Vec<&str> {
    contact.identities.iter().map(|identity| identity.value.as_str()).collect()
}

/// The n-th call with these people.
pub fn call_of(n: u32, caller: Option<&str>, customer: Option<Customer>) -> IncomingCall {
    IncomingCall { caller: caller.map(str::to_owned), customer, ..call(n) }
}

pub fn customer(name: &str, email: &str, verified: bool) -> Customer {
    Customer {
        name: Some(name.to_owned()),
        email: Some(email.to_owned()),
        identity_verified: Some(verified),
        ..Customer::default()
    }
}

async fn calls_of_a_number_are_one_contact(site: &Site) {
    let admin = site.admin().await;
    let usual = ["+44 20 7946 0160", "+442079460160", "+44 (20) 7946-0160"];
    let calls = (1..).zip(usual).map(|(n, number)| call_of(n, Some(number), None));
    site.ingest(calls.collect()).await;
    site.ingest(vec![call(4), call_of(5, None, None), call_of(6, Some("anonymous"), None)]).await;
    assert!(search(site, &admin, "").await.incomplete, "a job adds them");
    fill(site).await;
    let page = search(site, &admin, "").await;
    assert!(!page.incomplete);
    let [later, number] = <[_; 2]>::try_from(page.contacts).unwrap();
    assert_eq!((values(&later), later.calls), (vec!["+442079400004"], 1));
    assert_eq!((values(&number), number.calls), (vec![usual[0]], 3));
    assert_eq!(number.last_call.time, "10:03");
    let page = site.backend.calls().contact(&admin.viewer, number.id, None).await.unwrap();
    let summaries: Vec<_> = page.calls.iter().map(|call| call.row.summary.as_deref()).collect();
    assert_eq!(summaries, [Some("c003"), Some("c002"), Some("c001")]);
    assert_eq!(page.calls[0].project.slug.as_str(), "front-desk");
    fill(site).await;
    assert_eq!(listed(site, &admin).await.len(), 2, "a second run changes nothing");
}

async fn the_other_side_of_an_outbound_call_is_the_callee(site: &Site) {
    let admin = site.admin().await;
    let number = Some("+442079460111".to_owned());
    let outbound = |n| IncomingCall {
        direction: Direction::Outbound,
        caller: Some("+442079460100".to_owned()),
        callee: number.clone(),
        ..call(n)
    };
    let internal = IncomingCall { direction: Direction::Internal, ..call(3) };
    let inbound = IncomingCall { caller: number.clone(), ..call(4) };
    site.ingest(vec![outbound(1), outbound(2), internal, inbound]).await;
    fill(site).await;
    assert_eq!(listed(site, &admin).await, [("+442079460111".to_owned(), 3)]);
    let id = search(site, &admin, "").await.contacts[0].id;
    let page = site.backend.calls().contact(&admin.viewer, id, None).await.unwrap();
    assert!(page.calls.iter().all(|call| call.row.caller.label() == "+442079460111"));
}

async fn what_a_source_did_not_verify_identifies_nobody(site: &Site) {
    let admin = site.admin().await;
    site.ingest(vec![
        call_of(1, None, Some(customer("Ann Marlow", "ann@example.com", false))),
        call_of(2, Some("+442079460002"), Some(customer("Ben Oduya", "ben@example.com", false))),
        call_of(3, None, Some(customer("Cho Lin", "Cho@Example.com", true))),
        call_of(4, None, Some(customer("Cho Lin-Park", "cho@example.com", true))),
    ])
    .await;
    fill(site).await;
    let expected = [("Cho Lin-Park".to_owned(), 2), ("+442079460002".to_owned(), 1)];
    assert_eq!(listed(site, &admin).await, expected);
    for q in ["Marlow", "ann@example.com", "Oduya", "ben@example.com"] {
        assert_eq!(found(site, &admin, q).await, [""; 0], "{q}");
    }
}

async fn contacts_are_found_by_name_number_and_address(site: &Site) {
    let admin = site.admin().await;
    site.ingest(vec![
        call_of(1, Some("+442079460001"), Some(customer("Zoë Marlow", "zoe@example.com", true))),
        call_of(2, Some("+12025550199"), None),
        call(3),
    ])
    .await;
    fill(site).await;
    for q in ["+44 20 7946 0001", "020 7946 0001", "0001", "460001", "79460001"] {
        assert_eq!(found(site, &admin, q).await, ["Zoë Marlow"], "{q}");
    }
    for q in ["zoe marlow", "MARLOW", "mar", "Zoë", "marl zoe"] {
        // The number and the address are two contacts until somebody joins them.
        assert_eq!(found(site, &admin, q).await, ["Zoë Marlow"; 2], "{q}");
    }
    assert_eq!(found(site, &admin, " Zoe@Example.com").await, ["Zoë Marlow"]);
    for q in ["arlow", "marlowe", "zoe smith", "0002", "zoe@example.org"] {
        assert_eq!(found(site, &admin, q).await, [""; 0], "{q}");
    }
    for wrong in ["12", "--", &"x".repeat(201)] {
        let page = search(site, &admin, wrong).await;
        assert_eq!(page.errors[0].field, "q", "{wrong}");
        assert_eq!(page.contacts, [], "{wrong}");
    }
}

async fn only_calls_of_the_viewers_projects_count(site: &Site) {
    let (front, both) = (
        site.admin().await,
        site.person("harbour", Role::ClientManager, &["front-desk", "after-hours"]).await,
    );
    let rival = site.person("rival", Role::ClientAdmin, &["lobby"]).await;
    let number = Some("+442079460001");
    site.ingest(vec![call_of(1, number, None)]).await;
    let late = site.project_ingest("harbour", "after-hours").await;
    late.ingest(vec![
        call_of(2, number, Some(customer("Ann Marlow", "ann@example.com", true))),
        call_of(3, Some("+442079460003"), None),
    ])
    .await
    .unwrap();
    fill(site).await;
    assert_eq!(listed(site, &front).await, [("+442079460001".to_owned(), 1)]);
    assert_eq!(listed(site, &rival).await, []);
    let all = search(site, &both, "").await.contacts;
    assert_eq!(all.len(), 3);
    let (address, other) = (
        search(site, &both, "ann@example.com").await.contacts.remove(0),
        search(site, &both, "0003").await.contacts.remove(0),
    );
    for q in ["Marlow", "ann@example.com", "0003"] {
        assert_eq!(found(site, &front, q).await, [""; 0], "{q}");
    }
    for (who, id) in [(&front, address.id), (&front, other.id), (&rival, address.id)] {
        let page = site.backend.calls().contact(&who.viewer, id, None).await;
        assert_eq!(refusal(page), ProblemCode::NotFound);
    }
    // Joined where both are known, the contact still shows the other project what it knew before.
    let number = search(site, &both, "0001").await.contacts.remove(0);
    let identity = address.identities[0].id;
    site.backend.calls().merge_contact(&both.viewer, number.id, identity).await.unwrap();
    assert_eq!(listed(site, &front).await, [("+442079460001".to_owned(), 1)]);
    let page = site.backend.calls().contact(&front.viewer, number.id, None).await.unwrap();
    assert_eq!((values(&page.contact), page.calls.len()), (vec!["+442079460001"], 1));
    assert_eq!(found(site, &front, "ann@example.com").await, [""; 0]);
}

async fn contacts_do_not_exist_for_staff(site: &Site) {
    let (admin, staff) =
        (site.admin().await, site.person("harbour", Role::ClientStaff, &["front-desk"]).await);
    site.ingest(calls(1)).await;
    fill(site).await;
    let contact = search(site, &admin, "").await.contacts.remove(0);
    let calls = site.backend.calls();
    let list = calls.contacts(&staff.viewer, &ContactQuery::default()).await;
    assert_eq!(refusal(list), ProblemCode::NotFound);
    let page = calls.contact(&staff.viewer, contact.id, None).await;
    assert_eq!(refusal(page), ProblemCode::NotFound);
    let identity = contact.identities[0].id;
    let split = calls.split_contact(&staff.viewer, contact.id, identity).await;
    assert_eq!(refusal(split), ProblemCode::NotFound);
}

async fn contacts_are_paged_by_their_latest_call(site: &Site) {
    let admin = site.admin().await;
    // 60 contacts of three calls each, and one with 60 calls, the latest of all.
    let rounds = (0..3).flat_map(|round| {
        (1..=60).map(move |n| call_of(round * 60 + n, Some(&caller_number(n)), None))
    });
    let busy = (181..=240).map(|n| call_of(n, Some("+442079460999"), None));
    site.ingest(rounds.chain(busy).collect()).await;
    fill(site).await;
    let (mut query, mut labels) = (ContactQuery::default(), Vec::new());
    loop {
        let page = site.backend.calls().contacts(&admin.viewer, &query).await.unwrap();
        labels.extend(page.contacts.iter().map(|it| (it.label().to_owned(), it.calls)));
        assert!(page.contacts.len() == 50 || page.next.is_none());
        let Some(next) = page.next else { break };
        query.cursor = Some(next);
    }
    let mut expected = vec![("+442079460999".to_owned(), 60)];
    expected.extend((1..=60).rev().map(|n| (caller_number(n), 3)));
    assert_eq!(labels, expected);
    let id = search(site, &admin, "0999").await.contacts[0].id;
    let first = site.backend.calls().contact(&admin.viewer, id, None).await.unwrap();
    let older = first.older.unwrap();
    let second = site.backend.calls().contact(&admin.viewer, id, Some(&older)).await.unwrap();
    assert_eq!((first.calls.len(), second.calls.len()), (50, 10));
    assert!(second.continued && second.older.is_none());
    assert_eq!(second.calls[9].row.summary.as_deref(), Some("c181"));
    query.cursor = Some("nonsense".to_owned());
    let page = site.backend.calls().contacts(&admin.viewer, &query).await.unwrap();
    assert_eq!(page.errors[0].field, "cursor");
}

async fn a_call_that_comes_again_stays_with_its_contact(site: &Site) {
    let admin = site.admin().await;
    let mut begun = call_of(1, Some("+442079460001"), None);
    begun.summary = None;
    site.ingest(vec![begun.clone()]).await;
    fill(site).await;
    let first = search(site, &admin, "").await.contacts.remove(0);
    let ended = IncomingCall {
        summary: Some("c001".to_owned()),
        customer: Some(customer("Ann Marlow", "ann@example.com", true)),
        source_record: b"{\"n\":1,\"ended\":true}".to_vec(),
        ..begun
    };
    site.ingest(vec![ended]).await;
    fill(site).await;
    let again = search(site, &admin, "0001").await.contacts.remove(0);
    assert_eq!((again.id, again.calls, again.label()), (first.id, 1, "Ann Marlow"));
}

async fn deleted_calls_leave_no_contact(site: &Site) {
    let admin = site.admin().await;
    site.ingest(calls(2)).await;
    fill(site).await;
    site.sql("DELETE FROM calls WHERE ingest_seq = 2").await;
    assert_eq!(listed(site, &admin).await, [(caller_number(1), 1)]);
    // The next hourly housekeeping.
    site.clock.advance(jiff::SignedDuration::from_hours(2));
    fill(site).await;
    assert_eq!(site.numbers("SELECT count(*) FROM contact_identities").await, [1]);
    assert!(!search(site, &admin, "").await.incomplete);
    site.ingest(vec![call(3)]).await;
    site.sql("DELETE FROM calls WHERE ingest_seq = 3").await;
    fill(site).await;
    assert!(!search(site, &admin, "").await.incomplete, "a gap is no work that waits");
}

async fn values_are_sealed(site: &Site) {
    site.ingest(vec![call_of(
        1,
        Some("+442079460001"),
        Some(customer("Ann Marlow", "ann@x.example", true)),
    )])
    .await;
    fill(site).await;
    assert_eq!(site.numbers("SELECT count(*) FROM contact_identities").await, [2]);
    let Some(folder) = site.data_folder() else { return };
    for entry in std::fs::read_dir(folder).unwrap() {
        let bytes = std::fs::read(entry.unwrap().path()).unwrap();
        for text in ["2079460001", "Marlow", "marlow", "ann@x.example"] {
            assert!(!bytes.windows(text.len()).any(|part| part == text.as_bytes()), "{text}");
        }
    }
}
