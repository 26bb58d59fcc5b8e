//! A call that comes again: what says more is taken, what contradicts is kept or replaced by its mark.

use earshot_backend::{Ingested, IngestedCall, OnConflict, readers::Format};
use earshot_domain::{Review, Status};
use earshot_testkit::read_calls;
use serde_json::{Value, json};

use crate::harness::{Person, Site};

crate::on_both_databases!(
    a_call_that_goes_on_becomes_longer,
    what_says_less_is_ignored_and_said,
    a_correction_needs_a_mark_or_to_say_more,
    the_latest_revision_stands_in_whatever_order_they_come,
    tags_and_notes_are_added_and_nothing_else_changes,
    a_forced_record_replaces_what_it_says,
    parts_that_come_one_by_one_make_one_call,
    consent_that_is_taken_back_counts_at_once,
    a_longer_transcript_is_redacted_as_a_whole,
    what_is_ignored_is_said_each_time,
);

/// A call of our own format, with changes.
fn record(changes: &Value) -> Value {
    let mut record = json!({
        "source": "switch", "source_id": "s-1", "started_at": "2026-06-01T09:00:00Z",
        "status": "completed", "total_seconds": 60, "caller": "+12025550123",
        "summary": "The caller asked for an appointment.", "transcript": lines(&["Hello", "Hi there"]),
    });
    for (name, value) in changes.as_object().unwrap() {
        record[name] = value.clone();
    }
    record
}

pub fn lines(texts: &[&str]) -> Value {
    let speakers = ["agent", "caller"].into_iter().cycle();
    let turns = texts.iter().zip(speakers);
    let turns = turns.map(|(text, speaker)| json!({"speaker": speaker, "text": text}));
    json!({"turns": turns.collect::<Vec<_>>()})
}

pub async fn send(site: &Site, format: Format, file: &Value, conflict: OnConflict) -> IngestedCall {
    let ingest = site.project_ingest("harbour", "front-desk").await.on_conflict(conflict);
    ingest.ingest(read_calls(format, file, "UTC")).await.unwrap().remove(0)
}

pub async fn push(site: &Site, changes: &Value) -> IngestedCall {
    send(site, Format::Ndjson, &record(changes), OnConflict::Keep).await
}

pub async fn replace(site: &Site, changes: &Value) -> IngestedCall {
    send(site, Format::Ndjson, &record(changes), OnConflict::Replace).await
}

/// The fields of a record that were ignored.
pub fn ignored(call: &IngestedCall) -> Vec<&str> {
    let fields = call.ignored.iter().flat_map(|ignored| &ignored.fields);
    fields.map(String::as_str).collect()
}

pub fn reason(call: &IngestedCall) -> &str {
    call.ignored.as_ref().map_or("", |ignored| ignored.reason.as_str())
}

pub async fn open(site: &Site, person: &Person) -> Review {
    let page = site.list(person, "").await;
    assert_eq!(page.matched, 1);
    site.backend.reviews().open(&person.viewer, page.rows[0].id).await.unwrap()
}

pub fn said(review: &Review) -> Vec<&str> {
    review.transcript.turns.iter().map(|turn| turn.text.as_str()).collect()
}

async fn arrival(site: &Site) -> i64 {
    site.numbers("SELECT ingest_seq FROM calls").await[0]
}

async fn a_call_that_goes_on_becomes_longer(site: &Site) {
    let admin = site.admin().await;
    assert_eq!(push(site, &json!({})).await.ingested, Ingested::Taken);
    let longer = json!({
        "total_seconds": 90, "ended_at": "2026-06-01T09:01:30Z",
        "transcript": lines(&["Hello", "Hi there", "Goodbye zebra"]),
    });
    let again = push(site, &longer).await;
    assert_eq!((again.ingested, again.ignored), (Ingested::Extended, None));
    let review = open(site, &admin).await;
    assert_eq!(said(&review), ["Hello", "Hi there", "Goodbye zebra"]);
    assert_eq!((review.row.duration_seconds, review.ended.is_some()), (90, true));
    assert_eq!(site.list(&admin, "q=zebra").await.matched, 1, "the index follows");
    assert_eq!(arrival(site).await, 2, "the feed follows");
    let spoken_on = json!({"total_seconds": 95,
        "transcript": lines(&["Hello", "Hi there", "Goodbye zebra, and thank you"])});
    assert_eq!(push(site, &spoken_on).await.ingested, Ingested::Extended);
    assert_eq!(said(&open(site, &admin).await)[2], "Goodbye zebra, and thank you");
}

