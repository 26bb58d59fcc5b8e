//! A file for the bytes of a large record that is being received, so that those that come slowly, or many
//! at once, take no memory.

use std::{
    fs::File,
    io::{self, BufReader, BufWriter, Read, Seek, Write},
};

/// Bytes of a record that are kept in memory.
pub(super) const IN_MEMORY: usize = 1 << 20;

/// The file; it has no name, and ends with the process or when it is dropped.
pub(crate) struct Spool(BufWriter<File>);

impl Spool {
    /// Begins with the first bytes; `None` where no file can be made, and memory must do.
    pub(super) fn begin(bytes: &[u8]) -> Option<Self> {
        let mut file = BufWriter::with_capacity(1 << 16, tempfile::tempfile().ok()?);
        file.write_all(bytes).ok()?;
        Some(Self(file))
    }

    pub(super) fn write(&mut self, bytes: &[u8]) -> io::Result<()> {
        self.0.write_all(bytes)
    }

    /// Reads it from its beginning.
    pub(super) fn reader(&mut self) -> io::Result<impl Read> {
        self.0.flush()?;
        let file = self.0.get_mut();
        file.rewind()?;
        Ok(BufReader::with_capacity(1 << 16, file))
    }

    /// The first bytes, as many as are told.
    pub(super) fn into_bytes(self, length: usize) -> io::Result<Vec<u8>> {
        let mut file = self.0.into_inner().map_err(io::IntoInnerError::into_error)?;
        file.rewind()?;
        let mut bytes = Vec::with_capacity(length);
        file.take(length as u64).read_to_end(&mut bytes)?;
        Ok(bytes)
    }
}
