//! Calls whose texts are too large for a column: they are stored in pieces and read as any other.

use earshot_backend::{Ingested, readers::Format};
use earshot_domain::{Review, ReviewChange};
use earshot_testkit::read_calls;
use serde_json::{Value, json};

use crate::{
    calls_again::{push, replace, said},
    harness::{Person, Site, records},
};

crate::on_both_databases!(
    a_large_call_is_read_as_it_was_sent,
    a_large_call_that_comes_again_is_compared_and_extended,
    a_correction_of_a_large_call_replaces_its_pieces,
    a_large_call_is_redacted_again,
    large_details_are_stored_in_pieces_too,
    a_call_whose_large_texts_are_in_its_columns_is_read,
);

/// Bytes of a piece.
const PIECE: i64 = 256 << 10;

/// A transcript of so many lines, each with a word of its own and a number of a person.
fn transcript(lines: usize) -> Value {
    let line = |n: usize| {
        let speaker = if n.is_multiple_of(2) { "agent" } else { "caller" };
        let text = format!("Line{n} é {} call 07700 900123", "well ".repeat(40));
        json!({"speaker": speaker, "text": text})
    };
    json!({"turns": (0..lines).map(line).collect::<Vec<_>>()})
}

fn redacted(lines: usize) -> Vec<String> {
    (0..lines).map(|n| format!("Line{n} é {} call [PHONE]", "well ".repeat(40))).collect()
}

async fn open(site: &Site, person: &Person, query: &str) -> Review {
    let page = site.list(person, query).await;
    site.backend.reviews().open(&person.viewer, page.rows[0].id).await.unwrap()
}

async fn pieces(site: &Site, kind: &str) -> i64 {
    let count = format!("SELECT count(*) FROM text_pieces WHERE kind = '{kind}'");
    site.numbers(&count).await[0]
}

/// Case 19 (docs/threats.md#case-19): a very large transcript.
async fn a_large_call_is_read_as_it_was_sent(site: &Site) {
    let admin = site.admin().await;
    let lines = 4_000;
    assert_eq!(
        push(site, &json!({"transcript": transcript(lines)})).await.ingested,
        Ingested::Taken
    );
    for kind in ["turns", "one_line", "raw_text", "source"] {
        assert!(pieces(site, kind).await >= 3, "{kind}");
    }
    assert_eq!(pieces(site, "details").await, 0);
    assert_eq!(
        site.numbers("SELECT CAST(max(length(piece)) AS BIGINT) FROM text_pieces").await,
        [PIECE]
    );
    let longest = "SELECT CAST(max(length(turns)) AS BIGINT) FROM transcripts";
    assert!(site.numbers(longest).await[0] < 100);
    let expected = redacted(lines);
    assert_eq!(said(&open(site, &admin, "").await), expected);
    assert_eq!(site.list(&admin, "q=line3999").await.matched, 1);
    let rows = records(site.export(&admin, "").await.unwrap()).await;
    let speakers = ["Agent", "Caller"].into_iter().cycle();
    let spoken = expected.iter().zip(speakers).map(|(text, speaker)| format!("{speaker}: {text}"));
    assert_eq!(rows[0][9], spoken.collect::<Vec<_>>().join(" "));
    // A small call beside it has its texts in its columns.
    push(site, &json!({"source_id": "s-2"})).await;
    assert_eq!(said(&open(site, &admin, "sort=newest&q=there").await), ["Hello", "Hi there"]);
    site.sql("DELETE FROM calls").await;
    assert_eq!(site.numbers("SELECT count(*) FROM text_pieces").await, [0]);
}

async fn a_large_call_that_comes_again_is_compared_and_extended(site: &Site) {
    let admin = site.admin().await;
    push(site, &json!({"transcript": transcript(4_000)})).await;
    let before = site.numbers("SELECT count(*) FROM text_pieces").await;
    let same = push(site, &json!({"transcript": transcript(4_000)})).await;
    assert_eq!(same.ingested, Ingested::Unchanged);
    assert_eq!(site.numbers("SELECT count(*) FROM text_pieces").await, before);
    let less = push(site, &json!({"transcript": transcript(3_999)})).await;
    assert_eq!(less.ingested, Ingested::Kept);
    let summary = json!({"summary": "Another one.", "total_seconds": 70});
    assert_eq!(push(site, &summary).await.ingested, Ingested::Extended);
    assert_eq!(said(&open(site, &admin, "").await), redacted(4_000));
    let more = push(site, &json!({"transcript": transcript(4_100), "total_seconds": 70})).await;
    assert_eq!(more.ingested, Ingested::Extended);
    assert_eq!(said(&open(site, &admin, "").await), redacted(4_100));
    let short = replace(site, &json!({"transcript": transcript(2)})).await;
    assert_eq!(short.ingested, Ingested::Extended);
    assert_eq!(said(&open(site, &admin, "").await), redacted(2));
    assert_eq!(site.numbers("SELECT count(*) FROM text_pieces").await, [0]);
}

