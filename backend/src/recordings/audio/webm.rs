//! Length of a `WebM` file, from its media: recorders that write while they record leave it out of the
//! header.

use std::io::{self, BufRead, Read, Seek, SeekFrom};

const SEGMENT: u32 = 0x1853_8067;
const INFO: u32 = 0x1549_a966;
const TRACKS: u32 = 0x1654_ae6b;
const TRACK: u32 = 0xae;
const CLUSTER: u32 = 0x1f43_b675;
const BLOCK_GROUP: u32 = 0xa0;
const TIMESTAMP_SCALE: u32 = 0x2a_d7b1;
const DURATION: u32 = 0x4489;
const CODEC: u32 = 0x86;
const DEFAULT_DURATION: u32 = 0x23_e383;
const CLUSTER_TIMESTAMP: u32 = 0xe7;
const SIMPLE_BLOCK: u32 = 0xa3;
const BLOCK: u32 = 0xa1;

/// Nanoseconds of a tick unless the file says otherwise.
const SCALE: u64 = 1_000_000;
/// Bytes of a value that are read.
const MAX_VALUE: u64 = 32;
/// Nanoseconds that the frames of Opus last, by the four kinds within each range of its configurations.
const OPUS_SPEECH: [u64; 4] = [10_000_000, 20_000_000, 40_000_000, 60_000_000];
const OPUS_MUSIC: [u64; 4] = [2_500_000, 5_000_000, 10_000_000, 20_000_000];

/// The length in milliseconds, to the end of the last block. The header's is taken where no block can be
/// read. `None` when neither says it.
pub(super) fn duration_ms(mut input: impl BufRead + Seek) -> io::Result<Option<i64>> {
    let mut reading = Reading { scale: SCALE, ..Reading::default() };
    // Elements within others are read like those beside them: the ones of unknown size have no end.
    while let Some((id, size)) = element(&mut input)? {
        match id {
            SEGMENT | INFO | TRACKS | TRACK | CLUSTER | BLOCK_GROUP => {}
            _ => {
                let Some(size) = size else { break };
                let value = value(&mut input, id, size)?;
                reading.take(id, &value);
            }
        }
    }
    Ok(reading.duration_ms())
}

#[derive(Default)]
struct Reading {
    scale: u64,
    /// Ticks of the header.
    stated: Option<f64>,
    is_opus: bool,
    block_ns: u64,
    cluster: u64,
    /// Nanoseconds to the end of the last block.
    end: Option<u64>,
}

impl Reading {
    fn take(&mut self, id: u32, value: &[u8]) {
        match id {
            TIMESTAMP_SCALE => self.scale = number(value).max(1),
            DURATION => self.stated = float(value),
            CODEC => self.is_opus |= value.starts_with(b"A_OPUS"),
            DEFAULT_DURATION => self.block_ns = number(value),
            CLUSTER_TIMESTAMP => self.cluster = number(value),
            SIMPLE_BLOCK | BLOCK => self.take_block(value),
            _ => {}
        }
    }

    /// A block: its track as a variable number, its time after the cluster's, its flags, its frames.
    fn take_block(&mut self, block: &[u8]) {
        let Some(first) = block.first() else { return };
        let track = first.leading_zeros() as usize + 1;
        let Some(&[high, low, _]) = block.get(track..track + 3) else { return };
        let offset = i64::from(i16::from_be_bytes([high, low]));
        let ticks = self.cluster.saturating_add_signed(offset);
        let packet = block.get(track + 3..).unwrap_or_default();
        let lasts = if self.is_opus { opus_ns(packet) } else { self.block_ns };
        let end = ticks.saturating_mul(self.scale).saturating_add(lasts);
        self.end = self.end.max(Some(end));
    }

    fn duration_ms(&self) -> Option<i64> {
        let stated = || {
            #[expect(clippy::cast_precision_loss, reason = "milliseconds of a recording")]
            let milliseconds = self.stated? * self.scale as f64 / 1e6;
            #[expect(clippy::cast_possible_truncation, reason = "checked")]
            (milliseconds.is_finite() && milliseconds.abs() < 1e15).then_some(milliseconds as i64)
        };
        let measured = self.end.and_then(|end| i64::try_from(end / 1_000_000).ok());
        measured.or_else(stated).filter(|milliseconds| *milliseconds > 0)
    }
}

/// Nanoseconds that a packet of Opus lasts (RFC 6716, section 3.1).
fn opus_ns(packet: &[u8]) -> u64 {
    let Some(toc) = packet.first() else { return 0 };
    let kind = usize::from(toc >> 3);
    let frame = match kind {
        0..12 => OPUS_SPEECH.get(kind % 4),
        12..16 => OPUS_SPEECH.get(kind % 2),
        _ => OPUS_MUSIC.get(kind % 4),
    };
    let frames = match toc & 3 {
        0 => 1,
        1 | 2 => 2,
        _ => packet.get(1).map_or(0, |count| u64::from(count & 0x3f)),
    };
    frame.copied().unwrap_or(0).saturating_mul(frames)
}

/// The id and the size of the next element; the size is `None` where it is unknown.
fn element(input: &mut impl BufRead) -> io::Result<Option<(u32, Option<u64>)>> {
    let Some(id) = variable(input, 4, true)? else { return Ok(None) };
    let Some(size) = variable(input, 8, false)? else { return Ok(None) };
    Ok(u32::try_from(id.0).ok().map(|id| (id, (!size.1).then_some(size.0))))
}

