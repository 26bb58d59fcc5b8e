//! WAV files with 16-bit PCM, which every browser plays, written while another file is decoded.

use std::{
    fs::File,
    io::{self, BufWriter, Seek, SeekFrom, Write},
};

use tempfile::NamedTempFile;

const HEADER: usize = 44;

/// A decoded copy of a recording, deleted when it is dropped.
pub(in crate::recordings) struct Converted {
    pub(in crate::recordings) file: NamedTempFile,
    pub(in crate::recordings) bytes: u64,
}

/// Writes samples as they are decoded.
pub(super) struct PcmWriter {
    file: NamedTempFile,
    out: BufWriter<File>,
    rate: u32,
    channels: u16,
    bytes: u32,
}

impl PcmWriter {
    pub(super) fn new() -> io::Result<Self> {
        let file = NamedTempFile::new()?;
        let mut out = BufWriter::new(file.reopen()?);
        out.write_all(&[0; HEADER])?;
        Ok(Self { file, out, rate: 0, channels: 0, bytes: 0 })
    }

    /// Writes interleaved samples from -1 to 1; an error when the file would be too large.
    pub(super) fn write(&mut self, samples: &[f32], rate: u32, channels: usize) -> io::Result<()> {
        self.begin(rate, channels)?;
        for sample in samples {
            #[expect(clippy::cast_possible_truncation, reason = "clamped")]
            let sample = (sample * 32768.0).clamp(-32768.0, 32767.0).round() as i16;
            self.out.write_all(&sample.to_le_bytes())?;
        }
        self.count(samples.len())
    }

    /// Writes samples of one channel.
    pub(super) fn write_mono(&mut self, samples: &[i16], rate: u32) -> io::Result<()> {
        self.begin(rate, 1)?;
        for sample in samples {
            self.out.write_all(&sample.to_le_bytes())?;
        }
        self.count(samples.len())
    }

    fn begin(&mut self, rate: u32, channels: usize) -> io::Result<()> {
        let channels = u16::try_from(channels).map_err(io::Error::other)?;
        if self.bytes > 0 && (self.rate, self.channels) != (rate, channels) {
            return Err(io::Error::other("the samples change their rate or channels"));
        }
        (self.rate, self.channels) = (rate, channels);
        Ok(())
    }

    fn count(&mut self, samples: usize) -> io::Result<()> {
        let bytes = u32::try_from(samples).ok().and_then(|samples| samples.checked_mul(2));
        let sum = bytes.and_then(|bytes| self.bytes.checked_add(bytes));
        // The header's sizes have 32 bits.
        self.bytes = sum
            .filter(|sum| *sum < u32::MAX - 64)
            .ok_or_else(|| io::Error::from(io::ErrorKind::FileTooLarge))?;
        Ok(())
    }

    /// Writes the header and returns the file; `None` without samples.
    pub(super) fn finish(mut self) -> io::Result<Option<Converted>> {
        if self.bytes == 0 {
            return Ok(None);
        }
        let frame = u32::from(self.channels).saturating_mul(2);
        let mut header = Vec::with_capacity(HEADER);
        header.extend(b"RIFF");
        header.extend(self.bytes.saturating_add(36).to_le_bytes());
        header.extend(b"WAVEfmt ");
        header.extend(16_u32.to_le_bytes());
        header.extend(1_u16.to_le_bytes());
        header.extend(self.channels.to_le_bytes());
        header.extend(self.rate.to_le_bytes());
        header.extend(self.rate.saturating_mul(frame).to_le_bytes());
        header.extend(self.channels.saturating_mul(2).to_le_bytes());
        header.extend(16_u16.to_le_bytes());
        header.extend(b"data");
        header.extend(self.bytes.to_le_bytes());
        self.out.seek(SeekFrom::Start(0))?;
        self.out.write_all(&header)?;
        self.out.flush()?;
        let bytes = u64::from(self.bytes).saturating_add(HEADER as u64);
        Ok(Some(Converted { file: self.file, bytes }))
    }
}
