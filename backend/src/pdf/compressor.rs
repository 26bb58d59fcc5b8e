//! Compression of PDF streams with deflate.

use flate2::{Compress, Compression, FlushCompress, Status};
use pdf_writer::{Filter, Name, Ref};

use super::objects::Objects;
use crate::Error;

/// Smallest stream that is compressed; for shorter ones the cost exceeds the saving.
const MIN_COMPRESSED_BYTES: usize = 512;

/// A compressor reused for all streams, because its tables are far larger than most of them.
pub(super) struct Compressor(Compress);

impl Compressor {
    pub(super) fn new() -> Self {
        Self(Compress::new(Compression::new(3), true))
    }

    /// Writes a stream; `subtype` is the kind of a font file, where required.
    pub(super) fn stream(
        &mut self,
        objects: &mut Objects,
        id: Ref,
        bytes: &[u8],
        subtype: Option<Name<'_>>,
    ) -> Result<(), Error> {
        let compressed =
            if bytes.len() < MIN_COMPRESSED_BYTES { None } else { Some(self.compress(bytes)?) };
        objects.add(id, |chunk| {
            let mut stream = chunk.stream(id, compressed.as_deref().unwrap_or(bytes));
            if compressed.is_some() {
                stream.filter(Filter::FlateDecode);
            }
            if let Some(subtype) = subtype {
                stream.pair(Name(b"Subtype"), subtype);
            }
        });
        Ok(())
    }

    fn compress(&mut self, bytes: &[u8]) -> Result<Vec<u8>, Error> {
        let mut compressed = Vec::with_capacity(bytes.len() / 2 + 64);
        self.0.reset();
        loop {
            let taken = usize::try_from(self.0.total_in()).map_err(Error::internal)?;
            let rest = bytes.get(taken..).unwrap_or_default();
            let status = self.0.compress_vec(rest, &mut compressed, FlushCompress::Finish);
            if status.map_err(Error::internal)? == Status::StreamEnd {
                return Ok(compressed);
            }
            compressed.reserve(compressed.capacity());
        }
    }
}