/// A variable-length number, with its marker or without, and whether all its bits are set. `None` at the
/// end of the file, or where there is no such number.
fn variable(
    input: &mut impl BufRead,
    longest: u32,
    marked: bool,
) -> io::Result<Option<(u64, bool)>> {
    let Some(first) = byte(input)? else { return Ok(None) };
    let length = first.leading_zeros() + 1;
    if length > longest {
        return Ok(None);
    }
    let plain = u64::from(first) & !(0x80_u64 >> (length - 1));
    let mut number = if marked { u64::from(first) } else { plain };
    for _ in 1..length {
        let Some(next) = byte(input)? else { return Ok(None) };
        number = number << 8 | u64::from(next);
    }
    let all = (1_u64 << (7 * length)) - 1;
    Ok(Some((number, !marked && number == all)))
}

fn byte(input: &mut impl BufRead) -> io::Result<Option<u8>> {
    let byte = input.fill_buf()?.first().copied();
    input.consume(usize::from(byte.is_some()));
    Ok(byte)
}

/// The beginning of an element's value; the rest is passed over.
fn value(input: &mut (impl BufRead + Seek), id: u32, size: u64) -> io::Result<Vec<u8>> {
    let wanted = [
        TIMESTAMP_SCALE,
        DURATION,
        CODEC,
        DEFAULT_DURATION,
        CLUSTER_TIMESTAMP,
        SIMPLE_BLOCK,
        BLOCK,
    ];
    let mut value = Vec::new();
    if wanted.contains(&id) {
        input.by_ref().take(size.min(MAX_VALUE)).read_to_end(&mut value)?;
    }
    let rest = i64::try_from(size - value.len() as u64).unwrap_or(i64::MAX);
    if rest > 0 {
        input.seek_relative(rest).or_else(|_| input.seek(SeekFrom::End(0)).map(drop))?;
    }
    Ok(value)
}

fn number(value: &[u8]) -> u64 {
    value.iter().take(8).fold(0, |number, byte| number << 8 | u64::from(*byte))
}

fn float(value: &[u8]) -> Option<f64> {
    match value {
        [a, b, c, d] => Some(f32::from_be_bytes([*a, *b, *c, *d]).into()),
        _ => Some(f64::from_be_bytes(value.get(..8)?.try_into().ok()?)),
    }
}

#[cfg(test)]
mod tests {
    use std::io::Cursor;

    use super::*;

    const UNKNOWN: [u8; 8] = [0x01, 0xff, 0xff, 0xff, 0xff, 0xff, 0xff, 0xff];

    fn with_size(id: u32, value: &[u8]) -> Vec<u8> {
        let id: Vec<u8> = id.to_be_bytes().into_iter().skip_while(|byte| *byte == 0).collect();
        let size = (u32::try_from(value.len()).unwrap() | 0x1000_0000).to_be_bytes();
        [id.as_slice(), &size, value].concat()
    }

    fn open_ended(id: u32) -> Vec<u8> {
        [id.to_be_bytes().as_slice(), &UNKNOWN].concat()
    }

    /// Blocks of one frame of 20 ms, each at a time within its cluster.
    fn file(clusters: &[(u16, &[i16])], stated: Option<f64>) -> Vec<u8> {
        let mut info = with_size(TIMESTAMP_SCALE, &1_000_000_u32.to_be_bytes());
        info.extend(
            stated.map(|ticks| with_size(DURATION, &ticks.to_be_bytes())).unwrap_or_default(),
        );
        let track = with_size(TRACK, &with_size(CODEC, b"A_OPUS"));
        let mut file = with_size(0x1a45_dfa3, b"header");
        file.extend(open_ended(SEGMENT));
        file.extend(with_size(INFO, &info));
        file.extend(with_size(TRACKS, &track));
        for (at, blocks) in clusters {
            file.extend(open_ended(CLUSTER));
            file.extend(with_size(CLUSTER_TIMESTAMP, &at.to_be_bytes()));
            for offset in *blocks {
                let [high, low] = offset.to_be_bytes();
                let block = [&[0x81, high, low, 0x80, 1 << 3][..], &[0; 90]].concat();
                file.extend(with_size(SIMPLE_BLOCK, &block));
            }
        }
        file
    }

    fn length(file: &[u8]) -> Option<i64> {
        duration_ms(Cursor::new(file)).unwrap()
    }

    #[test]
    fn the_length_is_the_end_of_the_last_block() {
        let clusters: [(u16, &[i16]); 2] = [(0, &[0, 20, 40]), (5000, &[0, 20, 4960])];
        assert_eq!(length(&file(&clusters, None)), Some(9980));
        assert_eq!(length(&file(&clusters, Some(3.0))), Some(9980), "whatever the header says");
        assert_eq!(length(&file(&[], Some(2500.0))), Some(2500));
        assert_eq!(length(&file(&[], None)), None);
        let cut = file(&clusters, None);
        assert_eq!(length(&cut[..cut.len() - 200]), Some(5020), "up to where it is cut");
    }

    #[test]
    fn other_bytes_have_no_length() {
        for bytes in [b"".as_slice(), &[0; 100], &[0xff; 100], &[0x1a, 0x45, 0xdf, 0xa3]] {
            assert_eq!(length(bytes), None);
        }
    }

    #[test]
    fn packets_of_opus_say_how_long_they_last() {
        for (packet, milliseconds) in [
            (&[0x08][..], 20),
            (&[0x18], 60),
            (&[0x79], 40),
            (&[0xfb, 3], 60),
            (&[0x80 | 3, 8], 20),
            (&[], 0),
        ] {
            assert_eq!(opus_ns(packet), milliseconds * 1_000_000, "{packet:?}");
        }
    }
}
