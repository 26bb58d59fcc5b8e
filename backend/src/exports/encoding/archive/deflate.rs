//! Compression of one entry of an archive.

use flate2::{Compress, Compression, FlushCompress, Status};

use crate::{Error, exports::zip_file::Method};

/// A compressor that is used for all entries, because its tables are far larger than most of them.
pub(super) struct Deflater(Compress);

impl Deflater {
    pub(super) fn new() -> Self {
        Self(Compress::new(Compression::new(6), false))
    }

    /// Deflates a content, unless that saves nothing.
    pub(super) fn pack(&mut self, content: Vec<u8>) -> Result<(Method, Vec<u8>), Error> {
        let mut packed = Vec::with_capacity(content.len() / 2 + 64);
        self.0.reset();
        loop {
            let taken = usize::try_from(self.0.total_in()).map_err(Error::internal)?;
            let rest = content.get(taken..).unwrap_or_default();
            let status = self.0.compress_vec(rest, &mut packed, FlushCompress::Finish);
            if status.map_err(Error::internal)? == Status::StreamEnd {
                break;
            }
            packed.reserve(packed.capacity());
        }
        if packed.len() < content.len() {
            Ok((Method::Deflated, packed))
        } else {
            Ok((Method::Stored, content))
        }
    }
}
