//! Recordings in an archive: announced by size and checksum, then written in pieces as they are.

use super::{encoder::ArchiveEncoder, entries::Entries};
use crate::{
    Error,
    exports::{
        encoding::encoder::{RecordingArchive, RecordingEntry, RecordingFacts},
        zip_file::{Method, ZipEntry},
    },
};

/// A recording being written.
pub(super) struct OpenRecording {
    entry: RecordingEntry,
    path: String,
    written: u64,
    crc32: crc32fast::Hasher,
}

impl Entries {
    /// Begins a recording at a path in the archive, which is returned.
    pub(in crate::exports::encoding) fn begin_recording(
        &mut self,
        entry: RecordingEntry,
        path: String,
    ) -> Result<String, Error> {
        if self.open.is_some() {
            return Err(Error::internal("a recording is open already"));
        }
        self.announce(ZipEntry {
            name: path.clone(),
            method: Method::Stored,
            stored: entry.bytes,
            size: entry.bytes,
            crc32: entry.crc32,
        })?;
        let crc32 = crc32fast::Hasher::new();
        self.open = Some(OpenRecording { entry, path: path.clone(), written: 0, crc32 });
        Ok(path)
    }

    /// Writes the next bytes of the open recording.
    pub(in crate::exports::encoding) fn recording_bytes(
        &mut self,
        bytes: &[u8],
    ) -> Result<(), Error> {
        let open = self.open.as_mut().ok_or_else(|| Error::internal("no recording is open"))?;
        open.written += bytes.len() as u64;
        open.crc32.update(bytes);
        self.bytes.extend_from_slice(bytes);
        Ok(())
    }

    /// Ends the open recording and returns it with its path; an error when its bytes are not those
    /// that were announced.
    pub(in crate::exports::encoding) fn end_recording(
        &mut self,
    ) -> Result<(RecordingEntry, String), Error> {
        let open = self.open.take().ok_or_else(|| Error::internal("no recording is open"))?;
        let entry = open.entry;
        if open.written != entry.bytes || open.crc32.finalize() != entry.crc32 {
            return Err(Error::internal("a recording changed while it was read"));
        }
        Ok((entry, open.path))
    }
}

impl RecordingArchive for ArchiveEncoder {
    fn number_after(&mut self, calls: u64) {
        self.namer.number_after(calls);
    }

    fn begin_recording(&mut self, entry: RecordingEntry) -> Result<String, Error> {
        let path = self.namer.path(&entry)?;
        self.entries.begin_recording(entry, path)
    }

    fn recording_bytes(&mut self, bytes: &[u8]) -> Result<(), Error> {
        self.entries.recording_bytes(bytes)
    }

    fn end_recording(&mut self) -> Result<(), Error> {
        let (entry, path) = self.entries.end_recording()?;
        self.index.include(entry.facts, path, entry.bytes, entry.sha256);
        Ok(())
    }

    /// Notes in the index that a recording is left out, with the reason in words.
    fn skip_recording(&mut self, facts: RecordingFacts, reason: String) {
        self.index.skip(facts, reason);
    }
}
