//! Elements of EBML, of which `WebM` files consist (RFC 8794).

use std::io::{self, BufRead, Read, Seek, SeekFrom};

pub(super) const SEGMENT: u32 = 0x1853_8067;
pub(super) const INFO: u32 = 0x1549_a966;
pub(super) const TIMESTAMP_SCALE: u32 = 0x2a_d7b1;
pub(super) const DURATION: u32 = 0x4489;
pub(super) const TRACKS: u32 = 0x1654_ae6b;
pub(super) const TRACK: u32 = 0xae;
pub(super) const TRACK_NUMBER: u32 = 0xd7;
pub(super) const CODEC: u32 = 0x86;
pub(super) const DEFAULT_DURATION: u32 = 0x23_e383;
pub(super) const AUDIO: u32 = 0xe1;
pub(super) const CHANNELS: u32 = 0x9f;
pub(super) const CLUSTER: u32 = 0x1f43_b675;
pub(super) const CLUSTER_TIMESTAMP: u32 = 0xe7;
pub(super) const SIMPLE_BLOCK: u32 = 0xa3;
pub(super) const BLOCK_GROUP: u32 = 0xa0;
pub(super) const BLOCK: u32 = 0xa1;

/// The id and the size of the next element; the size is `None` where it is unknown.
pub(super) fn element(input: &mut impl BufRead) -> io::Result<Option<(u32, Option<u64>)>> {
    let Some(id) = variable(input, 4)? else { return Ok(None) };
    let Some(size) = variable(input, 8)? else { return Ok(None) };
    Ok(u32::try_from(id.marked).ok().map(|id| (id, size.known())))
}

/// At most `kept` bytes of an element's value; the rest is passed over.
pub(super) fn value(
    input: &mut (impl BufRead + Seek),
    size: u64,
    kept: u64,
) -> io::Result<Vec<u8>> {
    let mut value = Vec::new();
    input.by_ref().take(size.min(kept)).read_to_end(&mut value)?;
    let rest = i64::try_from(size.saturating_sub(value.len() as u64)).unwrap_or(i64::MAX);
    if rest > 0 {
        input.seek_relative(rest).or_else(|_| input.seek(SeekFrom::End(0)).map(drop))?;
    }
    Ok(value)
}

/// A whole number of any length.
pub(super) fn number(value: &[u8]) -> u64 {
    value.iter().take(8).fold(0, |number, byte| number << 8 | u64::from(*byte))
}

/// A number with a point, of four bytes or eight.
pub(super) fn float(value: &[u8]) -> Option<f64> {
    match value {
        [a, b, c, d] => Some(f32::from_be_bytes([*a, *b, *c, *d]).into()),
        _ => Some(f64::from_be_bytes(value.get(..8)?.try_into().ok()?)),
    }
}

/// A number that says by its first bits how many bytes it has.
#[derive(Clone, Copy)]
pub(super) struct Variable {
    /// With those bits, as ids are.
    marked: u64,
    pub(super) plain: u64,
    /// The largest number of that many bytes, which stands for an unknown size.
    pub(super) largest: u64,
}

impl Variable {
    fn known(self) -> Option<u64> {
        (self.plain != self.largest).then_some(self.plain)
    }
}

/// Reads such a number; `None` at the end, or where there is none of at most `longest` bytes.
pub(super) fn variable(input: &mut impl BufRead, longest: u32) -> io::Result<Option<Variable>> {
    let Some(first) = byte(input)? else { return Ok(None) };
    let length = first.leading_zeros().saturating_add(1);
    if length > longest {
        return Ok(None);
    }
    let mut marked = u64::from(first);
    for _ in 1..length {
        let Some(next) = byte(input)? else { return Ok(None) };
        marked = marked << 8 | u64::from(next);
    }
    let largest = 1_u64.checked_shl(length.saturating_mul(7)).unwrap_or_default().saturating_sub(1);
    Ok(Some(Variable { marked, plain: marked & largest, largest }))
}

fn byte(input: &mut impl BufRead) -> io::Result<Option<u8>> {
    let byte = input.fill_buf()?.first().copied();
    input.consume(usize::from(byte.is_some()));
    Ok(byte)
}
