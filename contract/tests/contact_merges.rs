//! Joining of contacts that are the same: suggested, accepted, dismissed and taken back.

use earshot_domain::ProblemCode;

use crate::{
    contacts::{call_of, customer, fill, listed, search, values},
    harness::{Site, refusal},
};

crate::on_both_databases!(
    a_call_with_a_number_and_an_address_suggests_to_join_them,
    a_dismissed_suggestion_does_not_return,
    a_joined_contact_can_be_separated,
);

const NUMBER: &str = "+442079460001";

async fn ingest(site: &Site) {
    site.ingest(vec![
        call_of(1, Some(NUMBER), None),
        call_of(2, Some(NUMBER), Some(customer("Ann Marlow", "ann@example.com", true))),
        call_of(3, None, Some(customer("Ann Marlow", "ann@example.com", true))),
    ])
    .await;
    fill(site).await;
}

async fn audited(site: &Site, action: &str) -> usize {
    let (log, broken) = site.backend.audit().log("harbour").await.unwrap();
    assert!(broken.is_none());
    log.iter().filter(|entry| entry.action == action).count()
}

async fn a_call_with_a_number_and_an_address_suggests_to_join_them(site: &Site) {
    let (admin, calls) = (site.admin().await, site.backend.calls());
    ingest(site).await;
    let number = search(site, &admin, NUMBER).await.contacts.remove(0);
    let address = search(site, &admin, "ann@example.com").await.contacts.remove(0);
    let page = calls.contact(&admin.viewer, number.id, None).await.unwrap();
    let [suggested] = <[_; 1]>::try_from(page.suggestions).unwrap();
    assert_eq!((suggested.own.value.as_str(), suggested.calls), (NUMBER, 1));
    assert_eq!(suggested.other.value, "ann@example.com");
    assert_eq!(suggested.contact_id, address.id);
    let wrong = calls.merge_contact(&admin.viewer, number.id, suggested.own.id).await;
    assert_eq!(refusal(wrong), ProblemCode::NotFound);
    calls.merge_contact(&admin.viewer, number.id, suggested.other.id).await.unwrap();
    assert_eq!(listed(site, &admin).await, [("Ann Marlow".to_owned(), 3)]);
    let page = calls.contact(&admin.viewer, number.id, None).await.unwrap();
    assert_eq!(values(&page.contact), [NUMBER, "ann@example.com"]);
    assert_eq!((page.calls.len(), page.suggestions.len()), (3, 0));
    let joined = calls.contact(&admin.viewer, address.id, None).await.unwrap();
    assert_eq!(joined.contact.id, number.id, "a joined contact leads to the one that it joined");
    assert_eq!(audited(site, "contact.merged").await, 1);
    site.ingest(vec![call_of(4, None, Some(customer("Ann Marlow", "ann@example.com", true)))])
        .await;
    fill(site).await;
    assert_eq!(listed(site, &admin).await, [("Ann Marlow".to_owned(), 4)]);
}

async fn a_dismissed_suggestion_does_not_return(site: &Site) {
    let (admin, calls) = (site.admin().await, site.backend.calls());
    ingest(site).await;
    let number = search(site, &admin, NUMBER).await.contacts.remove(0);
    let address = search(site, &admin, "ann@example.com").await.contacts.remove(0);
    let other = address.identities[0].id;
    calls.dismiss_merge(&admin.viewer, number.id, other).await.unwrap();
    for id in [number.id, address.id] {
        let page = calls.contact(&admin.viewer, id, None).await.unwrap();
        assert_eq!(page.suggestions, []);
    }
    let refused = calls.merge_contact(&admin.viewer, number.id, other).await;
    assert_eq!(refusal(refused), ProblemCode::NotFound);
    assert_eq!(audited(site, "contact.merge_dismissed").await, 1);
    assert_eq!(listed(site, &admin).await.len(), 2);
}

async fn a_joined_contact_can_be_separated(site: &Site) {
    let (admin, calls) = (site.admin().await, site.backend.calls());
    ingest(site).await;
    let number = search(site, &admin, NUMBER).await.contacts.remove(0);
    let address = search(site, &admin, "ann@example.com").await.contacts.remove(0);
    let only = calls.split_contact(&admin.viewer, number.id, number.identities[0].id).await;
    assert_eq!(refusal(only), ProblemCode::Conflict);
    let foreign = calls.split_contact(&admin.viewer, number.id, address.identities[0].id).await;
    assert_eq!(refusal(foreign), ProblemCode::NotFound);
    calls.merge_contact(&admin.viewer, number.id, address.identities[0].id).await.unwrap();
    let split = calls.split_contact(&admin.viewer, number.id, number.identities[0].id).await;
    let page = calls.contact(&admin.viewer, split.unwrap(), None).await.unwrap();
    assert_eq!((values(&page.contact), page.contact.calls), (vec![NUMBER], 2));
    assert_eq!(page.suggestions.len(), 1, "they can be joined again");
    let rest = calls.contact(&admin.viewer, number.id, None).await.unwrap();
    assert_eq!((values(&rest.contact), rest.contact.calls), (vec!["ann@example.com"], 2));
    assert_eq!(audited(site, "contact.split").await, 1);
}
