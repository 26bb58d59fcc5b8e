//! Frames of GSM 06.10 as files pack them: 33 bytes each, or two in 65 bytes within a WAV.

/// Bytes of a frame in a file of its own.
pub(super) const RAW_FRAME: usize = 33;
/// Bytes of two frames in a WAV.
pub(super) const WAV_BLOCK: usize = 65;
/// The first four bits of a frame in a file of its own.
const MAGIC: i16 = 0xd;

/// Parameters of a frame.
pub(super) struct Frame {
    /// Codes of the log-area ratios.
    pub(super) ratios: [i16; 8],
    pub(super) subframes: [Subframe; 4],
}

/// Parameters of a subframe.
pub(super) struct Subframe {
    /// Lag of the long-term predictor, in samples.
    pub(super) lag: usize,
    /// Code of its gain.
    pub(super) gain: usize,
    /// First sample of the grid of pulses.
    pub(super) grid: usize,
    /// Code of the amplitude.
    pub(super) amplitude: i16,
    /// Codes of the pulses.
    pub(super) pulses: [i16; 13],
}

const RATIO_BITS: [u32; 8] = [6, 6, 5, 5, 4, 4, 3, 3];

impl Frame {
    /// The frame of 33 bytes; `None` if they do not begin as one.
    pub(super) fn of_raw(bytes: &[u8]) -> Option<Self> {
        let mut bits = Bits { bytes, position: 0, first_is_high: true };
        (bits.take(4) == MAGIC).then(|| Self::read(&mut bits))
    }

    /// The two frames of a block within a WAV.
    pub(super) fn of_wav(block: &[u8]) -> [Self; 2] {
        let mut bits = Bits { bytes: block, position: 0, first_is_high: false };
        let first = Self::read(&mut bits);
        [first, Self::read(&mut bits)]
    }

    fn read(bits: &mut Bits<'_>) -> Self {
        let ratios = RATIO_BITS.map(|count| bits.take(count));
        let subframes = std::array::from_fn(|_| Subframe {
            lag: bits.size(7),
            gain: bits.size(2),
            grid: bits.size(2),
            amplitude: bits.take(6),
            pulses: std::array::from_fn(|_| bits.take(3)),
        });
        Self { ratios, subframes }
    }
}

/// Bits in order; those past the end are 0.
struct Bits<'a> {
    bytes: &'a [u8],
    position: usize,
    /// Whether the first bit of a byte is its highest, and so the first of a number.
    first_is_high: bool,
}

impl Bits<'_> {
    fn take(&mut self, count: u32) -> i16 {
        let mut value = 0;
        for index in 0..count {
            let byte = self.bytes.get(self.position / 8).copied().unwrap_or(0);
            let place = self.position % 8;
            let bit = |shift: usize| i16::from((byte >> shift) & 1);
            if self.first_is_high {
                value = (value << 1) | bit(7_usize.saturating_sub(place));
            } else {
                value |= bit(place) << index;
            }
            self.position = self.position.saturating_add(1);
        }
        value
    }

    fn size(&mut self, count: u32) -> usize {
        usize::from(self.take(count).unsigned_abs())
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn both_packings_hold_the_same_numbers() {
        let expected = [21, 43, 13, 10];
        let raw = Frame::of_raw(&[0xd5, 0x6b, 0x6a, 0x80]).unwrap();
        assert_eq!(raw.ratios[..4], expected);
        let [wav, _] = Frame::of_wav(&[0xd5, 0xda, 0x14]);
        assert_eq!(wav.ratios[..4], expected);
        assert!(Frame::of_raw(b"RIFF").is_none());
    }
}
