//! Tags by which calls are found: as their sources and people set them, in every order of events.

use earshot_backend::{Db, readers::IncomingCall};
use earshot_domain::{CallDetails, CallId, ReviewChange};
use earshot_testkit::call;

use crate::harness::{Person, Site, summaries};

crate::on_both_databases!(
    people_add_and_remove_tags,
    tags_of_people_stand_when_a_call_is_extended,
    personal_data_in_a_tag_is_not_searched_for,
    tags_go_with_their_call,
    calls_stored_before_are_found_by_their_tags,
);

/// A call with tags.
pub fn tagged(n: u32, tags: &[&str]) -> IncomingCall {
    let tags = tags.iter().map(|tag| (*tag).to_owned()).collect();
    IncomingCall { details: CallDetails { tags, ..CallDetails::default() }, ..call(n) }
}

async fn found(site: &Site, admin: &Person, tag: &str) -> Vec<String> {
    let mut query = form_urlencoded::Serializer::new(String::from("sort=oldest&"));
    summaries(&site.list(admin, &query.append_pair("tag", tag).finish()).await)
}

async fn change(site: &Site, admin: &Person, id: CallId, tag: &str, add: bool) {
    let tag = tag.to_owned();
    let change = if add { ReviewChange::Tag { tag } } else { ReviewChange::Untag { tag } };
    site.backend.reviews().change(&admin.viewer, id, change).await.unwrap();
}

async fn people_add_and_remove_tags(site: &Site) {
    let admin = site.admin().await;
    site.ingest(vec![tagged(1, &["billing", "billing"]), tagged(2, &[])]).await;
    let rows = site.list(&admin, "sort=oldest").await.rows;
    change(site, &admin, rows[1].id, "billing", true).await;
    assert_eq!(found(site, &admin, "billing").await, ["c001", "c002"]);
    change(site, &admin, rows[0].id, "billing", false).await;
    assert_eq!(found(site, &admin, "billing").await, ["c002"]);
    change(site, &admin, rows[0].id, "billing", true).await;
    change(site, &admin, rows[1].id, "billing", false).await;
    assert_eq!(found(site, &admin, "billing").await, ["c001"]);
    assert!(found(site, &admin, "bill").await.is_empty(), "a tag is found by its whole text");
}

async fn tags_of_people_stand_when_a_call_is_extended(site: &Site) {
    let admin = site.admin().await;
    let running = IncomingCall { summary: None, ..tagged(1, &["first", "wrong"]) };
    site.ingest(vec![running]).await;
    let id = site.list(&admin, "").await.rows[0].id;
    change(site, &admin, id, "wrong", false).await;
    change(site, &admin, id, "mine", true).await;
    let ended = tagged(1, &["second", "wrong"]);
    site.ingest(vec![IncomingCall { source_record: b"{}".to_vec(), ..ended }]).await;
    for (tag, count) in [("first", 1), ("second", 1), ("wrong", 0), ("mine", 1)] {
        assert_eq!(site.list(&admin, &format!("tag={tag}")).await.matched, count, "{tag}");
    }
    let review = site.backend.reviews().open(&admin.viewer, id).await.unwrap();
    assert_eq!(review.tags, ["first", "second", "mine"]);
}

async fn personal_data_in_a_tag_is_not_searched_for(site: &Site) {
    let admin = site.admin().await;
    site.ingest(vec![tagged(1, &["ask ann@example.com", &"x".repeat(201)])]).await;
    assert!(found(site, &admin, "ask ann@example.com").await.is_empty());
    assert_eq!(found(site, &admin, "ask [EMAIL]").await, ["c001"]);
    assert_eq!(site.numbers("SELECT count(*) FROM call_tags").await, [1]);
}

async fn tags_go_with_their_call(site: &Site) {
    site.ingest(vec![tagged(1, &["billing"]), tagged(2, &["billing"])]).await;
    site.sql("DELETE FROM calls WHERE source_id = 'call-1'").await;
    assert_eq!(site.numbers("SELECT count(*) FROM call_tags").await, [1]);
}

async fn calls_stored_before_are_found_by_their_tags(site: &Site) {
    let admin = site.admin().await;
    let long = "x".repeat(201);
    site.ingest(vec![
        tagged(1, &["billing", "sales", "billing"]),
        tagged(2, &["billing", &long]),
        tagged(3, &[]),
    ])
    .await;
    let rows = site.list(&admin, "sort=oldest").await.rows;
    change(site, &admin, rows[0].id, "sales", false).await;
    change(site, &admin, rows[1].id, "vip", true).await;
    change(site, &admin, rows[1].id, "vip", false).await;
    change(site, &admin, rows[1].id, "vip", true).await;
    change(site, &admin, rows[2].id, "vip", true).await;
    change(site, &admin, rows[2].id, "vip", false).await;
    site.sql("DROP TABLE call_tags").await;
    site.sql(match &site.db {
        Db::Sqlite { .. } => include_str!("../../backend/migrations/sqlite/0012_call_tags.sql"),
        Db::Postgres(_) => include_str!("../../backend/migrations/postgres/0012_call_tags.sql"),
    })
    .await;
    assert_eq!(found(site, &admin, "billing").await, ["c001", "c002"]);
    assert!(found(site, &admin, "sales").await.is_empty());
    assert_eq!(found(site, &admin, "vip").await, ["c002"]);
    assert_eq!(site.numbers("SELECT count(*) FROM call_tags").await, [3]);
}
