//! Calls come in once each, whole or not at all.

use earshot_backend::{Ingested, import::IncomingCall};
use earshot_domain::Status;

use crate::{
    harness::{Site, names},
    incoming::{call, calls, name},
};

crate::on_both_databases!(
    a_second_import_changes_nothing,
    one_source_id_of_two_sources_is_two_calls,
    one_source_id_of_two_tenants_is_two_calls,
    a_batch_that_fails_stores_nothing,
    nul_characters_do_not_stop_an_import,
);

async fn a_second_import_changes_nothing(site: &Site) {
    let admin = site.admin().await;
    assert_eq!(site.take(calls(3)).await, [Ingested::Taken; 3]);
    let before = site.list(&admin, "").await;
    let changed = IncomingCall { status: Status::Failed, total_seconds: 9, ..call(2) };
    assert_eq!(site.take(vec![call(1), changed, call(3)]).await, [Ingested::Unchanged; 3]);
    assert_eq!(site.list(&admin, "").await, before);
    assert_eq!(site.numbers("SELECT ingest_seq FROM tenants WHERE slug = 'harbour'").await, [3]);
}

async fn one_source_id_of_two_sources_is_two_calls(site: &Site) {
    let other = IncomingCall { source: "other".to_owned(), ..call(1) };
    assert_eq!(site.take(vec![call(1), other]).await, [Ingested::Taken; 2]);
}

async fn one_source_id_of_two_tenants_is_two_calls(site: &Site) {
    site.take(calls(1)).await;
    let rival = site.way_in("rival", "lobby").await;
    assert_eq!(rival.ingest(calls(1)).await.unwrap(), [Ingested::Taken]);
}

async fn a_batch_that_fails_stores_nothing(site: &Site) {
    let admin = site.admin().await;
    site.sql("ALTER TABLE transcripts RENAME TO away").await;
    let way_in = site.way_in("harbour", "front-desk").await;
    assert!(way_in.ingest(calls(3)).await.is_err());
    site.sql("ALTER TABLE away RENAME TO transcripts").await;
    assert_eq!(site.list(&admin, "").await.matched, 0);
    assert_eq!(site.take(calls(3)).await, [Ingested::Taken; 3]);
}

async fn nul_characters_do_not_stop_an_import(site: &Site) {
    let admin = site.admin().await;
    let nul = |text: &str| Some(format!("{text}\0"));
    let odd = IncomingCall {
        caller: nul("+442079400001"),
        agent: nul("Marina"),
        end_reason: nul("hung up"),
        source_status: "done\0".to_owned(),
        summary: Some(format!("{}\0", name(1))),
        turns: crate::incoming::said(&["Good\0 morning", "\0"]),
        ..call(1)
    };
    assert_eq!(site.take(vec![odd]).await, [Ingested::Taken]);
    let page = site.list(&admin, "").await;
    assert!(names(&page)[0].starts_with(&name(1)));
    let review = site.backend.review(&admin.viewer, page.rows[0].id).await.unwrap();
    assert!(review.transcript.turns[0].text.starts_with("Good"));
}
