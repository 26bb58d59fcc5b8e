//! Loudness of a recording over time, gathered while it is decoded so that memory does not grow with the
//! samples.

use super::analysis::Audio;

/// Steps of loudness that are stored of a recording of any length.
const MAX_STEPS: usize = 400;
/// Steps of loudness per second while a recording is read: three hours need 200 KB.
const STEPS_PER_SECOND: u32 = 20;
/// Samples after which decoding takes too long: twelve hours at 48 kHz. Some codecs have minutes in few
/// bytes.
const MAX_SAMPLES: u64 = 12 * 60 * 60 * 48_000;

/// Loudness per step.
#[derive(Default)]
pub(super) struct Loudness {
    steps: Vec<u8>,
    rate: u32,
    frames: u64,
    samples: u64,
    loudest: f32,
}

impl Loudness {
    /// Adds interleaved samples from -1 to 1.
    pub(super) fn add(&mut self, samples: &[f32], rate: u32, channels: usize) {
        self.rate = rate;
        self.samples = self.samples.saturating_add(samples.len() as u64);
        let step = self.step();
        for frame in samples.chunks_exact(channels.max(1)) {
            self.loudest = frame.iter().fold(self.loudest, |most, sample| most.max(sample.abs()));
            self.frames = self.frames.saturating_add(1);
            if self.frames.is_multiple_of(step) {
                self.end_step();
            }
        }
    }

    /// Adds silence, up to the longest recording that is measured.
    pub(super) fn add_silence(&mut self, frames: u64, rate: u32) {
        self.rate = rate;
        self.samples = self.samples.saturating_add(frames);
        let end = self.frames.saturating_add(frames).min(MAX_SAMPLES);
        let step = self.step();
        while self.frames < end {
            let whole = self.frames.saturating_add(1).next_multiple_of(step);
            self.frames = whole.min(end);
            if self.frames == whole {
                self.end_step();
            }
        }
    }

    /// Frames that were added.
    pub(super) const fn frames(&self) -> u64 {
        self.frames
    }

    /// Whether so much was added that decoding should end.
    pub(super) const fn is_too_long(&self) -> bool {
        self.samples > MAX_SAMPLES
    }

    /// Frames of one step.
    fn step(&self) -> u64 {
        u64::from((self.rate / STEPS_PER_SECOND).max(1))
    }

    fn end_step(&mut self) {
        #[expect(clippy::cast_possible_truncation, clippy::cast_sign_loss, reason = "clamped")]
        self.steps.push((self.loudest.clamp(0.0, 1.0) * 255.0) as u8);
        self.loudest = 0.0;
    }

    /// The length and the steps; `None` without samples.
    pub(super) fn finish(mut self) -> Option<Audio> {
        if self.frames == 0 || self.rate == 0 {
            return None;
        }
        // The last step is rarely whole.
        if !self.frames.is_multiple_of(self.step()) {
            self.end_step();
        }
        let share = self.steps.len().div_ceil(MAX_STEPS).max(1);
        let peaks =
            self.steps.chunks(share).filter_map(|steps| steps.iter().max().copied()).collect();
        let milliseconds = self.frames.saturating_mul(1000).checked_div(self.rate.into())?;
        let duration_ms = i64::try_from(milliseconds).ok()?;
        Some(Audio { duration_ms, peaks })
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn silence_takes_its_place_between_sounds() {
        let mut loudness = Loudness::default();
        loudness.add(&[0.5; 1000], 8000, 1);
        loudness.add_silence(7000, 8000);
        loudness.add(&[1.0; 200], 8000, 1);
        let audio = loudness.finish().unwrap();
        assert_eq!(audio.duration_ms, 1025);
        // Steps of 400 frames: the third is half sound, and the last is not whole.
        let expected = [[127; 3].as_slice(), &[0; 17], &[255]].concat();
        assert_eq!(audio.peaks, expected);
    }

    #[test]
    fn endless_silence_ends() {
        let mut loudness = Loudness::default();
        loudness.add_silence(u64::MAX, 48_000);
        assert!(loudness.is_too_long());
        loudness.add_silence(u64::MAX, 48_000);
        assert_eq!(loudness.frames(), MAX_SAMPLES);
    }
}