async fn what_says_less_is_ignored_and_said(site: &Site) {
    let admin = site.admin().await;
    push(site, &json!({"ended_at": "2026-06-01T09:01:00Z"})).await;
    let before = open(site, &admin).await;
    for (less, fields) in [
        (json!({"summary": null, "transcript": null, "caller": null}), vec![]),
        (json!({"status": "unknown", "total_seconds": 0, "transcript": {"state": "live"}}), vec![]),
        (json!({"transcript": lines(&["Hello"])}), vec!["transcript"]),
        (json!({"summary": "The caller asked"}), vec!["summary"]),
        (json!({"total_seconds": 30}), vec!["total_seconds"]),
    ] {
        let again = push(site, &less).await;
        assert_eq!(ignored(&again), fields, "{less}");
        assert_eq!(again.ingested, Ingested::Kept, "{less}");
        assert!(reason(&again).contains("the stored values were kept"), "{}", reason(&again));
    }
    assert!(
        reason(&push(site, &json!({"transcript": lines(&["Hello"])})).await)
            .starts_with("has less of `transcript` than the stored call")
    );
    assert_eq!(open(site, &admin).await, before);
    assert_eq!(arrival(site).await, 1);
}

async fn a_correction_needs_a_mark_or_to_say_more(site: &Site) {
    let admin = site.admin().await;
    push(site, &json!({})).await;
    let corrected = json!({"summary": "The caller cancelled.", "status": "missed"});
    let kept = push(site, &corrected).await;
    assert_eq!((kept.ingested, ignored(&kept)), (Ingested::Kept, vec!["status", "summary"]));
    assert!(reason(&kept).starts_with("differs from the stored call in `status`, `summary`"));
    assert!(reason(&kept).contains("on_conflict=replace"));
    let other_lines = push(site, &json!({"transcript": lines(&["Hello", "No", "Yes"])})).await;
    assert_eq!((other_lines.ingested, ignored(&other_lines)), (Ingested::Kept, vec!["transcript"]));
    let more = json!({"summary": "The caller cancelled.", "sentiment": "negative"});
    let taken = push(site, &more).await;
    assert_eq!((taken.ingested, taken.ignored), (Ingested::Extended, None));
    let review = open(site, &admin).await;
    assert_eq!(review.row.summary.as_deref(), Some("The caller cancelled."));
    let marked = json!({"revision": 1, "status": "missed", "transcript": lines(&["Hello"])});
    let taken = push(site, &marked).await;
    assert_eq!((taken.ingested, taken.ignored), (Ingested::Extended, None));
    let review = open(site, &admin).await;
    assert_eq!((review.row.status, said(&review)), (Status::Missed, vec!["Hello"]));
    assert_eq!(review.row.summary.as_deref(), Some("The caller asked for an appointment."));
    assert_eq!(site.list(&admin, "q=cancelled").await.matched, 0, "the index follows");
}

async fn the_latest_revision_stands_in_whatever_order_they_come(site: &Site) {
    let admin = site.admin().await;
    let first = json!({"revision": 1, "summary": "One.", "agent": "Ann",
        "transcript": lines(&["a", "b", "c"])});
    let second = json!({"revision": 2, "summary": "Two.", "tags": ["vip"],
        "transcript": lines(&["a", "b"])});
    let (early, late) = ("2026-06-02T08:00:00Z", "2026-06-02T09:00:00Z");
    let by_time = |record: &Value, at: &str| {
        let mut record = record.clone();
        record["revision"] = Value::Null;
        record["updated_at"] = json!(at);
        record
    };
    for (older, newer) in
        [(first.clone(), second.clone()), (by_time(&first, early), by_time(&second, late))]
    {
        let mut results = Vec::new();
        for order in [[&older, &newer], [&newer, &older]] {
            for record in order {
                results.push(push(site, record).await);
            }
            let review = open(site, &admin).await;
            let facts = (review.row.summary.clone(), review.row.agent.clone(), review.tags.clone());
            let expected =
                (Some("Two.".to_owned()), Some("Ann".to_owned()), vec!["vip".to_owned()]);
            assert_eq!(facts, expected);
            assert_eq!(said(&review), ["a", "b"]);
            site.sql("DELETE FROM calls").await;
        }
        let out_of_order = &results[3];
        assert_eq!(ignored(out_of_order), ["summary", "transcript"]);
        assert!(reason(out_of_order).contains("marked as older"), "{}", reason(out_of_order));
    }
    push(site, &first).await;
    let same = json!({"revision": 5, "summary": "One.", "agent": "Ann",
        "transcript": lines(&["a", "b", "c"])});
    assert_eq!(push(site, &same).await.ingested, Ingested::Unchanged);
    assert_eq!(ignored(&push(site, &second).await), ["summary", "transcript"]);
}

