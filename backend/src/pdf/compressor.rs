//! Streams packed with deflate, one after the other by the same packer.

use flate2::{Compress, Compression, FlushCompress, Status};
use pdf_writer::{Filter, Name, Pdf, Ref};

use crate::Error;

/// Streams below this stay as they are: packing takes longer than it saves.
const SMALL: usize = 512;

/// A packer whose tables, which are far larger than most streams, are made once.
pub(super) struct Packer(Compress);

impl Packer {
    pub(super) fn new() -> Self {
        Self(Compress::new(Compression::new(3), true))
    }

    /// Writes a stream; `subtype` says what kind of font file it is, where that matters.
    pub(super) fn stream(
        &mut self,
        pdf: &mut Pdf,
        id: Ref,
        bytes: &[u8],
        subtype: Option<Name<'_>>,
    ) -> Result<(), Error> {
        let packed = if bytes.len() < SMALL { None } else { Some(self.pack(bytes)?) };
        let mut stream = pdf.stream(id, packed.as_deref().unwrap_or(bytes));
        if packed.is_some() {
            stream.filter(Filter::FlateDecode);
        }
        if let Some(subtype) = subtype {
            stream.pair(Name(b"Subtype"), subtype);
        }
        Ok(())
    }

    fn pack(&mut self, bytes: &[u8]) -> Result<Vec<u8>, Error> {
        let mut packed = Vec::with_capacity(bytes.len() / 2 + 64);
        self.0.reset();
        loop {
            let taken = usize::try_from(self.0.total_in()).map_err(Error::internal)?;
            let rest = bytes.get(taken..).unwrap_or_default();
            let status = self.0.compress_vec(rest, &mut packed, FlushCompress::Finish);
            if status.map_err(Error::internal)? == Status::StreamEnd {
                return Ok(packed);
            }
            packed.reserve(packed.capacity());
        }
    }
}
