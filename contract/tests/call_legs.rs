//! Legs of a PBX call, merged into one call whenever and in whichever batch they are imported.

use earshot_backend::{Ingested, ProjectIngest, readers::IncomingCall};
use earshot_domain::{ReviewChange, Status};
use earshot_testkit::{calls_from_legs, leg_with, project_ingest};
use serde_json::{Value, json};

use crate::harness::{Person, Site};

crate::on_both_databases!(
    a_leg_of_a_later_batch_completes_the_call,
    legs_of_one_batch_are_one_call,
    the_text_of_an_extended_call_is_found_once,
    two_imports_at_once_lose_no_leg,
    reviews_survive_the_arrival_of_a_leg,
);

/// A leg of the call `uid`, as read from a PBX file.
pub fn leg(uid: &str, number: u32, status: &str) -> IncomingCall {
    let said = json!([
        { "source_number": "7000", "content": format!("word{number}"), "timestamp": null },
    ]);
    leg_with_words(uid, number, status, &said)
}

/// A leg with this transcript.
pub fn leg_with_words(uid: &str, number: u32, status: &str, said: &Value) -> IncomingCall {
    let leg = leg_with(&json!({
        "uid": uid, "leg_id": format!("{uid}-{number}"), "leg": number,
        "time": format!("2026/06/09 10:00:0{number}"), "call_type": "Inbound",
        "call_from": "+442079400001", "status": status,
        "call_duration": 10, "talk_duration": 7,
        "ai_transcription": said,
        "ai_summary": format!("part{number}"),
    }));
    calls_from_legs(&[leg], "UTC").remove(0)
}

async fn only_call(site: &Site, admin: &Person) -> earshot_domain::Review {
    let page = site.list(admin, "").await;
    assert_eq!((page.matched, page.rows.len()), (1, 1));
    site.backend.reviews().open(&admin.viewer, page.rows[0].id).await.unwrap()
}

async fn a_leg_of_a_later_batch_completes_the_call(site: &Site) {
    let admin = site.admin().await;
    assert_eq!(site.ingest(vec![leg("u1", 1, "NO ANSWER")]).await, [Ingested::Taken]);
    let first = only_call(site, &admin).await;
    assert_eq!(first.row.status, Status::Missed);
    assert_eq!(site.ingest(vec![leg("u1", 1, "NO ANSWER")]).await, [Ingested::Unchanged]);
    assert_eq!(site.ingest(vec![leg("u1", 2, "ANSWERED")]).await, [Ingested::Extended]);
    let whole = only_call(site, &admin).await;
    assert_eq!(whole.row.id, first.row.id);
    // From 10:00:01 to 10:00:12: the second leg rings before the first has ended.
    assert_eq!((whole.row.status, whole.row.duration_seconds), (Status::Completed, 11));
    assert_eq!((whole.details.legs.len(), whole.transcript.turns.len()), (2, 2));
    assert_eq!(site.ingest(vec![leg("u1", 2, "ANSWERED")]).await, [Ingested::Unchanged]);
}

async fn legs_of_one_batch_are_one_call(site: &Site) {
    let admin = site.admin().await;
    let batch = vec![leg("u1", 1, "NO ANSWER"), leg("u2", 1, "ANSWERED"), leg("u1", 2, "ANSWERED")];
    let results = site.ingest(batch).await;
    assert_eq!(results, [Ingested::Taken, Ingested::Taken, Ingested::Extended]);
    assert_eq!(site.list(&admin, "").await.matched, 2);
    assert!(site.numbers("SELECT ingest_seq FROM calls").await.iter().all(|seq| *seq > 0));
}

async fn the_text_of_an_extended_call_is_found_once(site: &Site) {
    let admin = site.admin().await;
    site.ingest(vec![leg("u1", 1, "NO ANSWER")]).await;
    site.ingest(vec![leg("u1", 2, "ANSWERED")]).await;
    for word in ["word1", "word2", "part1", "part2"] {
        assert_eq!(site.list(&admin, &format!("q={word}")).await.matched, 1, "{word}");
    }
}

async fn reviews_survive_the_arrival_of_a_leg(site: &Site) {
    let admin = site.admin().await;
    site.ingest(vec![leg("u1", 2, "ANSWERED")]).await;
    let id = only_call(site, &admin).await.row.id;
    let correct =
        ReviewChange::Correct { turn: 0, text: "the right word".to_owned(), reason: None, seen: 0 };
    for change in [correct, ReviewChange::Claim] {
        site.backend.reviews().change(&admin.viewer, id, change).await.unwrap();
    }
    site.sql("UPDATE calls SET has_recording = TRUE").await;
    assert_eq!(site.ingest(vec![leg("u1", 1, "NO ANSWER")]).await, [Ingested::Extended]);
    let whole = only_call(site, &admin).await;
    let said: Vec<&str> = whole.transcript.turns.iter().map(|turn| turn.text.as_str()).collect();
    assert_eq!(said, ["word1", "the right word"]);
    assert_eq!(whole.history[0].turn, Some(1), "the remark is at its line");
    assert!(whole.row.has_recording && whole.follow_up.own);
    assert_eq!(site.list(&admin, "q=right").await.matched, 1);
    assert_eq!(site.list(&admin, "q=word2").await.matched, 0);
    let release = ReviewChange::Release;
    site.backend.reviews().change(&admin.viewer, id, release).await.unwrap();
    assert_eq!(only_call(site, &admin).await.history.len(), 3);
}

async fn two_imports_at_once_lose_no_leg(site: &Site) {
    let admin = site.admin().await;
    let here = site.project_ingest("harbour", "front-desk").await;
    let replica = site.replica().await;
    let there = project_ingest(&replica, "harbour", "front-desk").await;
    for round in 0..8 {
        let uid = format!("u{round}");
        let import = async |project: &ProjectIngest, number| {
            project.ingest(vec![leg(&uid, number, "ANSWERED")]).await.unwrap()[0].ingested
        };
        let mut results = <[_; 2]>::from(tokio::join!(import(&here, 1), import(&there, 2)));
        results.sort_by_key(|result| *result == Ingested::Extended);
        assert_eq!(results, [Ingested::Taken, Ingested::Extended], "{uid}");
        tokio::join!(import(&here, 3), import(&there, 4));
    }
    let page = site.list(&admin, "").await;
    assert_eq!(page.matched, 8);
    for row in page.rows {
        let review = site.backend.reviews().open(&admin.viewer, row.id).await.unwrap();
        assert_eq!(review.details.legs.len(), 4, "a leg was lost");
    }
    replica.close().await;
}
