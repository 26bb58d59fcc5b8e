//! Analysis of a recording's audio: length and loudness over time.

use std::panic::{AssertUnwindSafe, catch_unwind};

use symphonia::core::{
    audio::Channels,
    codecs::audio::{AudioDecoder, AudioDecoderOptions, well_known::CODEC_ID_OPUS},
    errors::Error as Undecodable,
    formats::{FormatOptions, FormatReader, TrackType, probe::Hint},
    io::{MediaSource, MediaSourceStream, MediaSourceStreamOptions},
    meta::MetadataOptions,
    packet::Packet,
    units::{TimeBase, Timestamp},
};

use super::{loudness::Loudness, opus::OpusWaveform, pcm::PcmWriter};

/// A recording's length and loudness.
pub(in crate::recordings) struct Audio {
    pub(in crate::recordings) duration_ms: i64,
    /// Steps of equal length, 0 to 255; none where only the length is known.
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
    let (id, time_base) = (track.id, track.time_base);
    let codec = track.codec_params.as_ref()?.audio()?;
    let options = AudioDecoderOptions::default();
    let decoder = symphonia::default::get_codecs().make_audio_decoder(codec, &options);
    let channels = codec.channels.as_ref().map_or(0, Channels::count);
    let is_opus = codec.codec == CODEC_ID_OPUS;
    let packets = Packets { format, id, time_base, end: None };
    match decoder {
        Ok(decoder) => packets.decoded(decoder, writer),
        Err(_) if is_opus => packets.measured(OpusWaveform::new(channels)),
        Err(_) => packets.measured(None),
    }
}

/// The packets of one track.
struct Packets<'a> {
    format: Box<dyn FormatReader + 'a>,
    id: u32,
    time_base: Option<TimeBase>,
    /// The end of the last packet.
    end: Option<Timestamp>,
}

impl Packets<'_> {
    fn next(&mut self) -> Option<Packet> {
        while let Ok(Some(packet)) = self.format.next_packet() {
            if packet.track_id == self.id {
                self.end = self.end.max(Some(packet.pts.saturating_add(packet.dur)));
                return Some(packet);
            }
        }
        None
    }

    /// Length and waveform by the samples.
    fn decoded(
        mut self,
        mut decoder: Box<dyn AudioDecoder>,
        writer: &mut Option<PcmWriter>,
    ) -> Option<Audio> {
        let mut loudness = Loudness::default();
        let mut samples: Vec<f32> = Vec::new();
        while let Some(packet) = self.next() {
            match decoder.decode(&packet) {
                Ok(decoded) => {
                    let spec = decoded.spec();
                    let (rate, channels) = (spec.rate(), spec.channels().count());
                    samples.resize(decoded.samples_interleaved(), 0.0);
                    decoded.copy_to_slice_interleaved(&mut samples);
                    loudness.add(&samples, rate, channels);
                    if let Some(writer) = writer {
                        writer.write(&samples, rate, channels).ok()?;
                    } else if loudness.is_too_long() {
                        return self.measured(None);
                    }
                }
                Err(Undecodable::DecodeError(_)) => {}
                Err(_) => break,
            }
        }
        loudness.finish()
    }

    /// Length by the times of the packets, with the waveform of Opus.
    fn measured(mut self, mut opus: Option<OpusWaveform>) -> Option<Audio> {
        while let Some(packet) = self.next() {
            if let Some(opus) = &mut opus {
                let at = self.milliseconds(packet.pts).unwrap_or(0);
                opus.add(u64::try_from(at).unwrap_or(0).saturating_mul(48), &packet.data);
            }
        }
        let duration_ms = self.milliseconds(self.end?)?;
        let peaks = opus.map(OpusWaveform::finish).unwrap_or_default();
        (duration_ms > 0).then_some(Audio { duration_ms, peaks })
    }

    fn milliseconds(&self, at: Timestamp) -> Option<i64> {
        i64::try_from(self.time_base?.calc_time(at)?.as_millis()).ok()
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
