//! Encoder of CSV files.

use earshot_domain::ExportFormat;

use super::encoder::{Conversation, Encoder, FileContext};
use crate::{
    Error,
    exports::{
        columns::{Context, calls},
        format::writer_of,
        writer::{self, Writer},
    },
    store::ExportRecordRow,
};

/// Writes a row for each call.
pub(super) struct CsvEncoder {
    context: FileContext,
    writer: Box<dyn Writer>,
}

impl CsvEncoder {
    pub(super) fn new(context: FileContext) -> Result<Self, Error> {
        let writer = writer_of(ExportFormat::Csv, &context.zone, &context.request.options)?;
        Ok(Self { context, writer })
    }
}

impl Encoder for CsvEncoder {
    fn begin(&mut self) -> Result<(), Error> {
        writer::begin(&mut *self.writer, &calls())
    }

    fn resume(&mut self, _rows: u64) -> Result<(), Error> {
        Ok(())
    }

    fn conversations(&mut self, batch: &[Conversation]) -> Result<u64, Error> {
        for conversation in batch {
            let context = Context {
                project: &conversation.project,
                key: &self.context.key,
                mask: self.context.mask,
            };
            let row = ExportRecordRow::from(&conversation.row);
            writer::write_rows(&mut *self.writer, &calls(), std::slice::from_ref(&row), &context)?;
        }
        Ok(batch.len() as u64)
    }

    fn end(&mut self) -> Result<(), Error> {
        self.writer.end()
    }

    fn take(&mut self) -> Result<Vec<u8>, Error> {
        self.writer.take()
    }
}
