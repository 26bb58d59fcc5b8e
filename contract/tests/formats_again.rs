//! Calls of other systems' formats that come again.

use earshot_backend::{Ingested, OnConflict, readers::Format};
use earshot_domain::Status;
use serde_json::{Value, json};

use crate::{
    calls_again::{ignored, open, reason, said, send},
    harness::Site,
};

crate::on_both_databases!(
    a_conversation_is_merged_with_its_document,
    a_transcript_that_a_pbx_adds_to_a_leg_is_taken,
);

async fn a_conversation_is_merged_with_its_document(site: &Site) {
    let admin = site.admin().await;
    let document = |more: Value| {
        let mut conversation = json!({"roomName": "room-1", "startTime": "2026-06-01T09:00:00Z"});
        conversation.as_object_mut().unwrap().extend(more.as_object().unwrap().clone());
        json!({"conversation": conversation})
    };
    let raw = |texts: &[&str]| {
        let turns = texts.iter().map(|text| json!({"speaker": "user", "text": text}));
        json!({"raw": Value::from(turns.collect::<Vec<_>>()).to_string()})
    };
    let send =
        async |more: Value| send(site, Format::Talkifai, &document(more), OnConflict::Keep).await;
    send(json!({"transcript": raw(&["a"]), "sessionStatus": "completed"})).await;
    for more in [
        json!({"transcript": raw(&["a", "b"])}),
        json!({"postCallAnalysis": {"analysisData": {"call_summary": "Asked."}}}),
        json!({"duration": 40, "user": {"name": "Ann Example"}}),
    ] {
        let again = send(more.clone()).await;
        assert_eq!((again.ingested, again.ignored), (Ingested::Extended, None), "{more}");
    }
    let less = send(json!({"transcript": raw(&["a"])})).await;
    assert_eq!(ignored(&less), ["transcript"]);
    let older = send(json!({"sessionStatus": "failed"})).await;
    assert_eq!(ignored(&older), ["status"]);
    let newer = send(json!({"sessionStatus": "failed", "updatedAt": "2026-06-02T09:00:00Z"})).await;
    assert_eq!((newer.ingested, newer.ignored), (Ingested::Extended, None));
    let review = open(site, &admin).await;
    assert_eq!((said(&review), review.row.status), (vec!["a", "b"], Status::Failed));
    assert_eq!((review.row.summary.as_deref(), review.row.duration_seconds), (Some("Asked."), 40));
}

async fn a_transcript_that_a_pbx_adds_to_a_leg_is_taken(site: &Site) {
    let admin = site.admin().await;
    let leg = |words: Value, summary: &str| {
        json!([earshot_testkit::leg_with(&json!({
            "ai_transcription": words, "ai_summary": summary,
        }))])
    };
    let said_later = json!([{"source_number": "7000", "content": "Hello walrus"}]);
    let send = async |file: &Value| send(site, Format::Pbx, file, OnConflict::Keep).await;
    send(&leg(json!([]), "")).await;
    let again = send(&leg(said_later.clone(), "Asked.")).await;
    assert_eq!((again.ingested, again.ignored), (Ingested::Extended, None));
    assert_eq!(said(&open(site, &admin).await), ["Hello walrus"]);
    assert_eq!(site.list(&admin, "q=walrus").await.matched, 1);
    let less = send(&leg(json!([]), "")).await;
    assert_eq!((less.ingested, ignored(&less)), (Ingested::Kept, vec![]));
    assert!(reason(&less).starts_with("says nothing of `ai_summary`, `ai_transcription`"));
    let other = send(&leg(said_later, "Cancelled.")).await;
    assert_eq!((other.ingested, ignored(&other)), (Ingested::Kept, vec!["ai_summary"]));
}