async fn a_correction_of_a_large_call_replaces_its_pieces(site: &Site) {
    let admin = site.admin().await;
    push(site, &json!({"transcript": transcript(4_000)})).await;
    let before = site.numbers("SELECT count(*) FROM text_pieces").await;
    let call = site.list(&admin, "").await.rows[0].id;
    let text = "A zebra crossing".to_owned();
    let change = ReviewChange::Correct { turn: 3_000, text, reason: None, seen: 0 };
    site.backend.reviews().change(&admin.viewer, call, change).await.unwrap();
    assert_eq!(site.numbers("SELECT count(*) FROM text_pieces").await, before);
    let mut expected = redacted(4_000);
    "A zebra crossing".clone_into(&mut expected[3_000]);
    assert_eq!(said(&open(site, &admin, "q=zebra").await), expected);
    // What people wrote stands when the call becomes longer.
    push(site, &json!({"transcript": transcript(4_001)})).await;
    let review = open(site, &admin, "q=zebra").await;
    assert_eq!((said(&review)[3_000], review.transcript.turns.len()), ("A zebra crossing", 4_001));
}

async fn a_large_call_is_redacted_again(site: &Site) {
    let admin = site.admin().await;
    push(site, &json!({"transcript": transcript(4_000)})).await;
    site.sql("UPDATE calls SET redaction_version = 0, summary = 'Call 07700 900456.'").await;
    let before = site.numbers("SELECT count(*) FROM text_pieces").await;
    site.backend.worker().unwrap().run_due().await.unwrap();
    let review = open(site, &admin, "").await;
    assert_eq!(review.row.summary.as_deref(), Some("Call [PHONE]."));
    assert_eq!(said(&review), redacted(4_000));
    assert_eq!(site.numbers("SELECT count(*) FROM text_pieces").await, before);
}

async fn large_details_are_stored_in_pieces_too(site: &Site) {
    let admin = site.admin().await;
    let notes: Vec<String> = (0..40).map(|n| format!("Note {n} {}", "x".repeat(20_000))).collect();
    push(site, &json!({"notes": notes, "tags": ["booked"]})).await;
    assert!(pieces(site, "details").await >= 3);
    let review = open(site, &admin, "tag=booked").await;
    assert_eq!(review.details.notes, notes);
    let more = [notes.as_slice(), &["One more".to_owned()]].concat();
    push(site, &json!({"notes": ["One more"]})).await;
    assert_eq!(open(site, &admin, "").await.details.notes, more);
}

/// As they were stored before there were pieces.
async fn a_call_whose_large_texts_are_in_its_columns_is_read(site: &Site) {
    let admin = site.admin().await;
    push(site, &json!({"transcript": transcript(3)})).await;
    let long = "well ".repeat(200_000);
    let grown = format!("UPDATE transcripts SET turns = replace(turns, 'Line1 ', '{long}')");
    site.sql(&grown).await;
    site.sql(&format!("UPDATE one_line_transcripts SET text = replace(text, 'Line1 ', '{long}')"))
        .await;
    let review = open(site, &admin, "").await;
    assert_eq!(said(&review)[1], redacted(2)[1].replace("Line1 ", &long));
    let rows = records(site.export(&admin, "").await.unwrap()).await;
    assert!(rows[0][9].contains(&long));
    let again = read_calls(
        Format::Ndjson,
        &json!({"source": "switch", "source_id": "s-1",
        "started_at": "2026-06-01T09:00:00Z", "status": "completed", "total_seconds": 61}),
        "UTC",
    );
    let ingest = site.project_ingest("harbour", "front-desk").await;
    assert_eq!(ingest.ingest(again).await.unwrap()[0].ingested, Ingested::Extended);
    assert_eq!(said(&open(site, &admin, "").await).len(), 3);
}
