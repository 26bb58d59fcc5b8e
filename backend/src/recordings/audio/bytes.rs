//! Reading of a fixed number of bytes.

use std::io::{self, Read};

/// Reads exactly `N` bytes; `None` at the end of the file.
pub(super) fn read_array<const N: usize>(
    input: &mut (impl Read + ?Sized),
) -> io::Result<Option<[u8; N]>> {
    let mut bytes = [0; N];
    match input.read_exact(&mut bytes) {
        Ok(()) => Ok(Some(bytes)),
        Err(error) if error.kind() == io::ErrorKind::UnexpectedEof => Ok(None),
        Err(error) => Err(error),
    }
}
