//! Cursors of the list: forged ones are refused, and none widens the scope.

use earshot_domain::Role;
use earshot_testkit::{call, calls};

use crate::harness::{Person, Site, summaries};

crate::on_both_databases!(
    forged_and_truncated_cursors_are_refused,
    a_cursor_of_another_list_is_refused,
    a_cursor_of_another_tenant_is_refused,
    a_colleagues_cursor_shows_only_ones_own_calls,
);

async fn first_cursor(site: &Site, person: &Person, query: &str) -> String {
    site.list(person, query).await.next.unwrap()
}

async fn assert_refused(site: &Site, person: &Person, query: &str) {
    let page = site.list(person, query).await;
    let fields: Vec<&str> = page.errors.iter().map(|error| error.field.as_str()).collect();
    assert_eq!((fields, page.rows.len(), page.matched), (vec!["cursor"], 0, 0), "{query}");
}

/// Case 9 (docs/threats.md#case-9): forged cursors.
async fn forged_and_truncated_cursors_are_refused(site: &Site) {
    let admin = site.admin().await;
    site.ingest(calls(60)).await;
    let cursor = first_cursor(site, &admin, "").await;
    let mut turned = cursor.clone().into_bytes();
    turned[3] = if turned[3] == b'A' { b'B' } else { b'A' };
    let turned = String::from_utf8(turned).unwrap();
    let cut = &cursor[..cursor.len() - 4];
    for forged in ["x", "Zjk5OTk", "%00", "' OR 1=1 --", turned.as_str(), cut, &cursor[4..]] {
        assert_refused(site, &admin, &format!("cursor={forged}")).await;
    }
    let whole = site.list(&admin, &format!("cursor={cursor}")).await;
    assert_eq!(whole.rows.len(), 10);
}

async fn a_cursor_of_another_list_is_refused(site: &Site) {
    let admin = site.admin().await;
    site.ingest(calls(60)).await;
    let cursor = first_cursor(site, &admin, "").await;
    for other in ["sort=longest", "status=completed", "project_id=front-desk"] {
        assert_refused(site, &admin, &format!("{other}&cursor={cursor}")).await;
    }
}

/// Case 9 (docs/threats.md#case-9): foreign cursors.
async fn a_cursor_of_another_tenant_is_refused(site: &Site) {
    let admin = site.admin().await;
    let rival = site.person("rival", Role::ClientAdmin, &["lobby"]).await;
    site.ingest(calls(60)).await;
    site.project_ingest("rival", "lobby").await.ingest(calls(60)).await.unwrap();
    let cursor = first_cursor(site, &rival, "").await;
    assert_refused(site, &admin, &format!("cursor={cursor}")).await;
}

async fn a_colleagues_cursor_shows_only_ones_own_calls(site: &Site) {
    let admin = site.admin().await;
    let colleague = site.person("harbour", Role::ClientAdmin, &["after-hours"]).await;
    site.ingest(calls(60)).await;
    let late = site.project_ingest("harbour", "after-hours").await;
    late.ingest((101..=103).map(call).collect()).await.unwrap();
    let cursor = first_cursor(site, &admin, "sort=oldest").await;
    let page = site.list(&colleague, &format!("sort=oldest&cursor={cursor}")).await;
    assert_eq!(summaries(&page), ["c101", "c102", "c103"]);
}
