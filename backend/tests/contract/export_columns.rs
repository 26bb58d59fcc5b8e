//! Columns of background exports: what is read from the database for some of them is enough for each.

use std::io::Cursor;

use earshot_backend::readers::{Format, IncomingCall, ReadOptions, read};
use earshot_domain::{CallColumn, ColumnSet, ExportRequest, ExportTable};
use jiff::tz::TimeZone;

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
    // The sample has a value of every other column.
    assert!(empty.len() <= 6, "no values of {empty:?}");
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
    let file = Cursor::new(include_bytes!("../../samples/talkifai.ndjson").as_slice());
    let zone = ReadOptions::in_zone(TimeZone::get("Europe/London").unwrap());
    read(Format::Talkifai, Box::new(file), zone).unwrap().map(Result::unwrap).collect()
}
