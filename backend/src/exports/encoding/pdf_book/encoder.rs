//! Encoder of one PDF of many calls, whose pages are written as they are laid out.

use std::mem;

use super::contents::{self, Entry};
use crate::{
    Error,
    exports::{
        call_files::{PausedSheet, Sheet, lay_out},
        columns::Pseudonyms,
        encoding::{
            call_document::CallReader,
            encoder::{Conversation, Encoder, FileContext},
        },
    },
    pdf::{HandOn, Properties},
};

/// Writes the pages of each call, and the list of contents last; it is still the first for readers.
pub(in crate::exports::encoding) struct PdfBook {
    context: FileContext,
    pseudonyms: Option<Pseudonyms>,
    /// Absent while it is written to, and after its end.
    sheet: Option<PausedSheet>,
    entries: Vec<Entry>,
    /// Bytes after the last page.
    rest: Vec<u8>,
}

impl PdfBook {
    pub(in crate::exports::encoding) fn new(context: FileContext) -> Self {
        let pseudonyms = context.pseudonyms();
        Self { context, pseudonyms, sheet: None, entries: Vec::new(), rest: Vec::new() }
    }

    fn paused(&mut self) -> Result<PausedSheet, Error> {
        self.sheet.take().ok_or_else(|| Error::internal("a PDF is not open"))
    }

    /// Writes a call from a new page on.
    fn call(&self, sheet: &mut Sheet<'_>, conversation: &Conversation) -> Result<Entry, Error> {
        let reader = CallReader::new(&self.context, self.pseudonyms.as_ref(), conversation)?;
        let (heading, document) = (reader.heading()?, reader.document()?);
        let page = sheet.begin_section(document.foot(), Some(heading.clone()))?;
        lay_out(sheet, &document)?;
        Ok(Entry { heading, page })
    }
}

impl Encoder for PdfBook {
    fn begin(&mut self) -> Result<(), Error> {
        self.sheet = Some(PausedSheet::new(&self.context.fonts));
        Ok(())
    }

    fn conversations(&mut self, batch: &[Conversation]) -> Result<u64, Error> {
        let fonts = self.context.fonts.clone();
        let mut sheet = self.paused()?.resume(&fonts);
        for conversation in batch {
            let entry = self.call(&mut sheet, conversation)?;
            self.entries.push(entry);
        }
        self.sheet = Some(sheet.pause());
        Ok(batch.len() as u64)
    }

    fn end(&mut self) -> Result<(), Error> {
        let mut rest = Vec::new();
        self.end_in_pieces(&mut |piece| {
            rest.extend_from_slice(&piece);
            Ok(())
        })?;
        self.rest = rest;
        Ok(())
    }

    fn end_in_pieces(&mut self, hand_on: HandOn<'_>) -> Result<(), Error> {
        let fonts = self.context.fonts.clone();
        let mut sheet = self.paused()?.resume(&fonts);
        let entries = mem::take(&mut self.entries);
        let pages = contents::write(&mut sheet, &self.context, &entries)?;
        let title = contents::title(&self.context);
        let properties = Properties { title: &title, created_at: Some(self.context.document_time) };
        sheet.finish(&properties, pages, hand_on)
    }

    fn take(&mut self) -> Result<Vec<u8>, Error> {
        if let Some(sheet) = &mut self.sheet {
            return Ok(sheet.take());
        }
        Ok(mem::take(&mut self.rest))
    }
}
