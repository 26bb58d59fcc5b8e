//! CSV: columns of both modes, and the same rows as a streamed export.

use earshot_domain::{CallColumn, ColumnSet, ExportFormat, ExportTable, MessageColumn};

use super::samples::{STARTED_AT, TEXTS, context, conversations, file, id, key};
use crate::exports::{
    columns::{Context, calls},
    csv::CsvWriter,
    encoding::{Conversation, FileContext},
    writer::{self, Writer},
};

fn records(bytes: &[u8]) -> Vec<Vec<String>> {
    let mut reader = ::csv::ReaderBuilder::new().has_headers(false).from_reader(bytes);
    reader.records().map(|record| record.unwrap().iter().map(str::to_owned).collect()).collect()
}

fn streamed(context: &FileContext, batch: &[Conversation]) -> Vec<u8> {
    let rows: Vec<_> = batch.iter().map(|call| call.row.cells.clone()).collect();
    let row_context = Context {
        project: "front-desk",
        country: None,
        zone: &context.zone,
        key: &context.key,
        mask: context.mask,
        pseudonyms: None,
    };
    let mut csv = CsvWriter::new(context.zone.clone());
    writer::begin(&mut csv, &calls()).unwrap();
    writer::write_rows(&mut csv, &calls(), &rows, &row_context).unwrap();
    csv.end().unwrap();
    csv.take().unwrap()
}

#[test]
fn the_ten_columns_are_written_as_a_streamed_export_writes_them() {
    let key = key();
    let batch = conversations(&key, TEXTS.len());
    let mut context = context(&key, ExportFormat::Csv);
    context.request.table = ExportTable::Calls { set: ColumnSet::Calls, fields: Vec::new() };
    let (written, _) = file(context.clone(), &batch);
    assert_eq!(String::from_utf8(written), String::from_utf8(streamed(&context, &batch)));
}

#[test]
fn every_column_has_its_value() {
    let key = key();
    let mut context = context(&key, ExportFormat::Csv);
    context.request.table =
        ExportTable::Calls { set: ColumnSet::Calls, fields: CallColumn::ALL.to_vec() };
    let (written, _) = file(context, &conversations(&key, 1));
    let records = records(&written);
    let names: Vec<_> = CallColumn::ALL.iter().map(|column| column.as_str()).collect();
    assert_eq!(records[0], names);
    let id = id(0).to_string();
    let audit_log = r#"[{"event":"claim","author":"Bo","at":"2026-05-09T15:00:00Z"},{"event":"note","author":"Kim","at":"2026-05-09T15:49:21+01:00","text":"Asked twice"}]"#;
    let expected = [
        id.as_str(),
        &id,
        "front-desk",
        "switch",
        "2026-0",
        "2026-05-09T14:49:21+01:00",
        "2026-05-09T14:49:21+01:00",
        "2026-05-09T14:49:34+01:00",
        "completed",
        "completed",
        "done",
        "caller hung up",
        "voice",
        "inbound",
        "****0018",
        "****0100",
        "Marina",
        "Marina",
        "13",
        "2",
        "11",
        "",
        "fully_resolved",
        "positive",
        "high",
        "new; Booked for Thursday",
        "patients",
        "true",
        "available",
        "new",
        "[REDACTED]",
        "****@example.com",
        "****0018",
        "Lee & Sons",
        "true",
        "4",
        "Booked for Thursday",
        "2",
        "Good morning",
        "Booked for Thursday",
        "Booked for Thursday",
        "Agent: Good morning Caller: Booked for Thursday",
        r#"[{"function":"book","parameters":{"day":"Booked for Thursday"},"result":{"ok":true}}]"#,
        r#"{"score":0.5,"topic":"Booked for Thursday"}"#,
        r#"[{"title":"Prices"}]"#,
        "booking",
        r#"["Call back","Asked twice"]"#,
        audit_log,
    ];
    assert_eq!(records[1], expected);
}

#[test]
fn messages_mode_has_a_row_for_each_turn_that_can_be_read() {
    let key = key();
    let mut batch = conversations(&key, 2);
    batch[1].row.transcript_state = earshot_domain::TranscriptState::Hidden;
    let mut context = context(&key, ExportFormat::Csv);
    context.request.table = ExportTable::Messages { fields: Vec::new() };
    let (written, _) = file(context, &batch);
    let records = records(&written);
    let names: Vec<_> = MessageColumn::ALL.iter().map(|column| column.as_str()).collect();
    assert_eq!(records[0], names);
    let id = id(0).to_string();
    let start = "2026-05-09T14:49:21+01:00";
    assert_eq!(STARTED_AT % 1000, 250, "the first message began in the next second");
    assert_eq!(
        records[1],
        [
            &id,
            "front-desk",
            start,
            "1",
            "2026-05-09T14:49:22+01:00",
            "1.5",
            "agent",
            "Good morning"
        ]
    );
    assert_eq!(
        records[2],
        [&id, "front-desk", start, "2", "", "", "caller", "Booked for Thursday"]
    );
    assert_eq!(records.len(), 3);
}

#[test]
fn for_excel_text_stays_text() {
    let key = key();
    let mut context = context(&key, ExportFormat::Csv);
    context.request.options.bom = true;
    context.request.table = ExportTable::Calls {
        set: ColumnSet::Calls,
        fields: vec![CallColumn::CsatComment, CallColumn::CsatRating],
    };
    let (written, _) = file(context, &conversations(&key, TEXTS.len()));
    let text = written.strip_prefix("\u{feff}".as_bytes()).unwrap();
    let comments: Vec<String> = records(text)[1..].iter().map(|record| record[0].clone()).collect();
    assert_eq!(comments[1..6], ["'=SUM(A1:A9)", "'+1", "'@cmd", "'007", "'1e5"]);
    assert_eq!(records(text)[1], ["Booked for Thursday", "4"]);
}
