//! Decompression of an input, and removal of its byte order mark.

use std::io::{self, BufRead, BufReader, Cursor, Read};

use flate2::bufread::MultiGzDecoder;

const GZIP: [u8; 2] = [0x1f, 0x8b];
const BYTE_ORDER_MARK: [u8; 3] = [0xef, 0xbb, 0xbf];

/// Plain text from `input`; compression is recognised by its first bytes, not by a file name.
pub(crate) fn open(input: Box<dyn BufRead + Send>) -> io::Result<Box<dyn BufRead + Send>> {
    let (start, input) = peek::<2>(input)?;
    if start != GZIP {
        return without_mark(input);
    }
    without_mark(Box::new(BufReader::new(MultiGzDecoder::new(input))))
}

fn without_mark(input: Box<dyn BufRead + Send>) -> io::Result<Box<dyn BufRead + Send>> {
    let (start, mut input) = peek::<3>(input)?;
    if start == BYTE_ORDER_MARK {
        input.consume(BYTE_ORDER_MARK.len());
    }
    Ok(input)
}

/// The first bytes, and a reader that still has them. `fill_buf` may hold fewer than asked for,
/// so they are taken out and put in front again.
pub(super) fn peek<const N: usize>(
    mut input: Box<dyn BufRead + Send>,
) -> io::Result<(Vec<u8>, Box<dyn BufRead + Send>)> {
    let mut start = Vec::with_capacity(N);
    input.by_ref().take(N as u64).read_to_end(&mut start)?;
    let whole = Cursor::new(start.clone()).chain(input);
    Ok((start, Box::new(whole)))
}
