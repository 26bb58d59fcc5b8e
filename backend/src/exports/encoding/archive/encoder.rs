//! Encoder of archives: each call's file is built in memory, so that its header has its size.

use std::slice::from_ref;

use earshot_domain::CallFileFormat;

use super::{
    entries::Entries,
    index::Index,
    namer::RecordingNamer,
    names::{INDEX, NamedCall},
};
use crate::{
    Error,
    exports::{
        call_files::{write_pdf, write_txt},
        columns::Pseudonyms,
        encoding::{
            call_document::CallReader,
            encoder::{Conversation, Encoder, FileContext, RecordingArchive},
            json::{JsonEncoder, JsonStyle},
        },
    },
};

/// Writes an archive. Recordings are read by the job, which reaches this encoder by
/// [`Encoder::as_archive`].
pub(in crate::exports::encoding) struct ArchiveEncoder {
    pub(super) context: FileContext,
    pseudonyms: Option<Pseudonyms>,
    pub(super) entries: Entries,
    pub(super) index: Index,
    pub(super) namer: RecordingNamer,
}

impl ArchiveEncoder {
    pub(in crate::exports::encoding) fn new(context: FileContext) -> Self {
        Self {
            namer: RecordingNamer::new(context.request.recording_names.clone()),
            pseudonyms: context.pseudonyms(),
            context,
            entries: Entries::new(),
            index: Index::default(),
        }
    }

    fn call(&mut self, conversation: &Conversation) -> Result<(), Error> {
        let format = self.context.request.call_files;
        let call = NamedCall {
            id: conversation.row.cells.id,
            project: &conversation.project,
            started_at: conversation.row.cells.started_at,
        };
        let name = call.file(&self.context.zone, format.as_str())?;
        let content = match format {
            CallFileFormat::Json => self.json(conversation)?,
            CallFileFormat::Text => write_txt(&self.reader(conversation)?.document()?),
            CallFileFormat::Pdf => {
                let document = self.reader(conversation)?.document()?;
                write_pdf(&document, &self.context.tenant_name, &self.context.fonts)?
            }
        };
        if self.context.request.has_recordings() {
            let reader = CallReader::new(&self.context, self.pseudonyms.as_ref(), conversation)?;
            self.namer.add(conversation, &reader, &self.context.zone)?;
        }
        // The pages of a PDF are deflated already.
        self.entries.add(name, content, format != CallFileFormat::Pdf)
    }

    fn reader<'c>(&'c self, conversation: &'c Conversation) -> Result<CallReader<'c>, Error> {
        CallReader::new(&self.context, self.pseudonyms.as_ref(), conversation)
    }

    /// One object, as in a file of JSON Lines.
    fn json(&self, conversation: &Conversation) -> Result<Vec<u8>, Error> {
        let mut json = JsonEncoder::new(self.context.clone(), JsonStyle::Lines);
        json.begin()?;
        json.conversations(from_ref(conversation))?;
        json.end()?;
        json.take()
    }
}

impl Encoder for ArchiveEncoder {
    fn begin(&mut self) -> Result<(), Error> {
        self.entries.begin(self.context.document_time)
    }

    fn conversations(&mut self, batch: &[Conversation]) -> Result<u64, Error> {
        batch.iter().try_for_each(|conversation| self.call(conversation))?;
        Ok(batch.len() as u64)
    }

    fn end(&mut self) -> Result<(), Error> {
        if self.context.request.has_recordings() {
            let index = self.index.write(&self.context.zone)?;
            self.entries.add(INDEX.to_owned(), index, true)?;
        }
        self.entries.end()
    }

    fn take(&mut self) -> Result<Vec<u8>, Error> {
        Ok(self.entries.take())
    }

    fn notes(&self) -> Vec<String> {
        match self.index.skipped() {
            0 => Vec::new(),
            1 => vec![format!("1 recording was left out; {INDEX} gives the reason.")],
            count => vec![format!("{count} recordings were left out; {INDEX} gives the reasons.")],
        }
    }

    fn as_archive(&mut self) -> Option<&mut dyn RecordingArchive> {
        Some(self)
    }
}
