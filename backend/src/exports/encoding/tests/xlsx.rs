//! XLSX: typed cells, texts as they are, overflow, further sheets, and fixed times.

use std::collections::BTreeMap;

use earshot_domain::{CallColumn as C, ColumnSet, ExportFormat, ExportTable};
use jiff::tz::TimeZone;
use proptest::prelude::*;

use super::{
    samples::{STARTED_AT, TEXTS, context, conversation, conversations, file, id, key},
    workbook::{Cell, Workbook},
};
use crate::exports::{
    columns::{Heading, Kind, Value},
    encoding::{FileContext, xlsx::XlsxWriter},
    writer::Writer,
};

fn with_columns(fields: &[C]) -> FileContext {
    let mut context = context(&key(), ExportFormat::Xlsx);
    context.request.table = ExportTable::Calls { set: ColumnSet::Calls, fields: fields.to_vec() };
    context
}

fn text(text: &str) -> Cell {
    Cell::Text(text.to_owned())
}

#[test]
fn cells_have_types_and_headings_name_the_zone() {
    let context = with_columns(&[
        C::StartedAt,
        C::DurationSeconds,
        C::HasRecording,
        C::Tags,
        C::HoldSeconds,
        C::Caller,
    ]);
    let batch = conversations(&context.key, 1);
    let (written, notes) = file(context, &batch);
    let mut workbook = Workbook::open(written);
    assert_eq!(workbook.sheet_names(), ["Calls"]);
    let mut cells = workbook.cells(1);
    let Some(Cell::Number(date)) = cells.remove("A2") else { panic!("no date: {cells:?}") };
    // 2026-05-09, as a spreadsheet counts days, and the time in London as a part of one.
    let expected = 46_151.0 + (14.0 * 3600.0 + 49.0 * 60.0 + 21.25) / 86_400.0;
    assert!((date - expected).abs() < 1e-8, "{date}");
    let expected = BTreeMap::from([
        ("A1", text("started_at (Europe/London)")),
        ("B1", text("started_at_offset")),
        ("C1", text("duration_seconds")),
        ("D1", text("has_recording")),
        ("E1", text("tags")),
        ("F1", text("hold_seconds")),
        ("G1", text("caller")),
        ("B2", text("+01:00")),
        ("C2", Cell::Number(13.0)),
        ("D2", Cell::Boolean(true)),
        ("E2", text("new; Booked for Thursday")),
        ("G2", text("****0018")),
    ]);
    let expected = expected.into_iter().map(|(at, cell)| (at.to_owned(), cell)).collect();
    assert_eq!(cells, expected);
    assert!(workbook.part("xl/styles.xml").contains("yyyy-mm-dd hh:mm:ss"));
    assert!(notes.is_empty());
}

#[test]
fn the_two_times_of_an_hour_that_occurs_twice_have_different_offsets() {
    let context = with_columns(&[C::EndedAt, C::Summary]);
    let mut batch = conversations(&context.key, 3);
    // 2026-10-25T00:30:00Z, an hour later, and none.
    let times = [Some(1_792_888_200_000), Some(1_792_891_800_000), None];
    for (call, ended_at) in batch.iter_mut().zip(times) {
        (call.row.ended_at, call.row.cells.summary) = (ended_at, Some("x".to_owned()));
    }
    let cells = Workbook::open(file(context, &batch).0).cells(1);
    let cell = |place: &str| cells.get(place).cloned();
    assert_eq!(cell("B1"), Some(text("ended_at_offset")));
    assert_eq!(cell("A2"), cell("A3"), "half past one in the morning");
    let offsets = [cell("B2"), cell("B3"), cell("B4")];
    assert_eq!(offsets, [Some(text("+01:00")), Some(text("+00:00")), None]);
    assert_eq!([cell("A4"), cell("C4")], [None, Some(text("x"))]);
}

