//! Columns of background exports: what is read from the database for some of them is enough for each.

use std::io::Cursor;

use earshot_backend::readers::{Format, IncomingCall, ReadOptions, read};
use earshot_domain::{CallColumn, ColumnSet, ExportRequest, ExportTable};
use earshot_testkit::read_calls;
use jiff::tz::TimeZone;
use serde_json::json;

use crate::{
    export_jobs::{csv_request, files, run_due, small_parts, start},
    harness::{Person, Site, parse_csv},
};

crate::on_both_databases!(a_column_alone_has_the_values_that_it_has_among_all);

async fn a_column_alone_has_the_values_that_it_has_among_all(site: &Site) {
    site.ingest(rich_calls()).await;
    let backend = site.with_limits(small_parts()).await;
    let person = site.admin().await;
    let all = table(&backend, &person, CallColumn::ALL).await;
    assert!(all.len() > 2, "{} calls", all.len());
    let mut empty = Vec::new();
    for (place, column) in CallColumn::ALL.iter().enumerate() {
        let alone = table(&backend, &person, &[*column]).await;
        let among: Vec<Vec<String>> = all.iter().map(|row| vec![row[place].clone()]).collect();
        assert_eq!(alone, among, "{column}");
        if alone.iter().all(|row| row[0].is_empty()) {
            empty.push(*column);
        }
    }
    assert!(empty.is_empty(), "no values of {empty:?}");
}

/// The rows of a CSV file with these columns.
async fn table(
    backend: &earshot_backend::Backend,
    person: &Person,
    columns: &[CallColumn],
) -> Vec<Vec<String>> {
    let table = ExportTable::Calls { set: ColumnSet::Calls, fields: columns.to_vec() };
    let request = ExportRequest { table, columns_chosen: true, ..csv_request("") };
    let id = start(backend, person, &request).await;
    run_due(backend).await;
    let files = files(backend, person, id).await;
    assert_eq!(files.len(), 1);
    parse_csv(std::str::from_utf8(&files[0]).unwrap())
}

/// Calls with everything that a source can give.
fn rich_calls() -> Vec<IncomingCall> {
    let zone = ReadOptions::in_zone(TimeZone::get("Europe/London").unwrap());
    let file = Cursor::new(include_bytes!("../../backend/samples/talkifai.ndjson").as_slice());
    let samples = read(Format::Talkifai, Box::new(file), zone).unwrap().map(Result::unwrap);
    let own = json!({
        "source_id": "rich-1", "started_at": "2026-05-09T09:00:00Z",
        "ended_at": "2026-05-09T09:01:30Z", "end_reason": "caller_hung_up", "status": "completed",
        "channel": "voice", "direction": "inbound", "caller": "+442079460018",
        "callee": "+442079460100", "agent": "Marina", "total_seconds": 90, "ring_seconds": 5,
        "talk_seconds": 80, "hold_seconds": 5, "outcome": "Booked", "sentiment": "positive",
        "summary": "A booking", "audience": "beta", "priority": "high",
        "csat": { "rating": 4, "comment": "Quick" }, "tags": ["late"], "skills": ["booking"],
        "notes": ["Call back"],
        "customer": { "id": "c-1", "name": "Ann Lee", "email": "ann@example.com",
            "phone": "+442079460018", "company": "Lee Ltd", "identity_verified": true },
        "transcript": { "turns": [{ "speaker": "caller", "text": "Hello" }] },
    });
    samples.chain(read_calls(Format::Ndjson, &own, "Europe/London")).collect()
}
