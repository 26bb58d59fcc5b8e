//! Tenants that keep no text from before redaction.

use earshot_backend::{Error, Ingested, readers::IncomingCall};
use earshot_domain::{UnlockRefusal, UnlockScope};
use earshot_testkit::{alternating_turns, calls_from_legs, leg_with};
use jiff::SignedDuration;
use serde_json::json;

use crate::{
    harness::Site,
    unlocks::{consented, stored, unlock},
};

crate::on_both_databases!(
    text_is_removed_by_a_job_and_kept_again_from_then_on,
    text_in_pieces_is_removed_with_them,
    nothing_is_removed_of_another_tenant,
    records_of_sources_lose_their_text,
);

const KEPT: &str = "SELECT count(*) FROM transcripts WHERE raw_text_encrypted IS NOT NULL";

async fn run(site: &Site) {
    site.backend.worker().unwrap().run_due().await.unwrap();
}

async fn removed(site: &Site) -> Vec<String> {
    let (entries, _) = site.backend.audit().log("harbour").await.unwrap();
    let about = entries.into_iter().filter(|entry| entry.action == "raw_text.removed");
    about.map(|entry| entry.detail).collect()
}

async fn text_is_removed_by_a_job_and_kept_again_from_then_on(site: &Site) {
    let admin = site.admin().await;
    site.ingest((1..=450).map(consented).collect()).await;
    let id = site.list(&admin, "").await.rows[0].id;
    let live = unlock(site, &admin, id, UnlockScope::All).await.unwrap();
    assert_eq!(site.numbers(KEPT).await, [450]);
    let custody = site.backend.custody();
    custody.set_keep_raw_text("harbour", false).await.unwrap();
    run(site).await;
    assert_eq!(site.numbers(KEPT).await, [0]);
    assert_eq!(removed(site).await, [r#"{"calls":450}"#]);
    // A live unlock says that there is nothing, and no other can be asked for.
    let text = custody.view(&admin.viewer, live.id).await.unwrap();
    assert_eq!((text.has_raw_text, text.summary, text.turns.len()), (false, None, 0));
    custody.end(&admin.viewer, live.id).await.unwrap();
    let refused = unlock(site, &admin, id, UnlockScope::Transcript).await;
    assert!(matches!(refused, Err(Error::UnlockRefused(UnlockRefusal::NoRawText))));
    // What comes later is not kept, until it is again.
    stored(site, &admin, consented(451)).await;
    assert_eq!(site.numbers(KEPT).await, [0]);
    custody.set_keep_raw_text("harbour", true).await.unwrap();
    let id = stored(site, &admin, consented(452)).await;
    run(site).await;
    assert_eq!(site.numbers(KEPT).await, [1]);
    unlock(site, &admin, id, UnlockScope::Transcript).await.unwrap();
    assert_eq!(removed(site).await.len(), 1);
}

async fn text_in_pieces_is_removed_with_them(site: &Site) {
    let line = "It is a long story. ".repeat(3_000);
    let turns = alternating_turns(&[line.as_str(); 10]);
    site.ingest(vec![IncomingCall { turns, ..consented(1) }]).await;
    let pieces = "SELECT count(*) FROM text_pieces WHERE kind = 'raw_text'";
    assert_eq!(site.numbers(pieces).await, [3]);
    site.backend.custody().set_keep_raw_text("harbour", false).await.unwrap();
    run(site).await;
    assert_eq!((site.numbers(KEPT).await, site.numbers(pieces).await), (vec![0], vec![0]));
}

async fn nothing_is_removed_of_another_tenant(site: &Site) {
    site.ingest(vec![consented(1)]).await;
    site.backend.custody().set_keep_raw_text("rival", false).await.unwrap();
    run(site).await;
    assert_eq!(site.numbers(KEPT).await, [1]);
    let unknown = site.backend.custody().set_keep_raw_text("nobody", false).await;
    assert!(matches!(unknown, Err(Error::Invalid(_))));
}

/// What the records of sources take, sealed.
const RECORDS: &str = "SELECT CAST(length(t.source_encrypted) AS BIGINT) FROM transcripts t \
                       JOIN calls c ON c.row_id = t.call_row ORDER BY c.source";
/// What an empty record takes.
const EMPTY: i64 = 28;

async fn records_of_sources_lose_their_text(site: &Site) {
    let admin = site.admin().await;
    let leg = |n: u32, said: &str| {
        leg_with(&json!({
            "leg_id": format!("leg-{n}"), "leg": n, "ai_summary": said,
            "ai_transcription": [{ "source_number": "1001", "content": said, "timestamp": 0, "duration": 1 }],
        }))
    };
    let said = "ring 020 7946 0018 ".repeat(20);
    let legs = |more: &[serde_json::Value]| {
        calls_from_legs(&[&[leg(1, &said)][..], more].concat(), "Europe/London")
    };
    site.ingest(vec![consented(1)]).await;
    site.ingest(legs(&[])).await;
    let before = site.numbers(RECORDS).await;
    assert!(before.iter().all(|length| *length > EMPTY), "{before:?}");
    site.backend.custody().set_keep_raw_text("harbour", false).await.unwrap();
    run(site).await;
    let after = site.numbers(RECORDS).await;
    assert!(after.contains(&EMPTY), "{after:?}");
    assert!(after.iter().zip(&before).all(|(after, before)| after < before), "{after:?}");
    assert!(after.iter().any(|length| *length > EMPTY), "legs keep their facts: {after:?}");
    // What comes again is what it was, and new legs are added to those without text.
    let again = [site.ingest(vec![consented(1)]).await, site.ingest(legs(&[])).await].concat();
    assert_eq!(again, [Ingested::Unchanged; 2]);
    assert_eq!(site.ingest(legs(&[leg(2, "bye 020 7946 0018")])).await, [Ingested::Extended]);
    let page = site.list(&admin, "q=bye").await;
    assert_eq!(page.matched, 1);
    let review = site.backend.reviews().open(&admin.viewer, page.rows[0].id).await.unwrap();
    let turns: Vec<_> = review.transcript.turns.iter().map(|turn| turn.text.as_str()).collect();
    assert_eq!(turns.len(), 2);
    assert!(turns[0].starts_with("ring [PHONE] ring [PHONE]") && turns[1] == "bye [PHONE]");
    // Another call is stored without, and the job has nothing more to do.
    site.ingest(vec![consented(2)]).await;
    let empty = site.numbers(RECORDS).await.iter().filter(|length| **length == EMPTY).count();
    assert_eq!(empty, 2);
    site.clock.advance(SignedDuration::from_hours(2));
    run(site).await;
    assert_eq!(removed(site).await, [r#"{"calls":2}"#]);
}
