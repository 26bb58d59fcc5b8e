//! Waveform of a recording in Opus, gathered packet by packet.

use std::panic::{AssertUnwindSafe, catch_unwind};

use opus_pure::{MAX_PACKET_SAMPLES, OpusDecoder};

use super::packet::{RATE, frames};
use crate::recordings::audio::loudness::Loudness;

/// Frames by which the times of packets may differ from the sum of their lengths.
const TOLERANCE: u64 = 960;

/// Decodes packets and keeps their loudness.
pub(in crate::recordings::audio) struct OpusWaveform {
    /// `None` once the recording cannot be measured any more.
    decoder: Option<OpusDecoder>,
    channels: usize,
    samples: Vec<f32>,
    loudness: Loudness,
}

impl OpusWaveform {
    /// A waveform of one channel or two; `None` for more, which calls do not have.
    pub(in crate::recordings::audio) fn new(channels: usize) -> Option<Self> {
        let decoder = OpusDecoder::new(i32::try_from(RATE).ok()?, channels).ok()?;
        Some(Self {
            decoder: Some(decoder),
            channels,
            samples: vec![0.0; channels.saturating_mul(MAX_PACKET_SAMPLES)],
            loudness: Loudness::default(),
        })
    }

    /// Adds a packet that begins `at` frames after the recording does. Encoders leave out packets of
    /// silence, and a packet that is broken counts as silence.
    pub(in crate::recordings::audio) fn add(&mut self, at: u64, packet: &[u8]) {
        let lasts = frames(packet);
        if lasts == 0 || lasts > MAX_PACKET_SAMPLES as u64 {
            return;
        }
        let Some(decoder) = &mut self.decoder else { return };
        let missing = at.saturating_sub(self.loudness.frames());
        if missing > TOLERANCE {
            self.loudness.add_silence(missing, RATE);
        }
        // The decoder is asked for what strangers sent: it must not end the import.
        let decoded = catch_unwind(AssertUnwindSafe(|| {
            decoder.decode(packet, MAX_PACKET_SAMPLES, &mut self.samples)
        }));
        match decoded {
            Ok(Ok(count)) => {
                let samples =
                    self.samples.get(..count.saturating_mul(self.channels)).unwrap_or_default();
                self.loudness.add(samples, RATE, self.channels);
            }
            Ok(Err(_)) => self.loudness.add_silence(lasts, RATE),
            Err(_) => self.decoder = None,
        }
        if self.loudness.is_too_long() {
            self.decoder = None;
        }
    }

    /// The steps of loudness; empty if the recording could not be measured to its end.
    pub(in crate::recordings::audio) fn finish(self) -> Vec<u8> {
        let audio = self.decoder.and_then(|_| self.loudness.finish());
        audio.map(|audio| audio.peaks).unwrap_or_default()
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    /// 20 ms of silence as encoders write it: full band, one channel, a single frame.
    const SILENCE: [u8; 3] = [0xf8, 0xff, 0xfe];

    #[test]
    fn a_gap_between_packets_is_silence() {
        let mut waveform = OpusWaveform::new(1).unwrap();
        waveform.add(0, &SILENCE);
        waveform.add(u64::from(RATE), &SILENCE);
        // 1.02 s in steps of 50 ms.
        assert_eq!(waveform.finish(), vec![0; 21]);
    }

    #[test]
    fn what_would_take_hours_is_not_measured() {
        let mut waveform = OpusWaveform::new(1).unwrap();
        waveform.add(0, &SILENCE);
        waveform.add(u64::MAX - 5, &SILENCE);
        assert!(waveform.decoder.is_none() && waveform.finish().is_empty());
        assert!(OpusWaveform::new(3).is_none() && OpusWaveform::new(usize::MAX).is_none());
    }
}
