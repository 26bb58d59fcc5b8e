//! Parquet: types, values and row groups, read back record by record.

use earshot_domain::{CallColumn as C, ColumnSet, ExportFormat, ExportTable};
use parquet::{
    basic::{Compression, LogicalType, TimeUnit, Type as Physical},
    file::{
        metadata::RowGroupMetaData,
        reader::{FileReader, SerializedFileReader},
    },
    record::{Field, Row},
};
use proptest::prelude::*;

use super::samples::{STARTED_AT, TEXTS, context, conversations, file, id, key};
use crate::exports::encoding::{Conversation, FileContext, encoder_of};

fn read(bytes: Vec<u8>) -> SerializedFileReader<bytes::Bytes> {
    SerializedFileReader::new(bytes::Bytes::from(bytes)).unwrap()
}

fn rows(reader: &SerializedFileReader<bytes::Bytes>) -> Vec<Row> {
    reader.get_row_iter(None).unwrap().map(Result::unwrap).collect()
}

fn values(row: &Row) -> Vec<(&str, &Field)> {
    row.get_column_iter().map(|(name, field)| (name.as_str(), field)).collect()
}

fn with_columns(fields: &[C]) -> (FileContext, Vec<Conversation>) {
    let key = key();
    let mut context = context(&key, ExportFormat::Parquet);
    context.request.table = ExportTable::Calls { set: ColumnSet::Calls, fields: fields.to_vec() };
    (context, conversations(&key, TEXTS.len()))
}

#[test]
fn values_have_the_types_of_their_columns() {
    let (context, batch) = with_columns(&[
        C::CallId,
        C::StartedAt,
        C::EndedAt,
        C::DurationSeconds,
        C::HoldSeconds,
        C::HasRecording,
        C::Tags,
        C::Notes,
    ]);
    let reader = read(file(context, &batch[1..2]).0);
    let text = |text: &str| Field::Str(text.to_owned());
    let expected = [
        ("call_id", &text(&id(1).to_string())),
        ("started_at", &Field::TimestampMillis(STARTED_AT + 60_000)),
        ("ended_at", &Field::Null),
        ("duration_seconds", &Field::Long(13)),
        ("hold_seconds", &Field::Null),
        ("has_recording", &Field::Bool(false)),
        ("tags", &text("new; =SUM(A1:A9)")),
        ("notes", &text(r#"["Call back","Asked twice"]"#)),
    ];
    assert_eq!(values(&rows(&reader)[0]), expected);
    let schema = reader.metadata().file_metadata().schema_descr();
    let started = schema.column(1);
    assert_eq!(started.physical_type(), Physical::INT64);
    let utc_milliseconds = LogicalType::timestamp(true, TimeUnit::MILLIS);
    assert_eq!(started.logical_type_ref(), Some(&utc_milliseconds));
    assert_eq!(schema.column(0).logical_type_ref(), Some(&LogicalType::String));
}

#[test]
fn every_column_is_of_its_type() {
    let (context, batch) = with_columns(C::ALL);
    let rows = rows(&read(file(context, &batch).0));
    let names: Vec<_> = values(&rows[0]).into_iter().map(|(name, _)| name).collect();
    assert_eq!(names, C::ALL.iter().map(|column| column.as_str()).collect::<Vec<_>>());
    assert_eq!(rows.len(), TEXTS.len());
}

#[test]
fn text_is_not_changed() {
    let (context, batch) = with_columns(&[C::CsatComment]);
    let reader = read(file(context, &batch).0);
    let texts: Vec<_> = rows(&reader).iter().map(|row| values(row)[0].1.clone()).collect();
    assert_eq!(texts, TEXTS.map(|text| Field::Str(text.to_owned())));
}

#[test]
fn messages_mode_has_seconds_as_doubles() {
    let (mut context, batch) = with_columns(&[]);
    context.request.table = ExportTable::Messages { fields: Vec::new() };
    let rows = rows(&read(file(context, &batch).0));
    assert_eq!(rows.len(), 2 * TEXTS.len());
    let first = values(&rows[0]);
    assert_eq!(first[3], ("message", &Field::Long(1)));
    assert_eq!(first[5], ("offset_seconds", &Field::Double(1.5)));
}

#[test]
fn groups_have_at_most_a_thousand_rows_and_are_taken_as_they_are_written() {
    let (context, batch) = with_columns(&[C::CallId, C::Summary]);
    let mut encoder = encoder_of(context);
    encoder.begin().unwrap();
    let mut bytes = Vec::new();
    for _ in 0..209 {
        encoder.conversations(&batch).unwrap();
        bytes.extend(encoder.take().unwrap());
    }
    assert!(bytes.len() > b"PAR1".len(), "groups that are complete were not written");
    encoder.end().unwrap();
    bytes.extend(encoder.take().unwrap());
    let reader = read(bytes);
    let metadata = reader.metadata();
    let groups = metadata.row_groups().iter().map(RowGroupMetaData::num_rows);
    assert_eq!(groups.collect::<Vec<_>>(), [1_000, 1_000, 508]);
    assert_eq!(metadata.file_metadata().created_by(), Some("earshot version 1"));
    let chunk = metadata.row_group(0).column(1);
    assert_eq!(chunk.compression(), Compression::SNAPPY);
    assert!(chunk.dictionary_page_offset().is_some());
    assert_eq!(rows(&reader).len(), 2_508);
}

proptest! {
    #[test]
    fn any_text_reads_back(summary in proptest::option::of("\\PC{0,20}[\\s\\S]{0,40}")) {
        let (context, mut batch) = with_columns(&[C::Summary]);
        batch[0].row.cells.summary.clone_from(&summary);
        let read = rows(&read(file(context, &batch[..1]).0));
        let expected = summary.map_or(Field::Null, Field::Str);
        prop_assert_eq!(values(&read[0])[0].1, &expected);
    }
}
