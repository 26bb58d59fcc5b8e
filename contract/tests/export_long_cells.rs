//! Cells that hold more than a spreadsheet shows: counted over all files of an export.

use std::time::Duration;

use earshot_backend::{Backend, Limits, Rate, readers::IncomingCall};
use earshot_domain::{ExportFormat, ExportId, ExportRequest};
use earshot_testkit::{alternating_turns, call};
use jiff::SignedDuration;
use serde_json::{Value, json};

use crate::{
    export_jobs::{csv_request, job, run_due, run_interrupted, start},
    harness::{Person, Site},
};

crate::on_both_databases!(
    the_manifest_and_the_page_say_how_many_cells_are_too_long,
    an_interrupted_export_counts_each_cell_once,
    an_export_without_them_says_nothing,
);

const CSV: &str = "4 cells have more text than the 32,767 characters of a cell: Excel cuts off what \
                   exceeds it. An Excel file (XLSX) has it in a second sheet.";
const XLSX: &str = "4 cells have more text than the 32,767 characters of a cell: what exceeds it is in \
                    the sheet Overflow.";

/// Files of two calls, written one call at a time.
async fn backend(site: &Site) -> Backend {
    let export_rate = Rate { events: 1000, seconds: 600 };
    let limits =
        Limits { export_part_calls: 2, export_batch_calls: 1, export_rate, ..Limits::default() };
    site.with_limits(limits).await
}

/// Seven calls with four texts longer than a cell: a summary and three transcripts, one of which is it
/// by the names of its speakers alone.
async fn ingest_long(site: &Site) {
    let long = "word ".repeat(7_000);
    let mut calls: Vec<IncomingCall> = (1..=7).map(call).collect();
    calls[0].summary = Some(long.clone());
    calls[1].summary = Some("y".repeat(32_767));
    calls[2].turns = alternating_turns(&[&long]);
    calls[5].turns = alternating_turns(&[&long, &long]);
    calls[6].turns = alternating_turns(&[&"z".repeat(32_761)]);
    site.ingest(calls).await;
}

fn request(format: ExportFormat) -> ExportRequest {
    let mut request = csv_request("");
    request.format = format;
    request.options.bom = format == ExportFormat::Csv;
    request
}

async fn assert_notes(backend: &Backend, admin: &Person, id: ExportId, expected: &[&str]) {
    let done = job(backend, admin, id).await;
    assert_eq!((done.written, done.files.len()), (7, 4));
    assert_eq!(done.notes, expected);
    let manifest = backend.exports().job_manifest(&admin.viewer, id).await.unwrap();
    let manifest = manifest.read(&admin.viewer).await.unwrap();
    let manifest: Value = serde_json::from_slice(&manifest).unwrap();
    assert_eq!(manifest["notes"], json!(expected));
}

async fn the_manifest_and_the_page_say_how_many_cells_are_too_long(site: &Site) {
    ingest_long(site).await;
    let (backend, admin) = (backend(site).await, site.admin().await);
    for (format, note) in [(ExportFormat::Csv, CSV), (ExportFormat::Xlsx, XLSX)] {
        let id = start(&backend, &admin, &request(format)).await;
        run_due(&backend).await;
        assert_notes(&backend, &admin, id, &[note]).await;
    }
}

async fn an_interrupted_export_counts_each_cell_once(site: &Site) {
    ingest_long(site).await;
    let (backend, admin) = (backend(site).await, site.admin().await);
    for (format, note) in [(ExportFormat::Csv, CSV), (ExportFormat::Xlsx, XLSX)] {
        let id = start(&backend, &admin, &request(format)).await;
        while job(&backend, &admin, id).await.state.is_active() {
            let written = job(&backend, &admin, id).await.written;
            tokio::time::timeout(
                Duration::from_mins(1),
                run_interrupted(&backend, &admin, id, written),
            )
            .await
            .expect("it goes on");
            // The lease of the run that ended expires.
            site.clock.advance(SignedDuration::from_secs(16));
        }
        assert_notes(&backend, &admin, id, &[note]).await;
    }
}

async fn an_export_without_them_says_nothing(site: &Site) {
    ingest_long(site).await;
    let (backend, admin) = (backend(site).await, site.admin().await);
    // Nothing cuts the cells of a CSV for other programs.
    let id = start(&backend, &admin, &csv_request("")).await;
    run_due(&backend).await;
    assert_notes(&backend, &admin, id, &[]).await;
}
