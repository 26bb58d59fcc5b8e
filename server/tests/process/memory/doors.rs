//! What is refused, call logs and reports.

use super::{
    bodies::{HEAD, NDJSON, with_text},
    measured::{MAX_GROWTH, Measured},
};

/// The mapping of a call log's columns.
const MAPPING: &str = r#"{"source": "log", "fields": {"source_id": "source_id", "summary": "summary",
    "started_at": "started_at", "total_seconds": "total_seconds", "status": "status"}}"#;

#[tokio::test]
async fn what_is_refused_makes_the_server_grow_little() {
    let measured = Measured::start().await;
    let objects = format!("[{}{{}}]", "{\"a\":0},".repeat(590_000));
    for (name, body, said) in [
        ("a summary of 50 MB", with_text("summary", 50), "`summary` is longer than 1 MB"),
        ("an unknown field of 50 MB", with_text("colour", 50), "`colour` is longer than 1 MB"),
        ("brackets", "[".repeat(50 << 20), "more than 300,000 values beside its transcript"),
        ("many values", format!("{{\"tags\":[{}0]}}\n", "0,".repeat(5_000_000)), "values"),
        (
            "many objects",
            format!("{{\"source_id\":\"a\",{HEAD},\"analysis\":{objects}}}\n"),
            "more than 300,000 values beside its transcript",
        ),
        ("blanks", " ".repeat(300 << 20), "256 MB"),
    ] {
        measured.reset();
        let answer = measured.push(NDJSON, "", &body).await;
        assert!(answer.contains(said), "{name}: {answer}");
        measured.check(name, MAX_GROWTH);
    }
}

#[tokio::test]
async fn call_logs_and_reports_at_their_bounds_make_the_server_grow_little() {
    let measured = Measured::start().await;
    let row =
        |n: usize| format!("{n},2026-06-01T09:00:00Z,completed,60,{}\n", "note ".repeat(13_000));
    let rows: String = (0..400).map(row).collect();
    let log = format!("source_id,started_at,status,total_seconds,summary\n{rows}");
    let query =
        form_urlencoded::Serializer::new(String::new()).append_pair("mapping", MAPPING).finish();
    measured.reset();
    let answer = measured.push("text/csv", &format!("?{query}"), &log).await;
    assert!(answer.contains("\"taken\":400"), "{}", &answer[..answer.len().min(2_000)]);
    measured.check("a call log", MAX_GROWTH);
    let report = |id: &str, lines: usize, text: &str| {
        let line = |n: usize| format!("{{\"who\":\"bot\",\"text\":\"{text} {n}\"}}");
        let lines: Vec<String> = (0..lines).map(line).collect();
        let lines = lines.join(",");
        format!("{{\"id\":\"{id}\",\"started\":\"2026-06-01T09:00:00Z\",\"lines\":[{lines}]}}")
    };
    for (name, body) in [
        ("a report", report("small", 50_000, "Line")),
        ("a report of the largest size", report("large", 240, &"yes ".repeat(16_000))),
        ("a report of many lines", report("lines", 30_000, &"yes ".repeat(110))),
    ] {
        assert!(body.len() <= 16 << 20, "{name}: {}", body.len());
        measured.reset();
        let answer = measured.report(&body).await;
        assert!(answer.contains("\"taken\""), "{name}: {answer}");
        measured.check(name, MAX_GROWTH);
    }
}
