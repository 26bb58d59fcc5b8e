//! Encoder of tables: rows of the chosen columns, by call or by message.

use std::slice::from_ref;

use earshot_domain::{CallColumn, ExportOptions, ExportRequest, MessageColumn};

use super::encoder::{Conversation, Encoder, FileContext};
use crate::{
    Error,
    exports::{
        columns::{
            Column, ConversationView, Heading, MessageRow, Pseudonyms, TextSource, call_column,
            message_column, text_source,
        },
        unlocked::extra_columns,
        writer::{Writer, headings, write_rows},
    },
    store::ConversationTexts,
};

/// The long texts that the table of a request is written from.
pub(super) fn texts_of_table(request: &ExportRequest) -> ConversationTexts {
    match Columns::of(request) {
        Columns::Messages(_) => {
            ConversationTexts { one_line_transcript: false, turns: true, details: false }
        }
        Columns::Calls(columns) => {
            let has = |is_source: fn(CallColumn) -> bool| columns.iter().copied().any(is_source);
            ConversationTexts {
                one_line_transcript: request.options.entities.is_some()
                    || has(|column| text_source(column) == TextSource::OneLine),
                turns: has(|column| text_source(column) == TextSource::Turns),
                details: has(|column| text_source(column) == TextSource::Details),
            }
        }
    }
}

/// Writes the rows of conversations with the writer of a format.
pub(super) struct TableEncoder {
    context: FileContext,
    pseudonyms: Option<Pseudonyms>,
    columns: Columns,
    writer: Box<dyn Writer>,
}

enum Columns {
    Calls(Vec<CallColumn>),
    Messages(Vec<MessageColumn>),
}

impl Columns {
    fn of(request: &ExportRequest) -> Self {
        if request.by_message() {
            Self::Messages(request.message_columns())
        } else {
            Self::Calls(request.call_columns())
        }
    }

    fn headings(&self, options: &ExportOptions) -> Vec<Heading> {
        match self {
            Self::Calls(columns) => headings(&call_columns(columns, options)),
            Self::Messages(columns) => {
                headings(&columns.iter().copied().map(message_column).collect::<Vec<_>>())
            }
        }
    }
}

/// The chosen columns, and those that options add.
fn call_columns<'c>(
    chosen: &[CallColumn],
    options: &ExportOptions,
) -> Vec<Column<ConversationView<'c>>> {
    let mut columns: Vec<_> = chosen.iter().copied().map(call_column).collect();
    columns.extend(extra_columns(options));
    columns
}

impl TableEncoder {
    pub(super) fn new(context: FileContext, writer: Box<dyn Writer>) -> Self {
        let columns = Columns::of(&context.request);
        Self { pseudonyms: context.pseudonyms(), context, columns, writer }
    }

    fn calls(&mut self, columns: &[CallColumn], batch: &[Conversation]) -> Result<u64, Error> {
        let columns = call_columns(columns, &self.context.request.options);
        for conversation in batch {
            let context = self.context.of(conversation, self.pseudonyms.as_ref());
            let view = ConversationView::new(&conversation.row, &conversation.events);
            self.writer.call(conversation.row.cells.id);
            write_rows(&mut *self.writer, &columns, from_ref(&view), &context)?;
        }
        Ok(batch.len() as u64)
    }

    fn messages(
        &mut self,
        columns: &[MessageColumn],
        batch: &[Conversation],
    ) -> Result<u64, Error> {
        let mut written = 0;
        for conversation in batch {
            let context = self.context.of(conversation, self.pseudonyms.as_ref());
            let view = ConversationView::new(&conversation.row, &conversation.events);
            let id = conversation.row.cells.id.to_string();
            let chosen: Vec<_> = columns.iter().copied().map(message_column).collect();
            let rows: Vec<MessageRow<'_>> = view.messages(&id)?.collect();
            self.writer.call(conversation.row.cells.id);
            write_rows(&mut *self.writer, &chosen, &rows, &context)?;
            written += rows.len() as u64;
        }
        Ok(written)
    }
}

impl Encoder for TableEncoder {
    fn begin(&mut self) -> Result<(), Error> {
        self.writer.begin(&self.columns.headings(&self.context.request.options))
    }

    fn resume(&mut self, rows: u64) -> Result<(), Error> {
        self.writer.resume(&self.columns.headings(&self.context.request.options), rows)
    }

    fn conversations(&mut self, batch: &[Conversation]) -> Result<u64, Error> {
        match &self.columns {
            Columns::Calls(columns) => self.calls(&columns.clone(), batch),
            Columns::Messages(columns) => self.messages(&columns.clone(), batch),
        }
    }

    fn end(&mut self) -> Result<(), Error> {
        self.writer.end()
    }

    fn take(&mut self) -> Result<Vec<u8>, Error> {
        self.writer.take()
    }

    fn take_long_cells(&mut self) -> u64 {
        self.writer.take_long_cells()
    }

    fn notes(&self) -> Vec<String> {
        self.writer.notes()
    }
}
