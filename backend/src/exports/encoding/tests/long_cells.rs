//! The number of texts that no cell of a spreadsheet holds.

use earshot_domain::{CallColumn, ColumnSet, ExportFormat, ExportTable};

use super::samples::{context, conversations, key};
use crate::exports::encoding::encoder_of;

/// Counts while three calls with two summaries longer than a cell are written, and after.
fn counts(format: ExportFormat, for_excel: bool) -> [u64; 2] {
    let mut context = context(&key(), format);
    context.request.options.bom = for_excel;
    context.request.columns_chosen = true;
    let fields = vec![CallColumn::CallId, CallColumn::Summary];
    context.request.table = ExportTable::Calls { set: ColumnSet::Calls, fields };
    let mut batch = conversations(&context.key, 3);
    let texts = ["x".repeat(32_767), "x".repeat(32_768), "\u{1f600}".repeat(16_384)];
    for (call, text) in batch.iter_mut().zip(texts) {
        call.row.cells.summary = Some(text);
    }
    let mut encoder = encoder_of(context);
    encoder.begin().unwrap();
    encoder.conversations(&batch).unwrap();
    let first = encoder.take_long_cells();
    encoder.end().unwrap();
    [first, encoder.take_long_cells()]
}

#[test]
fn formats_for_spreadsheets_count_texts_longer_than_a_cell_once() {
    assert_eq!(counts(ExportFormat::Xlsx, false), [2, 0]);
    assert_eq!(counts(ExportFormat::Csv, true), [2, 0]);
}

#[test]
fn other_formats_have_no_cells_to_exceed() {
    for format in [ExportFormat::Csv, ExportFormat::JsonLines, ExportFormat::Parquet] {
        assert_eq!(counts(format, false), [0, 0], "{format:?}");
    }
}
