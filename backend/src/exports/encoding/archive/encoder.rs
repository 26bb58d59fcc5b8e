//! Encoder of archives: each call's file is built in memory, so that its header has its size.

use std::{mem, slice::from_ref};

use earshot_domain::CallFileFormat;

use super::{
    deflate::Deflater,
    index::Index,
    names::{INDEX, NamedCall},
    recordings::OpenRecording,
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
        zip_file::{Method, ZipEntry, ZipLayout},
    },
};

/// Writes an archive. Recordings are read by the job, which reaches this encoder by
/// [`Encoder::as_archive`].
pub(in crate::exports::encoding) struct ArchiveEncoder {
    pub(super) context: FileContext,
    pseudonyms: Option<Pseudonyms>,
    /// Absent before the begin and after the end.
    layout: Option<ZipLayout>,
    deflater: Deflater,
    /// What was written and not yet taken.
    pub(super) bytes: Vec<u8>,
    pub(super) open: Option<OpenRecording>,
    pub(super) index: Index,
}

impl ArchiveEncoder {
    pub(in crate::exports::encoding) fn new(context: FileContext) -> Self {
        Self {
            pseudonyms: context.pseudonyms(),
            context,
            layout: None,
            deflater: Deflater::new(),
            bytes: Vec::new(),
            open: None,
            index: Index::default(),
        }
    }

    /// Writes the header of an entry, whose bytes follow.
    pub(super) fn announce(&mut self, entry: ZipEntry) -> Result<(), Error> {
        let layout = self.layout.as_mut().ok_or_else(|| Error::internal("no archive is open"))?;
        let header = layout.begin(entry);
        self.bytes.extend_from_slice(&header);
        Ok(())
    }

    /// Writes a whole entry.
    fn add(&mut self, name: String, content: Vec<u8>, deflated: bool) -> Result<(), Error> {
        let (size, crc32) = (content.len() as u64, crc32fast::hash(&content));
        let (method, content) =
            if deflated { self.deflater.pack(content)? } else { (Method::Stored, content) };
        self.announce(ZipEntry { name, method, stored: content.len() as u64, size, crc32 })?;
        self.bytes.extend_from_slice(&content);
        Ok(())
    }

    fn call(&mut self, conversation: &Conversation) -> Result<(), Error> {
        let format = self.context.request.call_files;
        let call = NamedCall {
            id: conversation.row.id,
            project: &conversation.project,
            started_at: conversation.row.started_at,
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
        // The pages of a PDF are deflated already.
        self.add(name, content, format != CallFileFormat::Pdf)
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
        self.layout = Some(ZipLayout::new(self.context.document_time)?);
        Ok(())
    }

    fn resume(&mut self, _rows: u64) -> Result<(), Error> {
        Err(Error::internal("an archive cannot be continued"))
    }

    fn conversations(&mut self, batch: &[Conversation]) -> Result<u64, Error> {
        batch.iter().try_for_each(|conversation| self.call(conversation))?;
        Ok(batch.len() as u64)
    }

    fn end(&mut self) -> Result<(), Error> {
        if self.open.is_some() {
            return Err(Error::internal("a recording is not complete"));
        }
        if self.context.request.has_recordings() {
            let index = self.index.write(&self.context.zone)?;
            self.add(INDEX.to_owned(), index, true)?;
        }
        let layout = self.layout.take().ok_or_else(|| Error::internal("no archive is open"))?;
        self.bytes.extend(layout.end());
        Ok(())
    }

    fn take(&mut self) -> Result<Vec<u8>, Error> {
        Ok(mem::take(&mut self.bytes))
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
