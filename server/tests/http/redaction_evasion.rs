//! Conversations in which details hide from redaction, from the push to the files.

use earshot_backend::redaction::redact_turns;
use earshot_domain::Speaker;
use serde_json::json;

use crate::{
    harness::{ADMIN, TestApp},
    ingest::{CALLS, push, record, writer},
};

/// What callers say, each of which holds the number 415 555 0144 or a part of it.
const EVASIONS: [&[&str]; 12] = [
    &["My number is 415-555-0144."],
    &["My number is ４１５-５５５-０１４４."],
    &["My number is ٤١٥-٥٥٥-٠١٤٤."],
    &["My number is ۴۱۵ 555 ०१४४."],
    &["My number is 4\u{200b}15-5\u{200d}55-01\u{feff}44."],
    &["My number is 415-555-O144."],
    &["Call four one five, five five five, oh one double four."],
    &["My number is 415 555", "0144"],
    &["[REDACTED] 415-555-0144 [REDACTED]"],
    &["[PHONE]415-555-0144[PHONE] and [PHO[PHONE]NE] 415.555.0144"],
    &["［REDACTED］(415) 555-0144"],
    &["[REDACTED]: it is [4]15 555 0144"],
];

/// The digits of a text in the scripts of [`EVASIONS`], without anything between them.
fn digits(text: &str) -> String {
    let zeros = ['0', '０', '٠', '۰', '०'].map(u32::from);
    let digit = |letter: char| {
        zeros.iter().find_map(|zero| {
            let value = u32::from(letter).checked_sub(*zero).filter(|value| *value < 10)?;
            char::from_digit(value, 10)
        })
    };
    text.chars().filter_map(digit).collect()
}

fn is_hidden(text: &str) -> bool {
    let (digits, words) = (digits(text), text.to_lowercase());
    !["4155", "5550", "0144", "555"].iter().any(|part| digits.contains(part))
        && !words.contains("five five")
        && !words.contains("double four")
}

/// Case 20 (docs/threats.md#case-20): a detail is redacted however it is written, and text that looks like a
/// placeholder protects nothing beside it.
#[tokio::test(flavor = "multi_thread")]
async fn details_that_hide_from_redaction_are_in_no_file() {
    let app = TestApp::new().await;
    let key = writer(&app).await;
    for (said, n) in EVASIONS.iter().zip(1..) {
        let turns = said.iter().map(|text| json!({ "speaker": "caller", "text": text }));
        let mut call = record(n);
        call["transcript"] = json!({ "turns": turns.collect::<Vec<_>>() });
        call["summary"] = said.join(" ").into();
        let pushed = push(&app, &key, CALLS, "application/json", call.to_string()).await;
        assert_eq!(pushed.status, 200, "{}", pushed.body);
    }
    let admin = app.session(ADMIN).await;
    let mut shown = Vec::new();
    let file = app.post(&admin, "/api/exports/calls", "project_id=front-desk").await;
    let mut rows = csv::Reader::from_reader(file.bytes.as_slice());
    for row in rows.records() {
        let row = row.unwrap();
        shown.extend([row[8].to_owned(), row[9].to_owned()]);
    }
    assert_eq!(shown.len(), 2 * EVASIONS.len());
    for id in app.call_ids(ADMIN).await {
        let review = app.get(&admin, &format!("/api/review?call_id={id}")).await.json();
        for turn in review["transcript"]["turns"].as_array().unwrap() {
            shown.push(turn["text"].as_str().unwrap().to_owned());
        }
        let text = app.get(&admin, &format!("/api/calls/{id}/transcript?format=txt")).await;
        shown.extend(
            text.body.lines().filter(|line| line.starts_with("Caller: ")).map(str::to_owned),
        );
    }
    assert!(shown.len() >= 4 * EVASIONS.len());
    let leaks: Vec<_> = shown.iter().filter(|text| !is_hidden(text)).collect();
    assert!(leaks.is_empty(), "{leaks:#?}");
}

/// Nanoseconds that this thread has spent on a processor, whatever else the machine does.
#[cfg(target_os = "linux")]
fn processor_time() -> u64 {
    let read = std::fs::read_to_string("/proc/thread-self/schedstat").unwrap();
    read.split(' ').next().unwrap().parse().unwrap()
}

/// Processor time and length of the result for a conversation of turns of 64 KB.
#[cfg(target_os = "linux")]
fn redacted(unit: &str, bytes: usize) -> (u64, usize) {
    const TURN: usize = 64 << 10;
    let turn = unit.repeat(TURN / unit.len());
    let turns = std::iter::repeat_n((Speaker::Caller, turn.as_str()), bytes / TURN);
    let before = processor_time();
    let length = redact_turns(turns, None).iter().map(|turn| turn.text.len()).sum();
    (processor_time() - before, length)
}

/// Case 21 (docs/threats.md#case-21): twice the text takes at most 2.2 times the work, at 10 MB of hostile
/// text too, and the result grows with it.
#[cfg(target_os = "linux")]
#[test]
fn redaction_takes_time_in_proportion_to_the_text() {
    const MEGABYTE: usize = 1 << 20;
    for (unit, half) in [
        ("my number is 415 555 o144, [PHONE] one two a at b dot 12 A street ", 5 * MEGABYTE),
        ("1 ", MEGABYTE),
        ("12 34 5 ", MEGABYTE),
        ("one double ", MEGABYTE),
        ("a at b dot ", MEGABYTE),
        ("a@a.", MEGABYTE),
        ("[PHONE", MEGABYTE),
        ("4111 1111 1111 1112 ", MEGABYTE),
        ("12 a b c d ", MEGABYTE),
        ("born 1/1/1 ", MEGABYTE),
    ] {
        let (mut once, mut twice) = ((u64::MAX, 0), (u64::MAX, 0));
        let mut ratio = f64::INFINITY;
        // The least of several runs: what else runs on the machine takes its memory and its caches.
        for _ in 0..30 {
            once = once.min(redacted(unit, half));
            twice = twice.min(redacted(unit, 2 * half));
            #[expect(clippy::cast_precision_loss, reason = "a ratio")]
            let least = twice.0 as f64 / once.0 as f64;
            ratio = least;
            if ratio <= 2.2 {
                break;
            }
        }
        println!(
            "{unit:?}: {} ms for {half} bytes, {ratio:.2} times for twice",
            once.0 / 1_000_000
        );
        assert!(ratio <= 2.2, "{unit:?}: {ratio:.2} times the work for twice the text");
        assert!(twice.1 <= 3 * 2 * half, "{unit:?}: {} bytes of {}", twice.1, 2 * half);
    }
}
