//! Calls that are stored, and those that come again.

use super::{
    bodies::{
        HEAD, NDJSON, PBX, TALKIFAI, conversation, legs, with_each_line, with_lines, with_words,
    },
    measured::{MAX_GROWTH, MB, Measured},
};

/// Bytes by which a body that adds to a stored call may make the server grow.
const MAX_EXTENDED: u64 = 128 * MB;

#[tokio::test]
async fn what_is_stored_makes_the_server_grow_little() {
    let measured = Measured::start().await;
    stores(&measured).await;
}

#[tokio::test]
async fn what_is_stored_without_its_text_before_redaction_makes_the_server_grow_little() {
    let measured = Measured::with(&["UPDATE tenants SET keep_raw_text = FALSE"]).await;
    stores(&measured).await;
}

async fn stores(measured: &Measured) {
    let long = with_each_line("long", 230, |_| "yes ".repeat(16_000));
    let longer = with_each_line("long", 235, |_| "yes ".repeat(16_000));
    let array = format!("[{}]", with_lines("array", 230, &"yes ".repeat(16_000)).trim());
    let medium = |lines| with_lines("medium", lines, &"yes \\\"no\\\" ".repeat(16));
    let events = r#"{"event":"x","author":"y","at":"2026-06-01T09:00:00Z","reason":"z"}"#;
    let reasons = events.replace('z', &"a reason ".repeat(7_000));
    let list = |name: &str, item: &str, items: usize| {
        let items = vec![item; items].join(",");
        format!("{{\"source_id\":\"{name}\",{HEAD},\"{name}\":[{items}]}}\n")
    };
    let function = r#"{"function":"f","parameters":{"a":[1,2,3],"b":{"c":"d"},"e":[{},{},"f"]}}"#;
    for (name, content_type, body, result) in [
        ("short lines", NDJSON, with_lines("short", 80_000, "Yes"), "taken"),
        ("a JSON array", "application/json", array, "taken"),
        ("long lines", NDJSON, long.clone(), "taken"),
        ("the same again", NDJSON, long, "unchanged"),
        ("more lines", NDJSON, longer, "extended"),
        ("lines of some size", NDJSON, medium(60_000), "taken"),
        ("more of them", NDJSON, medium(60_100), "extended"),
        ("many words", NDJSON, with_each_line("words", 400, with_words), "taken"),
        ("reasons", NDJSON, list("review_events", &reasons, 240), "taken"),
        ("notes", NDJSON, list("notes", &format!("\"{}\"", "note ".repeat(13_000)), 200), "taken"),
        ("functions", NDJSON, list("function_calls", function, 1_000), "taken"),
        ("a conversation", TALKIFAI, conversation(60_000, false), "taken"),
        ("the conversation again", TALKIFAI, conversation(60_000, false), "unchanged"),
        ("legs", PBX, legs(1, 24_000), "taken"),
        ("the legs again", PBX, legs(1, 24_000), "unchanged"),
    ] {
        let most = if result == "extended" { MAX_EXTENDED } else { MAX_GROWTH };
        store(measured, (name, content_type), &body, result, most).await;
    }
}

async fn store(
    measured: &Measured,
    (name, content_type): (&str, &str),
    body: &str,
    result: &str,
    most: u64,
) {
    assert!(body.len() <= 16 << 20, "{name}: {}", body.len());
    measured.reset();
    let (content_type, query) = content_type.split_once('?').unwrap_or((content_type, ""));
    let query = if query.is_empty() { String::new() } else { format!("?{query}") };
    let answer = measured.push(content_type, &query, body).await;
    assert!(answer.contains(&format!("\"{result}\":1")), "{name}: {answer}");
    measured.check(name, most);
}

#[tokio::test]
async fn documents_of_other_systems_are_merged_in_little_memory() {
    let measured = Measured::start().await;
    for (name, content_type, body, result, most) in [
        ("a conversation", TALKIFAI, conversation(60_000, false), "taken", MAX_GROWTH),
        ("more of it", TALKIFAI, conversation(60_001, false), "extended", MAX_EXTENDED),
        ("more, as objects", TALKIFAI, conversation(60_002, true), "extended", MAX_EXTENDED),
        ("legs", PBX, legs(1, 24_000), "taken", MAX_GROWTH),
    ] {
        store(&measured, (name, content_type), &body, result, most).await;
    }
}

#[tokio::test]
async fn several_large_calls_at_once_take_the_memory_of_one() {
    let measured = Measured::start().await;
    let body = |n: usize| with_lines(&format!("large-{n}"), 230, &"yes ".repeat(16_000));
    let bodies: [String; 3] = std::array::from_fn(body);
    measured.reset();
    let [one, two, three] = &bodies;
    let answers = tokio::join!(
        measured.push(NDJSON, "", one),
        measured.push(NDJSON, "", two),
        measured.push(NDJSON, "", three),
    );
    for answer in [answers.0, answers.1, answers.2] {
        assert!(answer.contains("\"taken\":1"), "{answer}");
    }
    measured.check("three at once", MAX_GROWTH);
    // A small record of each, for which what is stored is read.
    let more = [0, 1, 2]
        .map(|n| format!("{{\"source_id\":\"large-{n}\",{HEAD},\"summary\":\"Booked.\"}}"))
        .join("\n");
    measured.reset();
    let answer = measured.push(NDJSON, "", &more).await;
    assert!(answer.contains("\"extended\":3"), "{answer}");
    measured.check("three stored calls", MAX_GROWTH);
}
