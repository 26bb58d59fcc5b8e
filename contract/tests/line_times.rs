//! Times of lines: their order, and those outside of the call.

use earshot_backend::readers::{Format, IncomingCall};
use earshot_domain::{ApiScope, LinePlace, OutsideLine, Review, TranscriptQuery};
use earshot_testkit::{calls_from_legs, leg_with, read_calls};
use serde_json::{Value, json};

use crate::{
    harness::{Person, Site},
    pbx_api::{authenticate, client, legs},
};

crate::on_both_databases!(
    lines_are_in_the_order_of_their_times_and_ties_as_given,
    lines_outside_of_the_call_keep_their_place_and_say_so,
    redacted_words_stay_with_their_utterance_in_a_pbx_file,
);

/// A call of a minute in our own format, with lines at offsets.
fn call_with(offsets: &[(&str, Option<i64>)]) -> Vec<IncomingCall> {
    let turn = |(text, offset): &(&str, Option<i64>)| json!({"speaker": "agent", "text": text, "offset_ms": offset});
    let turns: Vec<Value> = offsets.iter().map(turn).collect();
    let call = json!({
        "source_id": "lines", "started_at": "2026-06-09T10:00:00Z", "status": "completed",
        "total_seconds": 60, "transcript": {"turns": turns},
    });
    read_calls(Format::Ndjson, &call, "UTC")
}

async fn opened(site: &Site, admin: &Person) -> Review {
    let id = site.list(admin, "").await.rows[0].id;
    site.backend.reviews().open(&admin.viewer, id).await.unwrap()
}

fn lines(review: &Review) -> Vec<(&str, Option<i64>)> {
    let turns = review.transcript.turns.iter();
    turns.map(|turn| (turn.text.as_str(), turn.offset_ms)).collect()
}

async fn lines_are_in_the_order_of_their_times_and_ties_as_given(site: &Site) {
    let admin = site.admin().await;
    let given = [
        ("third", Some(4250)),
        ("untimed", None),
        ("first", Some(0)),
        ("fourth", Some(4250)),
        ("second", Some(1500)),
    ];
    site.ingest(call_with(&given)).await;
    let review = opened(site, &admin).await;
    let expected = [
        ("first", Some(0)),
        ("untimed", None),
        ("second", Some(1500)),
        ("third", Some(4250)),
        ("fourth", Some(4250)),
    ];
    assert_eq!((lines(&review), review.outside.as_slice()), (expected.to_vec(), &[][..]));
}

async fn lines_outside_of_the_call_keep_their_place_and_say_so(site: &Site) {
    let admin = site.admin().await;
    let given = [
        ("two", Some(9000)),
        ("late", Some(3_605_000)),
        ("one", Some(3000)),
        ("early", Some(-90_000)),
        ("rounded", Some(-400)),
    ];
    site.ingest(call_with(&given)).await;
    let review = opened(site, &admin).await;
    let expected = [
        ("rounded", Some(0)),
        ("late", Some(3_605_000)),
        ("one", Some(3000)),
        ("early", Some(-90_000)),
        ("two", Some(9000)),
    ];
    assert_eq!(lines(&review), expected);
    let outside = |line, place| OutsideLine { line, place };
    let places = [outside(1, LinePlace::After), outside(3, LinePlace::Before)];
    assert_eq!(review.outside, places);
    let query = TranscriptQuery::parse("format=txt");
    let exports = site.backend.exports();
    let file = exports.transcript_file(&admin.viewer, review.row.id, query).await.unwrap();
    let text = String::from_utf8(file.read().await.unwrap()).unwrap();
    for line in [
        "\nAgent: rounded\n",
        "\nAgent (timed after the call ended): late\n",
        "\nAgent (timed before the call began): early\n",
    ] {
        assert!(text.contains(line), "{line} in {text}");
    }
}

async fn redacted_words_stay_with_their_utterance_in_a_pbx_file(site: &Site) {
    let admin = site.admin().await;
    let start = 1_781_000_100_000_i64;
    let said = |number: &str, content: &str, after: i64| json!({"source_number": number, "content": content, "timestamp": start + after});
    // The second leg heard the caller before the first one did.
    let leg = |number: u32, words: Value| {
        leg_with(&json!({
            "uid": "u", "leg_id": format!("u-{number}"), "leg": number,
            "time": "2026/06/09 10:15:00", "call_type": "Inbound", "call_from": "+442079400001",
            "call_duration": 60, "talk_duration": 57, "ai_summary": "", "ai_transcription": words,
        }))
    };
    let both = [
        leg(1, json!([said("7000", "Hello", 9000), said("7000", "Later", 99_000)])),
        leg(2, json!([said("+442079400001", "I am on +12025550123", 4000)])),
    ];
    site.ingest(calls_from_legs(&both, "UTC")).await;
    let review = opened(site, &admin).await;
    let offsets: Vec<_> = lines(&review).into_iter().map(|(_, offset)| offset).collect();
    assert_eq!(offsets, [Some(4000), Some(99_000), Some(9000)]);
    let made = client(site, &admin, &["front-desk"]).await;
    let holder = authenticate(site, &made).await;
    assert!(!holder.may(ApiScope::TranscriptsRaw));
    let found = legs(site, &holder, &[]).await;
    let content = |leg: usize, line: usize| {
        found[leg]["ai_transcription"][line]["content"].as_str().unwrap().to_owned()
    };
    assert_eq!((content(0, 0), content(0, 1)), ("Hello".to_owned(), "Later".to_owned()));
    assert_eq!(content(1, 0), "I am on [PHONE]");
}
