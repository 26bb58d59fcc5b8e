//! The `fmt ` chunk of a WAV: what its samples are, and whether browsers play them.

use std::io;

use symphonia::core::io::MediaSource;

/// Longest chunk that is read: that of `WAVE_FORMAT_EXTENSIBLE`.
const MAX_BYTES: usize = 40;
const EXTENSIBLE: u16 = 0xfffe;

/// What the samples of a WAV are.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) struct WavFormat {
    /// The registered number of the codec.
    tag: u16,
    bits: u16,
}

/// How browsers can play samples.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(super) enum Playback {
    /// As they are.
    AsIs,
    /// Once they are decoded as GSM 06.10.
    DecodedGsm,
    /// Once they are decoded; named for people.
    Decoded(&'static str),
    /// Not at all; named for people.
    None(String),
}

impl WavFormat {
    /// Reads a chunk of `size` bytes; `None` for one that is too short.
    pub(super) fn read(source: &mut dyn MediaSource, size: u64) -> io::Result<Option<Self>> {
        let mut bytes = [0; MAX_BYTES];
        let length = usize::try_from(size).unwrap_or(MAX_BYTES).min(MAX_BYTES);
        let Some(chunk) = bytes.get_mut(..length) else { return Ok(None) };
        match source.read_exact(chunk) {
            Ok(()) => Ok(Self::of(chunk)),
            Err(error) if error.kind() == io::ErrorKind::UnexpectedEof => Ok(None),
            Err(error) => Err(error),
        }
    }

    fn of(chunk: &[u8]) -> Option<Self> {
        let number = |at: usize| {
            Some(u16::from_le_bytes([*chunk.get(at)?, *chunk.get(at.saturating_add(1))?]))
        };
        let tag = match number(0)? {
            EXTENSIBLE => number(24).unwrap_or(EXTENSIBLE),
            tag => tag,
        };
        Some(Self { tag, bits: number(14).unwrap_or(0) })
    }

    pub(super) fn playback(self) -> Playback {
        match (self.tag, self.bits) {
            (0x0001, 8 | 16 | 24 | 32) | (0x0003, 32) | (0x0006 | 0x0007, _) => Playback::AsIs,
            (0x0031, _) => Playback::DecodedGsm,
            (0x0002, _) => Playback::Decoded("Microsoft ADPCM"),
            (0x0011, _) => Playback::Decoded("IMA ADPCM"),
            (0x0003, 64) => Playback::Decoded("PCM with 64 bits"),
            (tag, _) => Playback::None(match codec(tag) {
                Some(name) => name.to_owned(),
                None => format!("codec {tag:#06x}"),
            }),
        }
    }
}

/// Registered codecs that recorders use.
const fn codec(tag: u16) -> Option<&'static str> {
    Some(match tag {
        0x0001 | 0x0003 => "PCM of an unusual width",
        0x0014 | 0x0059 | 0x0111 => "G.723",
        0x0040 | 0x0045 | 0x0064 | 0x0085 => "G.726 ADPCM",
        0x0042 | 0x0123 => "G.723.1",
        0x0022 => "TrueSpeech",
        0x0050 => "MPEG audio",
        0x0055 => "MP3",
        0x0065 | 0x028f => "G.722",
        0x0083 | 0x0133 => "G.729",
        0x00ff | 0x1600 | 0x1610 => "AAC",
        0x0160..=0x0162 => "Windows Media Audio",
        0xa109 => "Speex",
        _ => return None,
    })
}

#[cfg(test)]
mod tests {
    use super::*;

    fn playback(tag: u16, bits: u16) -> Playback {
        let mut chunk = [0; 16];
        chunk[..2].copy_from_slice(&tag.to_le_bytes());
        chunk[14..].copy_from_slice(&bits.to_le_bytes());
        WavFormat::of(&chunk).unwrap().playback()
    }

    #[test]
    fn codecs_that_browsers_do_not_play_are_named() {
        for (tag, bits) in [(1, 8), (1, 16), (1, 24), (3, 32), (6, 8), (7, 8)] {
            assert_eq!(playback(tag, bits), Playback::AsIs, "{tag}");
        }
        assert_eq!(playback(0x31, 0), Playback::DecodedGsm);
        assert_eq!(playback(2, 4), Playback::Decoded("Microsoft ADPCM"));
        assert_eq!(playback(0x11, 4), Playback::Decoded("IMA ADPCM"));
        assert_eq!(playback(0x83, 0), Playback::None("G.729".to_owned()));
        assert_eq!(playback(0x1234, 0), Playback::None("codec 0x1234".to_owned()));
        let mut extensible = [0; 40];
        extensible[..2].copy_from_slice(&EXTENSIBLE.to_le_bytes());
        extensible[14] = 16;
        extensible[24] = 1;
        assert_eq!(WavFormat::of(&extensible).unwrap().playback(), Playback::AsIs);
        assert_eq!(WavFormat::of(&[1]), None);
    }
}
