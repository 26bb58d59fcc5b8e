//! WAV files whose header has wrong sizes, read as if it had the right ones.
//!
//! Recorders write the sizes when they end: one that crashed leaves 0, -1 or the largest number. Files
//! of more than 4 GiB (RF64) never have them there.

use std::io::{self, Read, Seek, SeekFrom};

use symphonia::core::io::MediaSource;

use super::{bytes::read_array, wav_format::WavFormat};

/// Chunks that are read in search of the samples.
const MAX_CHUNKS: usize = 64;
const HEAD: u64 = 12;
const CHUNK_HEAD: u64 = 8;

/// A source whose header is corrected while it is read; other files are left as they are.
pub(super) struct SizedWav {
    source: Box<dyn MediaSource>,
    position: u64,
    header: Header,
}

/// What is known of the file from its header.
#[derive(Default)]
struct Header {
    /// Bytes of samples, in a WAV.
    samples: Option<u64>,
    /// Where they begin.
    samples_at: u64,
    format: Option<WavFormat>,
    corrections: Vec<Correction>,
}

/// Four bytes at a place in the file.
struct Correction {
    at: u64,
    bytes: [u8; 4],
}

impl SizedWav {
    /// Reads the header; the source is at its start again afterwards.
    pub(super) fn new(mut source: Box<dyn MediaSource>) -> io::Result<Self> {
        source.rewind()?;
        let header = Header::read(&mut *source)?;
        source.rewind()?;
        Ok(Self { source, position: 0, header })
    }

    /// What the samples of a WAV are.
    pub(super) const fn format(&self) -> Option<WavFormat> {
        self.header.format
    }

    /// Where the samples of a WAV begin, and how many bytes they are.
    pub(super) fn samples(&self) -> (u64, u64) {
        (self.header.samples_at, self.header.samples.unwrap_or(0))
    }

    /// Whether the file is a WAV without samples.
    pub(super) fn is_empty(&self) -> bool {
        self.header.samples == Some(0)
    }
}

impl Header {
    fn read(source: &mut dyn MediaSource) -> io::Result<Self> {
        let mut header = Self::default();
        let Some(length) = source.byte_len() else { return Ok(header) };
        let Some(head) = read_array::<12>(source)? else { return Ok(header) };
        let is_wav =
            (head.starts_with(b"RIFF") || head.starts_with(b"RF64")) && head.ends_with(b"WAVE");
        if !is_wav {
            return Ok(header);
        }
        let whole = length.saturating_sub(CHUNK_HEAD);
        header.corrections.push(Correction { at: 0, bytes: *b"RIFF" });
        header.corrections.push(Correction { at: 4, bytes: size(whole) });
        let mut at = HEAD;
        for _ in 0..MAX_CHUNKS {
            source.seek(SeekFrom::Start(at))?;
            let Some(name) = read_array::<4>(source)? else { break };
            let Some(size) = read_array(source)? else { break };
            let stated = u64::from(u32::from_le_bytes(size));
            if &name == b"fmt " {
                header.format = WavFormat::read(source, stated)?;
            }
            if &name == b"data" {
                header.samples_at(at, stated, length);
                break;
            }
            // A chunk begins at an even place.
            at = at.saturating_add(CHUNK_HEAD).saturating_add(stated).saturating_add(stated % 2);
        }
        Ok(header)
    }

    /// Takes the samples at `at` to last to the end of the file when the stated size cannot be true.
    fn samples_at(&mut self, at: u64, stated: u64, length: u64) {
        let left = length.saturating_sub(at.saturating_add(CHUNK_HEAD));
        self.samples = Some(stated);
        self.samples_at = at.saturating_add(CHUNK_HEAD);
        if stated == 0 || stated > left {
            self.samples = Some(left);
            self.corrections.push(Correction { at: at.saturating_add(4), bytes: size(left) });
        }
    }

