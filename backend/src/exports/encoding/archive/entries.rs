//! Entries of an archive being written: whole files, and recordings in pieces.

use std::mem;

use super::{deflate::Deflater, recordings::OpenRecording};
use crate::{
    Error,
    exports::zip_file::{Method, ZipEntry, ZipLayout},
};

/// The entries so far. The header of each has its size, so that any program can read the archive.
pub(in crate::exports::encoding) struct Entries {
    /// Absent before the begin and after the end.
    layout: Option<ZipLayout>,
    deflater: Deflater,
    /// What was written and not yet taken.
    pub(super) bytes: Vec<u8>,
    pub(super) open: Option<OpenRecording>,
}

impl Entries {
    pub(in crate::exports::encoding) fn new() -> Self {
        Self { layout: None, deflater: Deflater::new(), bytes: Vec::new(), open: None }
    }

    /// Begins the archive, whose entries have this time in milliseconds.
    pub(in crate::exports::encoding) fn begin(&mut self, time: i64) -> Result<(), Error> {
        self.layout = Some(ZipLayout::new(time)?);
        Ok(())
    }

    /// Writes the header of an entry, whose bytes follow.
    pub(super) fn announce(&mut self, entry: ZipEntry) -> Result<(), Error> {
        let layout = self.layout.as_mut().ok_or_else(|| Error::internal("no archive is open"))?;
        let header = layout.begin(entry);
        self.bytes.extend_from_slice(&header);
        Ok(())
    }

    /// Writes a whole entry.
    pub(in crate::exports::encoding) fn add(
        &mut self,
        name: String,
        content: Vec<u8>,
        deflated: bool,
    ) -> Result<(), Error> {
        let (size, crc32) = (content.len() as u64, crc32fast::hash(&content));
        let (method, content) =
            if deflated { self.deflater.pack(content)? } else { (Method::Stored, content) };
        self.announce(ZipEntry { name, method, stored: content.len() as u64, size, crc32 })?;
        self.bytes.extend_from_slice(&content);
        Ok(())
    }

    /// Writes the end of the archive.
    pub(in crate::exports::encoding) fn end(&mut self) -> Result<(), Error> {
        if self.open.is_some() {
            return Err(Error::internal("a recording is not complete"));
        }
        let layout = self.layout.take().ok_or_else(|| Error::internal("no archive is open"))?;
        self.bytes.extend(layout.end());
        Ok(())
    }

    /// Takes the bytes that were written since they were last taken.
    pub(in crate::exports::encoding) fn take(&mut self) -> Vec<u8> {
        mem::take(&mut self.bytes)
    }
}
