//! Blocks of a `WebM` file: packets of one track.

use super::elements::variable;

/// Packets of one track at one time.
pub(super) struct Block<'a> {
    /// The number of its track.
    pub(super) track: u64,
    /// Its time after that of its cluster, in ticks.
    pub(super) offset: i16,
    lacing: Lacing,
    packets: &'a [u8],
}

/// How the lengths of several packets are written.
#[derive(Clone, Copy, PartialEq, Eq)]
enum Lacing {
    /// There is one packet.
    None,
    Xiph,
    Ebml,
    /// All are of the same length.
    Fixed,
}

impl<'a> Block<'a> {
    /// Reads a block; `None` if it ends before its packets begin.
    pub(super) fn read(mut bytes: &'a [u8]) -> Option<Self> {
        let track = variable(&mut bytes, 8).ok()??.plain;
        let (&[high, low, flags], packets) = bytes.split_first_chunk::<3>()?;
        let lacing = match flags >> 1 & 3 {
            0 => Lacing::None,
            1 => Lacing::Xiph,
            2 => Lacing::Fixed,
            _ => Lacing::Ebml,
        };
        Some(Self { track, offset: i16::from_be_bytes([high, low]), lacing, packets })
    }

    /// The packets; none where their lengths cannot be true.
    pub(super) fn packets(&self) -> Vec<&'a [u8]> {
        if self.lacing == Lacing::None {
            return vec![self.packets];
        }
        self.laced().unwrap_or_default()
    }

    fn laced(&self) -> Option<Vec<&'a [u8]>> {
        let (more, mut rest) = self.packets.split_first()?;
        let more = usize::from(*more);
        let packets = more.saturating_add(1);
        let lengths = match self.lacing {
            Lacing::None => Vec::new(),
            Lacing::Fixed => vec![rest.len().checked_div(packets)?; more],
            Lacing::Xiph => xiph(&mut rest, more)?,
            Lacing::Ebml => ebml(&mut rest, more)?,
        };
        let mut laced = Vec::with_capacity(packets);
        for length in lengths {
            let (packet, after) = rest.split_at_checked(length)?;
            laced.push(packet);
            rest = after;
        }
        laced.push(rest);
        Some(laced)
    }
}

/// Lengths as sums of bytes, of which the last is less than 255.
fn xiph(rest: &mut &[u8], count: usize) -> Option<Vec<usize>> {
    let mut lengths = Vec::with_capacity(count);
    for _ in 0..count {
        let mut length = 0_usize;
        loop {
            let (byte, after) = rest.split_first()?;
            *rest = after;
            length = length.checked_add(usize::from(*byte))?;
            if *byte < 255 {
                break;
            }
        }
        lengths.push(length);
    }
    Some(lengths)
}

/// The first length, and the difference of each to the one before.
fn ebml(rest: &mut &[u8], count: usize) -> Option<Vec<usize>> {
    let mut lengths = Vec::with_capacity(count);
    let mut length = 0_i64;
    for n in 0..count {
        let read = variable(rest, 8).ok()??;
        let plain = i64::try_from(read.plain).ok()?;
        let middle = i64::try_from(read.largest / 2).ok()?;
        length = if n == 0 { plain } else { length.checked_add(plain.checked_sub(middle)?)? };
        lengths.push(usize::try_from(length).ok()?);
    }
    Some(lengths)
}

#[cfg(test)]
mod tests {
    use super::*;

    fn packets(block: &[u8]) -> Vec<&[u8]> {
        Block::read(block).map(|block| block.packets()).unwrap_or_default()
    }

    #[test]
    fn a_block_has_its_track_and_its_time() {
        let block = Block::read(&[0x40, 0x85, 0xff, 0xfe, 0x80, 1, 2]).unwrap();
        assert_eq!((block.track, block.offset), (0x85, -2));
        assert_eq!(block.packets(), [&[1, 2][..]]);
        for short in [&[][..], &[0x81], &[0x81, 0, 0], &[0, 0, 0, 0, 0]] {
            assert!(Block::read(short).is_none(), "{short:?}");
        }
    }

    #[test]
    fn packets_are_told_apart_in_every_lacing() {
        let expected = [&[7; 2][..], &[8; 3], &[9; 1]];
        let data = [7, 7, 8, 8, 8, 9];
        let of = |flags: u8, head: &[u8]| [&[0x81, 0, 0, flags][..], head, &data].concat();
        assert_eq!(packets(&of(2, &[2, 2, 3])), expected, "Xiph");
        // A difference of 1 in one byte: 1 + 63, with the mark of its length.
        assert_eq!(packets(&of(6, &[2, 0x82, 0xc0])), expected, "EBML");
        assert_eq!(packets(&of(4, &[2])), [&[7, 7][..], &[8, 8], &[8, 9]], "fixed");
    }

    #[test]
    fn lengths_that_cannot_be_true_give_no_packets() {
        for (flags, data) in [
            (2, &[][..]),
            (2, &[200, 255, 255]),
            (2, &[1, 9, 1]),
            (6, &[3, 0x81]),
            (6, &[2, 0x81, 0x80, 1]),
            (6, &[2, 0x81, 0x01, 0xff, 0xff, 0xff, 0xff, 0xff, 0xff, 0xff]),
        ] {
            let block = [&[0x81, 0, 0, flags][..], data].concat();
            assert!(packets(&block).is_empty(), "{flags} {data:?}");
        }
    }
}