    /// The right byte at a place, where it is corrected.
    fn byte(&self, at: u64) -> Option<u8> {
        self.corrections.iter().find_map(|correction| {
            let index = usize::try_from(at.checked_sub(correction.at)?).ok()?;
            correction.bytes.get(index).copied()
        })
    }

    /// The place after the last correction.
    fn end(&self) -> u64 {
        self.corrections.last().map_or(0, |last| last.at.saturating_add(4))
    }
}

/// A size as the header has it. Of a larger file, the first 4 GiB are read.
fn size(bytes: u64) -> [u8; 4] {
    u32::try_from(bytes).unwrap_or(u32::MAX - 1).to_le_bytes()
}

impl Read for SizedWav {
    fn read(&mut self, buffer: &mut [u8]) -> io::Result<usize> {
        let count = self.source.read(buffer)?;
        let (begin, end) = (self.position, self.header.end());
        self.position = self.position.saturating_add(count as u64);
        let read = buffer.get_mut(..count).unwrap_or_default();
        for (byte, at) in read.iter_mut().zip(begin..end) {
            *byte = self.header.byte(at).unwrap_or(*byte);
        }
        Ok(count)
    }
}

impl Seek for SizedWav {
    fn seek(&mut self, to: SeekFrom) -> io::Result<u64> {
        self.position = self.source.seek(to)?;
        Ok(self.position)
    }
}

impl MediaSource for SizedWav {
    fn is_seekable(&self) -> bool {
        self.source.is_seekable()
    }

    fn byte_len(&self) -> Option<u64> {
        self.source.byte_len()
    }
}

#[cfg(test)]
mod tests {
    use std::io::Cursor;

    use earshot_testkit::wav;

    use super::*;
    use crate::recordings::audio::analysis::analyse;

    /// Two seconds.
    fn whole() -> Vec<u8> {
        wav(8000, &vec![12_000; 16_000])
    }

    fn opened(file: &[u8]) -> SizedWav {
        SizedWav::new(Box::new(Cursor::new(file.to_vec()))).unwrap()
    }

    fn with(changes: &[(usize, &[u8])]) -> Vec<u8> {
        let mut file = whole();
        for (at, bytes) in changes {
            file[*at..at + bytes.len()].copy_from_slice(bytes);
        }
        file
    }

    #[test]
    fn a_file_is_as_long_as_its_samples_whatever_its_header_says() {
        for (name, file) in [
            ("right", whole()),
            ("zero", with(&[(40, &[0; 4])])),
            ("both zero", with(&[(4, &[0; 4]), (40, &[0; 4])])),
            ("minus one", with(&[(4, &[0x23, 0, 0, 0]), (40, &[0xff; 4])])),
            ("largest", with(&[(4, &[0xff, 0xff, 0xff, 0x7f]), (40, &[0xff, 0xff, 0xff, 0x7f])])),
            ("RF64", with(&[(0, b"RF64"), (4, &[0xff; 4]), (40, &[0xff; 4])])),
        ] {
            let audio = analyse(Box::new(opened(&file))).expect(name);
            assert_eq!(audio.duration_ms, 2000, "{name}");
            assert!(audio.peaks.iter().all(|peak| *peak > 80), "{name}");
        }
    }

    #[test]
    fn a_right_size_before_other_chunks_stays() {
        let mut file = whole();
        file.extend(b"LIST\x04\0\0\0INFO");
        let mut read = Vec::new();
        opened(&file).read_to_end(&mut read).unwrap();
        assert_eq!((&read[40..44], &read[44..]), (&file[40..44], &file[44..]));
    }

    #[test]
    fn a_file_without_samples_is_empty_and_others_are_left_as_they_are() {
        assert!(opened(&whole()[..44]).is_empty());
        assert!(!opened(&whole()).is_empty());
        let other = b"ID3 and so on, which is no WAV at all".to_vec();
        let mut read = Vec::new();
        opened(&other).read_to_end(&mut read).unwrap();
        assert_eq!(read, other);
        assert!(!opened(&other).is_empty() && !opened(b"").is_empty());
    }
}
