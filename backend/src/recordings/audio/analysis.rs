//! Analysis of a recording's audio: length and loudness over time.

use std::panic::{AssertUnwindSafe, catch_unwind};

use symphonia::core::{
    codecs::audio::{AudioDecoder, AudioDecoderOptions},
    errors::Error as Undecodable,
    formats::{FormatOptions, FormatReader, TrackType, probe::Hint},
    io::{MediaSource, MediaSourceStream, MediaSourceStreamOptions},
    meta::MetadataOptions,
    units::{TimeBase, Timestamp},
};

use super::pcm::PcmWriter;

/// Steps of loudness that are stored of a recording of any length.
const MAX_STEPS: usize = 400;
/// Steps of loudness per second while a recording is read: three hours need 200 KB.
const STEPS_PER_SECOND: u32 = 20;

/// A recording's length and loudness.
pub(in crate::recordings) struct Audio {
    pub(in crate::recordings) duration_ms: i64,
    /// At most [`MAX_STEPS`] steps of equal length, 0 to 255; none where only the length is known.
    pub(in crate::recordings) peaks: Vec<u8>,
}

/// Decodes a recording. `None` when it cannot be decoded here; a browser may still play it.
pub(in crate::recordings) fn analyse(source: Box<dyn MediaSource>) -> Option<Audio> {
    analyse_into(source, &mut None)
}

/// Decodes a recording as [`analyse`] does, and writes what it decodes.
pub(super) fn analyse_into(
    source: Box<dyn MediaSource>,
    writer: &mut Option<PcmWriter>,
) -> Option<Audio> {
    // A decoder that panics on a broken file must not end the import.
    catch_unwind(AssertUnwindSafe(|| decode(source, writer))).ok().flatten()
}

fn decode(source: Box<dyn MediaSource>, writer: &mut Option<PcmWriter>) -> Option<Audio> {
    let source = MediaSourceStream::new(source, MediaSourceStreamOptions::default());
    let (formats, metadata) = (FormatOptions::default(), MetadataOptions::default());
    let format =
        symphonia::default::get_probe().probe(&Hint::new(), source, formats, metadata).ok()?;
    let track = format.default_track(TrackType::Audio)?;
    let (track_id, time_base) = (track.id, track.time_base);
    let codec = track.codec_params.as_ref()?.audio()?;
    let options = AudioDecoderOptions::default();
    match symphonia::default::get_codecs().make_audio_decoder(codec, &options) {
        Ok(decoder) => loudness(format, track_id, decoder, writer),
        // The packets of a codec that is not decoded here, such as Opus, still say when they are.
        Err(_) => length(format, track_id, time_base?),
    }
}

fn loudness(
    mut format: Box<dyn FormatReader + '_>,
    track_id: u32,
    mut decoder: Box<dyn AudioDecoder>,
    writer: &mut Option<PcmWriter>,
) -> Option<Audio> {
    let mut loudness = Loudness::default();
    let mut samples: Vec<f32> = Vec::new();
    while let Ok(Some(packet)) = format.next_packet() {
        if packet.track_id != track_id {
            continue;
        }
        match decoder.decode(&packet) {
            Ok(decoded) => {
                let (rate, channels) = (decoded.spec().rate(), decoded.spec().channels().count());
                samples.resize(decoded.samples_interleaved(), 0.0);
                decoded.copy_to_slice_interleaved(&mut samples);
                loudness.add(&samples, rate, channels);
                if let Some(writer) = writer {
                    writer.write(&samples, rate, channels).ok()?;
                }
            }
            Err(Undecodable::DecodeError(_)) => {}
            Err(_) => break,
        }
    }
    loudness.finish()
}

/// The end of the last packet.
fn length(
    mut format: Box<dyn FormatReader + '_>,
    track_id: u32,
    time_base: TimeBase,
) -> Option<Audio> {
    let mut end: Option<Timestamp> = None;
    while let Ok(Some(packet)) = format.next_packet() {
        if packet.track_id == track_id {
            end = end.max(Some(packet.pts.saturating_add(packet.dur)));
        }
    }
    let duration_ms = i64::try_from(time_base.calc_time(end?)?.as_millis()).ok()?;
    (duration_ms > 0).then(|| Audio { duration_ms, peaks: Vec::new() })
}

/// Loudness per step, gathered while decoding so that memory does not grow with the samples.
#[derive(Default)]
pub(super) struct Loudness {
    steps: Vec<u8>,
    rate: u32,
    frames: u64,
    loudest: f32,
}

impl Loudness {
    pub(super) fn add(&mut self, samples: &[f32], rate: u32, channels: usize) {
        self.rate = rate;
        let step = self.step();
        for frame in samples.chunks_exact(channels.max(1)) {
            self.loudest = frame.iter().fold(self.loudest, |most, sample| most.max(sample.abs()));
            self.frames += 1;
            if self.frames.is_multiple_of(step) {
                self.end_step();
            }
        }
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
        let duration_ms = i64::try_from(self.frames * 1000 / u64::from(self.rate)).ok()?;
        Some(Audio { duration_ms, peaks })
    }
}

#[cfg(test)]
mod tests {
    use std::io::Cursor;

    use earshot_testkit::wav;

    use super::*;

    fn analysed(bytes: &[u8]) -> Option<Audio> {
        analyse(Box::new(Cursor::new(bytes.to_vec())))
    }

    #[test]
    fn a_wav_has_a_length_and_is_loud_where_it_is_loud() {
        let quiet_then_loud: Vec<i16> =
            (0..16_000).map(|n| if n < 8000 { 0 } else { 30_000 }).collect();
        let file = wav(8000, &quiet_then_loud);
        let audio = analysed(&file).unwrap();
        assert_eq!(audio.duration_ms, 2000);
        let middle = audio.peaks.len() / 2;
        assert!(audio.peaks[..middle - 1].iter().all(|peak| *peak == 0));
        assert!(audio.peaks[middle + 1..].iter().all(|peak| *peak > 220));
    }

    #[test]
    fn files_that_are_not_audio_have_no_length() {
        for bytes in [b"".as_slice(), b"RIFF1234WAVEgarbage", b"%PDF-1.7 not a recording"] {
            assert!(analysed(bytes).is_none());
        }
    }
}
