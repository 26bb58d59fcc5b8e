//! Files that are written again, or continued after any row, are the same.

use earshot_domain::{ExportFormat, ExportTable};

use super::samples::{context, conversations, file, key};
use crate::exports::encoding::{FileContext, can_resume, encoder_of};

const ROWS: usize = 7;

fn contexts(format: ExportFormat) -> Vec<FileContext> {
    let key = key();
    let calls = context(&key, format);
    let mut chosen = calls.clone();
    chosen.request.columns_chosen = true;
    let mut messages = calls.clone();
    messages.request.table = ExportTable::Messages { fields: Vec::new() };
    vec![calls, chosen, messages]
}

/// The formats that this module encodes.
const FORMATS: [ExportFormat; 5] = [
    ExportFormat::Csv,
    ExportFormat::Json,
    ExportFormat::JsonLines,
    ExportFormat::Xlsx,
    ExportFormat::Parquet,
];

#[test]
fn a_file_that_is_written_again_is_the_same() {
    for context in FORMATS.into_iter().flat_map(contexts) {
        let batch = conversations(&context.key, ROWS);
        let first = file(context.clone(), &batch);
        assert_eq!(file(context.clone(), &batch), first, "{:?}", context.request);
    }
}

#[test]
fn a_file_that_is_continued_after_any_row_is_the_same() {
    for context in FORMATS.into_iter().filter(|format| can_resume(*format)).flat_map(contexts) {
        let batch = conversations(&context.key, ROWS);
        let (whole, _) = file(context.clone(), &batch);
        for stop in 0..=ROWS {
            let mut begun = encoder_of(context.clone());
            begun.begin().unwrap();
            let rows = begun.conversations(&batch[..stop]).unwrap();
            let mut bytes = begun.take().unwrap();
            let mut continued = encoder_of(context.clone());
            continued.resume(rows).unwrap();
            continued.conversations(&batch[stop..]).unwrap();
            continued.end().unwrap();
            bytes.extend(continued.take().unwrap());
            assert_eq!(bytes, whole, "{:?} after {stop}", context.request.format);
        }
    }
}
