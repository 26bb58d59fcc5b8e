//! Writing of texts that may become large: they go to a file then.

use std::{
    fs::File,
    io::{self, BufWriter, Write},
};

use super::{Long, SpooledText, long_text::PIECE};
use crate::Error;

/// Writes a text that may become large.
#[derive(Default)]
pub(crate) struct LongWriter {
    bytes: Vec<u8>,
    file: Option<BufWriter<File>>,
    length: usize,
    /// Whether no file could be made, and memory must do.
    in_memory: bool,
}

impl LongWriter {
    /// Begins a text of about so many bytes.
    pub(crate) fn with_capacity(bytes: usize) -> Self {
        Self { bytes: Vec::with_capacity(bytes.min(PIECE)), ..Self::default() }
    }

    /// Whether nothing was written.
    pub(crate) const fn is_empty(&self) -> bool {
        self.length == 0
    }

    /// Writes the next part of it.
    pub(crate) fn push(&mut self, text: &str) -> Result<(), Error> {
        self.write_all(text.as_bytes()).map_err(not_spooled)
    }

    /// Writes a value as JSON.
    pub(crate) fn push_json(&mut self, value: &impl serde::Serialize) -> Result<(), Error> {
        serde_json::to_writer(self, value).map_err(|error| not_spooled(error.into()))
    }

    /// The text that was written.
    pub(crate) fn into_text(self) -> Result<Long<String>, Error> {
        Ok(match self.into_bytes()? {
            Long::Short(bytes) => Long::Short(String::from_utf8(bytes).map_err(Error::internal)?),
            Long::Spooled(text) => Long::Spooled(text),
        })
    }

    /// The bytes that were written.
    pub(crate) fn into_bytes(self) -> Result<Long<Vec<u8>>, Error> {
        let Some(file) = self.file else { return Ok(Long::Short(self.bytes)) };
        let file = file.into_inner().map_err(|error| not_spooled(error.into_error()))?;
        Ok(Long::Spooled(SpooledText::new(file, self.length)))
    }

    fn spool(&mut self) -> io::Result<()> {
        let Ok(file) = tempfile::tempfile() else {
            self.in_memory = true;
            return Ok(());
        };
        let mut file = BufWriter::with_capacity(1 << 16, file);
        file.write_all(&std::mem::take(&mut self.bytes))?;
        self.file = Some(file);
        Ok(())
    }
}

impl Write for LongWriter {
    fn write(&mut self, bytes: &[u8]) -> io::Result<usize> {
        self.length = self.length.saturating_add(bytes.len());
        if self.file.is_none() && !self.in_memory && self.length > PIECE {
            self.spool()?;
        }
        match &mut self.file {
            Some(file) => file.write_all(bytes)?,
            None => self.bytes.extend_from_slice(bytes),
        }
        Ok(bytes.len())
    }

    fn flush(&mut self) -> io::Result<()> {
        Ok(())
    }
}

/// A full disk passes, once the operator has freed space.
pub(super) fn not_spooled(error: io::Error) -> Error {
    match error.kind() {
        io::ErrorKind::StorageFull
        | io::ErrorKind::QuotaExceeded
        | io::ErrorKind::ReadOnlyFilesystem => {
            tracing::error!(%error, "a large text could not be kept in a file until it is stored");
            Error::Busy
        }
        _ => Error::internal(error),
    }
}