async fn tags_and_notes_are_added_and_nothing_else_changes(site: &Site) {
    let admin = site.admin().await;
    push(site, &json!({"tags": ["new"], "notes": ["called back"]})).await;
    let tagged = json!({"tags": ["vip", "new"], "notes": ["rang again"], "summary": "Other."});
    let again = push(site, &tagged).await;
    assert_eq!((again.ingested, ignored(&again)), (Ingested::Extended, vec!["summary"]));
    let review = open(site, &admin).await;
    assert_eq!(
        (review.tags, review.details.notes),
        (
            vec!["new".to_owned(), "vip".to_owned()],
            vec!["called back".to_owned(), "rang again".to_owned()],
        )
    );
    assert_eq!(review.row.summary.as_deref(), Some("The caller asked for an appointment."));
    for tag in ["new", "vip"] {
        assert_eq!(site.list(&admin, &format!("tag={tag}")).await.matched, 1, "{tag}");
    }
    let fewer = push(site, &json!({"tags": ["new"], "notes": ["called back"]})).await;
    assert_eq!((fewer.ingested, fewer.ignored), (Ingested::Unchanged, None));
}

async fn a_forced_record_replaces_what_it_says(site: &Site) {
    let admin = site.admin().await;
    push(site, &json!({"revision": 3, "tags": ["wrong"], "agent": "Ann"})).await;
    let forced = json!({"revision": 2, "summary": "Other.", "tags": ["right"], "total_seconds": 20,
        "transcript": lines(&["Else"])});
    assert_eq!(push(site, &forced).await.ingested, Ingested::Extended, "the tag is added");
    let again = replace(site, &forced).await;
    assert_eq!((again.ingested, again.ignored), (Ingested::Extended, None));
    let review = open(site, &admin).await;
    assert_eq!(said(&review), ["Else"]);
    assert_eq!((review.row.duration_seconds, review.tags), (20, vec!["right".to_owned()]));
    assert_eq!(review.row.agent.as_deref(), Some("Ann"), "what it does not say stays");
    assert_eq!(replace(site, &forced).await.ingested, Ingested::Kept, "nothing is left to replace");
}

async fn parts_that_come_one_by_one_make_one_call(site: &Site) {
    let admin = site.admin().await;
    let bare = |more: Value| {
        let mut part = json!({
            "summary": null, "transcript": null, "caller": null, "total_seconds": 60,
        });
        part.as_object_mut().unwrap().extend(more.as_object().unwrap().clone());
        part
    };
    for part in [
        bare(json!({"caller": "+12025550123", "customer": {"name": "Ann Example"}})),
        bare(json!({"transcript": lines(&["Hello"])})),
        bare(json!({"summary": "Asked.", "customer": {"email": "ann@example.net"}})),
        bare(json!({"analysis": {"mood": "calm"}, "costs": {"base": 0.5}})),
        bare(json!({"analysis": {"next": "call back"}, "costs": {"total": 1.5}})),
    ] {
        let call = push(site, &part).await;
        assert!(matches!(call.ingested, Ingested::Taken | Ingested::Extended), "{part}");
        assert_eq!(call.ignored, None, "{part}");
    }
    let review = open(site, &admin).await;
    assert_eq!((said(&review), review.row.summary.as_deref()), (vec!["Hello"], Some("Asked.")));
    assert_eq!(review.details.analysis, Some(json!({"mood": "calm", "next": "call back"})));
    let costs = review.details.costs.unwrap();
    assert_eq!((costs.base, costs.total), (Some(0.5), Some(1.5)));
    assert_eq!(site.list(&admin, "caller=%2B12025550123").await.matched, 1);
}

async fn consent_that_is_taken_back_counts_at_once(site: &Site) {
    let admin = site.admin().await;
    let consent = |word: &str| json!({"consent": word});
    push(site, &consent("granted")).await;
    assert_eq!(push(site, &consent("denied")).await.ingested, Ingested::Extended);
    let again = push(site, &consent("granted")).await;
    assert_eq!((again.ingested, ignored(&again)), (Ingested::Kept, vec!["consent"]));
    let consent = open(site, &admin).await.details.consent;
    assert_eq!(consent.unwrap().as_str(), "denied");
}

async fn a_longer_transcript_is_redacted_as_a_whole(site: &Site) {
    let admin = site.admin().await;
    let card = ["My card is 4111 1111", "Go on", "1111 1111", "Thank you"];
    push(site, &json!({"transcript": lines(&card[..1])})).await;
    let again = push(site, &json!({"transcript": lines(&card)})).await;
    assert_eq!((again.ingested, again.ignored), (Ingested::Extended, None));
    let review = open(site, &admin).await;
    assert!(!said(&review).concat().contains("1111"), "{:?}", said(&review));
    assert_eq!(site.list(&admin, "q=1111").await.matched, 0);
}

async fn what_is_ignored_is_said_each_time(site: &Site) {
    push(site, &json!({})).await;
    let partly = json!({"agent": "Ann", "transcript": lines(&["Hello"])});
    let first = push(site, &partly).await;
    assert_eq!((first.ingested, ignored(&first)), (Ingested::Extended, vec!["transcript"]));
    let second = push(site, &partly).await;
    assert_eq!((second.ingested, ignored(&second)), (Ingested::Kept, vec!["transcript"]));
    assert_eq!(replace(site, &partly).await.ingested, Ingested::Extended);
}
