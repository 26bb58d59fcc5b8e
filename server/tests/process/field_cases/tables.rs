//! Exported tables: what a spreadsheet would change, and a transcript longer than its cells.

use std::{collections::BTreeMap, fs};

use serde_json::Value;

use super::site::{Site, input, text};

/// The rows of a CSV file, by the names of their columns.
fn rows(file: &str) -> Vec<BTreeMap<String, String>> {
    csv::Reader::from_reader(file.as_bytes()).deserialize().map(Result::unwrap).collect()
}

#[tokio::test(flavor = "multi_thread")]
async fn for_excel_no_text_is_a_number_a_date_or_a_formula() {
    let site = Site::new("Europe/London");
    site.take("ndjson", &[], "spreadsheet.ndjson", "9 imported, 0 extended, 0 unchanged");
    let reader = site.serve(&[]).await;
    let cookie = reader.server.sign_in().await;
    let form = "bom=on&include_caller_full=on&reason_code=other&justification=asked";
    let answer = reader.server.post(&cookie, "/api/exports/calls", form).await;
    assert_eq!(answer.status, 200, "{answer:?}");
    let file = String::from_utf8(answer.body).unwrap();
    let mut rows = rows(file.strip_prefix('\u{feff}').expect("a byte order mark"));
    rows.sort_by_key(|row| row["call_started_at"].clone());
    let cells: Vec<_> = rows
        .iter()
        .map(|row| ["caller", "agent", "summary"].map(|name| row[name].as_str()))
        .collect();
    let expected = [
        ["'+447700900123", "Ava", "Plain."],
        ["'07700900124", "'007", "He said \"no\", twice. Then, a new line."],
        ["'447700900125", "'1E5", "'-12 degrees in the room"],
        ["'00447700900126", "'=Ava", "'\u{ff1d}1+1"],
        ["'+1 (202) 555-0160", "'2026-01-02", "'@sum of it"],
        ["'2025550161", "'-Ben", "'+44 is the code"],
        ["'1001", "'1/2", "'\tTabbed"],
        // The Greek question mark looks like a semicolon and separates no cells.
        ["Withheld", "'TRUE", "a\u{37e}b\u{37e}c"],
        ["'020 7946 0129", "Zo\u{eb}", "\u{20ac} 5 \u{2013} ok"],
    ];
    assert_eq!(cells, expected);
    assert!(rows.iter().all(|row| row["duration_seconds"] == "60"));
}

#[test]
fn a_transcript_of_an_hour_is_not_cut() {
    let site = Site::new("Europe/London");
    site.take("ndjson", &[], "one-hour.json", "1 imported, 0 extended, 0 unchanged");
    let folder = site.operator.folder.path().join("export");
    let run = ["export", "run", "--tenant", "harbour", "--format", "csv", "--set", "calls"];
    let to = ["--to", folder.to_str().unwrap()];
    site.operator.earshot(&[run.as_slice(), &to].concat(), "");
    let mut files = fs::read_dir(folder.join("data")).unwrap();
    let rows = rows(&fs::read_to_string(files.next().unwrap().unwrap().path()).unwrap());
    let call: Value =
        serde_json::from_str(&fs::read_to_string(input("one-hour.json")).unwrap()).unwrap();
    let lines = call["transcript"]["turns"].as_array().unwrap().iter().map(|turn| {
        let speaker = if turn["speaker"] == "agent" { "Agent" } else { "Caller" };
        format!("{speaker}: {}", text(&turn["text"]))
    });
    let whole = lines.collect::<Vec<_>>().join(" ");
    // More than the 32,767 characters that Excel holds in a cell.
    assert_eq!((rows.len(), whole.len()), (1, 49_473));
    assert_eq!(rows[0]["transcript"], whole);
}
