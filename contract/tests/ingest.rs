//! Ingest of calls: each stored once, completely or not at all.

use earshot_backend::{Ingested, readers::IncomingCall};
use earshot_domain::{Customer, Sentiment, Status, TranscriptState};
use earshot_testkit::{call, call_summary, calls};

use crate::harness::{Site, summaries};

crate::on_both_databases!(
    a_second_import_changes_nothing,
    one_source_id_of_two_sources_is_two_calls,
    one_source_id_of_two_tenants_is_two_calls,
    a_batch_that_fails_stores_nothing,
    nul_characters_do_not_stop_an_import,
    a_more_complete_call_replaces_the_stored_one,
    a_call_of_another_project_stays_where_it_is,
);

async fn a_second_import_changes_nothing(site: &Site) {
    let admin = site.admin().await;
    assert_eq!(site.ingest(calls(3)).await, [Ingested::Taken; 3]);
    let before = site.list(&admin, "").await;
    let changed = IncomingCall { status: Status::Failed, total_seconds: 9, ..call(2) };
    assert_eq!(site.ingest(vec![call(1), changed, call(3)]).await, [Ingested::Unchanged; 3]);
    assert_eq!(site.list(&admin, "").await, before);
    assert_eq!(site.numbers("SELECT ingest_seq FROM tenants WHERE slug = 'harbour'").await, [3]);
}

async fn one_source_id_of_two_sources_is_two_calls(site: &Site) {
    let other = IncomingCall { source: "other".to_owned(), ..call(1) };
    assert_eq!(site.ingest(vec![call(1), other]).await, [Ingested::Taken; 2]);
}

async fn one_source_id_of_two_tenants_is_two_calls(site: &Site) {
    site.ingest(calls(1)).await;
    let rival = site.project_ingest("rival", "lobby").await;
    assert_eq!(rival.ingest(calls(1)).await.unwrap()[0].ingested, Ingested::Taken);
}

async fn a_batch_that_fails_stores_nothing(site: &Site) {
    let admin = site.admin().await;
    site.sql("ALTER TABLE transcripts RENAME TO away").await;
    let project = site.project_ingest("harbour", "front-desk").await;
    assert!(project.ingest(calls(3)).await.is_err());
    site.sql("ALTER TABLE away RENAME TO transcripts").await;
    assert_eq!(site.list(&admin, "").await.matched, 0);
    assert_eq!(site.ingest(calls(3)).await, [Ingested::Taken; 3]);
}

async fn nul_characters_do_not_stop_an_import(site: &Site) {
    let admin = site.admin().await;
    let nul = |text: &str| Some(format!("{text}\0"));
    let odd = IncomingCall {
        caller: nul("+442079400001"),
        agent: nul("Marina"),
        end_reason: nul("hung up"),
        source_status: "done\0".to_owned(),
        summary: Some(format!("{}\0", call_summary(1))),
        turns: earshot_testkit::alternating_turns(&["Good\0 morning", "\0"]),
        ..call(1)
    };
    assert_eq!(site.ingest(vec![odd]).await, [Ingested::Taken]);
    let page = site.list(&admin, "").await;
    assert!(summaries(&page)[0].starts_with(&call_summary(1)));
    let review = site.backend.reviews().open(&admin.viewer, page.rows[0].id).await.unwrap();
    assert!(review.transcript.turns[0].text.starts_with("Good"));
}

async fn a_more_complete_call_replaces_the_stored_one(site: &Site) {
    let admin = site.admin().await;
    let record = |text: &str| text.as_bytes().to_vec();
    let live = IncomingCall {
        summary: None,
        transcript_state: TranscriptState::Live,
        turns: Vec::new(),
        source_record: record("live"),
        ..call(1)
    };
    let whole = IncomingCall { source_record: record("whole"), ..call(1) };
    let customer = Customer { name: Some("Ann".to_owned()), ..Customer::default() };
    let analysed = IncomingCall {
        sentiment: Some(Sentiment::Positive),
        customer: Some(customer),
        source_record: record("analysed"),
        ..call(1)
    };
    let moody = IncomingCall {
        sentiment: Some(Sentiment::Negative),
        summary: None,
        source_record: record("moody"),
        ..call(1)
    };
    for (again, expected) in [
        (&live, Ingested::Taken),
        (&whole, Ingested::Extended),
        (&live, Ingested::Kept),
        (&moody, Ingested::Extended),
        (&analysed, Ingested::Extended),
        (&analysed, Ingested::Unchanged),
        (&whole, Ingested::Kept),
    ] {
        assert_eq!(site.ingest(vec![again.clone()]).await, [expected]);
    }
    let page = site.list(&admin, "").await;
    assert_eq!((page.matched, page.rows[0].sentiment), (1, Some(Sentiment::Positive)));
    let review = site.backend.reviews().open(&admin.viewer, page.rows[0].id).await.unwrap();
    assert_eq!(review.transcript.turns.len(), 2);
}

async fn a_call_of_another_project_stays_where_it_is(site: &Site) {
    let admin = site.admin().await;
    site.ingest(calls(1)).await;
    let fuller = IncomingCall {
        sentiment: Some(Sentiment::Positive),
        source_record: b"fuller".to_vec(),
        ..call(1)
    };
    let elsewhere = site.project_ingest("harbour", "after-hours").await;
    let ingested = elsewhere.ingest(vec![fuller]).await.unwrap();
    assert_eq!(ingested[0].ingested, Ingested::InAnotherProject);
    assert_eq!(site.list(&admin, "").await.rows[0].sentiment, None);
}