#[test]
fn text_stays_as_it_is_whatever_it_looks_like() {
    let context = with_columns(&[C::CsatComment]);
    let batch = conversations(&context.key, TEXTS.len());
    let (written, _) = file(context, &batch);
    let cells = Workbook::open(written).cells(1);
    for (text, row) in TEXTS.iter().zip(2..) {
        let cell = cells.get(&format!("A{row}"));
        let expected = (!text.is_empty()).then(|| Cell::Text((*text).to_owned()));
        assert_eq!(cell, expected.as_ref());
    }
}

#[test]
fn a_text_that_no_cell_holds_continues_in_a_sheet_of_its_own() {
    let context = with_columns(&[C::CallId, C::Summary]);
    let mut call = conversation(&context.key, 0);
    let long = "=\u{e9}\u{1f600} ".repeat(14_000);
    call.row.cells.summary = Some(long.clone());
    let (written, notes) = file(context, &[call]);
    let mut workbook = Workbook::open(written);
    assert_eq!(workbook.sheet_names(), ["Calls", "Overflow"]);
    let (rows, overflow) = (workbook.cells(1), workbook.cells(2));
    let Cell::Text(first) = &rows["B2"] else { panic!("not text") };
    let mut whole = first.strip_suffix(" [continues in sheet Overflow]").unwrap().to_owned();
    for (piece, row) in [2.0, 3.0].into_iter().zip(2..) {
        let of = |column: char| overflow[&format!("{column}{row}")].clone();
        let place = [of('A'), of('B'), of('C'), of('D'), of('E')];
        let id = text(&id(0).to_string());
        let row = Cell::Number(2.0);
        assert_eq!(place, [id, text("Calls"), row, text("summary"), Cell::Number(piece)]);
        let Cell::Text(rest) = of('F') else { panic!("not text") };
        whole.push_str(&rest);
    }
    assert_eq!(whole, long);
    assert!(notes.is_empty());
}

#[test]
fn rows_go_on_in_further_sheets() {
    let mut xlsx = XlsxWriter::with_max_rows(TimeZone::UTC, "Messages", STARTED_AT, 3);
    xlsx.begin(&[Heading { name: "n", kind: Kind::Integer }]).unwrap();
    (1..=5).for_each(|n| xlsx.row(&[Value::Int(n)]).unwrap());
    xlsx.end().unwrap();
    let mut workbook = Workbook::open(xlsx.take().unwrap());
    assert_eq!(workbook.sheet_names(), ["Messages", "Messages 2", "Messages 3"]);
    let numbers: Vec<_> = (1..=3)
        .flat_map(|sheet| workbook.cells(sheet).into_values())
        .filter(|cell| matches!(cell, Cell::Number(_)))
        .collect();
    assert_eq!(numbers, [1.0, 2.0, 3.0, 4.0, 5.0].map(Cell::Number));
    assert_eq!(xlsx.notes(), ["The rows fill more than one sheet."]);
}

#[test]
fn the_times_in_the_file_are_those_of_the_request() {
    let context = with_columns(&[C::CallId]);
    let (written, _) = file(context, &[]);
    let mut workbook = Workbook::open(written);
    let times = workbook.times();
    assert!(times.iter().all(|time| time.starts_with("1980-01-01")), "{times:?}");
    let properties = workbook.part("docProps/core.xml");
    assert!(properties.contains(">2026-05-10T13:49:21Z</dcterms:created>"), "{properties}");
    assert!(properties.contains(">2026-05-10T13:49:21Z</dcterms:modified>"), "{properties}");
}

proptest! {
    #[test]
    fn any_text_reads_back_as_text(comment in "[=+@0-9]?\\PC{0,20}[\\s\\S]{0,40}") {
        let context = with_columns(&[C::Summary]);
        let mut call = conversation(&context.key, 0);
        call.row.cells.summary = Some(comment.clone());
        let cells = Workbook::open(file(context, &[call]).0).cells(1);
        let expected = (!comment.is_empty()).then_some(Cell::Text(comment));
        prop_assert_eq!(cells.get("A2"), expected.as_ref());
    }
}
