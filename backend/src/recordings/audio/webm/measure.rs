//! Length and waveform of a `WebM` file.

use std::io::{self, BufRead, Seek};

use super::{
    block::Block,
    elements::{
        AUDIO, BLOCK, BLOCK_GROUP, CHANNELS, CLUSTER, CLUSTER_TIMESTAMP, CODEC, DEFAULT_DURATION,
        DURATION, INFO, SEGMENT, SIMPLE_BLOCK, TIMESTAMP_SCALE, TRACK, TRACK_NUMBER, TRACKS,
        element, float, number, value,
    },
};
use crate::recordings::audio::{
    analysis::Audio,
    opus::{OpusWaveform, RATE, frames},
};

/// Nanoseconds of a tick unless the file says otherwise.
const SCALE: u64 = 1_000_000;
const SECOND_NS: u64 = 1_000_000_000;
/// Bytes of a value that are kept, and of a block: more than any packet of Opus has.
const MAX_VALUE: u64 = 32;
const MAX_BLOCK: u64 = 64 * 1024;
/// Tracks that are told apart.
const MAX_TRACKS: usize = 16;

/// Measures a file to the end of its last block. The length of the header is taken where no block can be
/// read. `None` when neither says it.
pub(in crate::recordings::audio) fn measure(
    mut input: impl BufRead + Seek,
) -> io::Result<Option<Audio>> {
    let mut reading = Reading { scale: SCALE, ..Reading::default() };
    // Elements within others are read like those beside them: the ones of unknown size have no end.
    while let Some((id, size)) = element(&mut input)? {
        match id {
            SEGMENT | INFO | TRACKS | AUDIO | CLUSTER | BLOCK_GROUP => {}
            TRACK => reading.begin_track(),
            _ => {
                let Some(size) = size else { break };
                let value = value(&mut input, size, kept(id))?;
                reading.take(id, &value);
            }
        }
    }
    Ok(reading.finish())
}

/// Bytes of an element's value that are wanted.
const fn kept(id: u32) -> u64 {
    match id {
        TIMESTAMP_SCALE | DURATION | TRACK_NUMBER | CODEC | DEFAULT_DURATION | CHANNELS
        | CLUSTER_TIMESTAMP => MAX_VALUE,
        SIMPLE_BLOCK | BLOCK => MAX_BLOCK,
        _ => 0,
    }
}

/// What is known of a track.
#[derive(Default)]
struct Track {
    number: u64,
    is_opus: bool,
    channels: Option<u64>,
    block_ns: u64,
}

#[derive(Default)]
struct Reading {
    scale: u64,
    /// Ticks of the header.
    stated: Option<f64>,
    tracks: Vec<Track>,
    cluster: u64,
    /// Nanoseconds to the end of the last block.
    end: Option<u64>,
    /// The waveform of the track that has the first block of Opus.
    waveform: Option<(u64, Option<OpusWaveform>)>,
}

impl Reading {
    fn begin_track(&mut self) {
        if self.tracks.len() < MAX_TRACKS {
            self.tracks.push(Track::default());
        }
    }

    fn take(&mut self, id: u32, value: &[u8]) {
        match (id, self.tracks.last_mut()) {
            (TIMESTAMP_SCALE, _) => self.scale = number(value).max(1),
            (DURATION, _) => self.stated = float(value),
            (TRACK_NUMBER, Some(track)) => track.number = number(value),
            (CODEC, Some(track)) => track.is_opus = value.starts_with(b"A_OPUS"),
            (CHANNELS, Some(track)) => track.channels = Some(number(value)),
            (DEFAULT_DURATION, Some(track)) => track.block_ns = number(value),
            (CLUSTER_TIMESTAMP, _) => self.cluster = number(value),
            (SIMPLE_BLOCK | BLOCK, _) => self.take_block(value),
            _ => {}
        }
    }

    fn take_block(&mut self, block: &[u8]) {
        let Some(block) = Block::read(block) else { return };
        let ticks = self.cluster.saturating_add_signed(block.offset.into());
        let begin = ticks.saturating_mul(self.scale);
        let track = self.tracks.iter().find(|track| track.number == block.track);
        let lasts = match track {
            Some(Track { is_opus: true, channels, .. }) => {
                let channels = channels.unwrap_or(1);
                self.take_opus(&block, begin, channels)
            }
            Some(track) => track.block_ns,
            None => 0,
        };
        self.end = self.end.max(Some(begin.saturating_add(lasts)));
    }

    /// Adds the packets of a block to the waveform; the nanoseconds that they last.
    fn take_opus(&mut self, block: &Block<'_>, begin_ns: u64, channels: u64) -> u64 {
        let (track, waveform) = self.waveform.get_or_insert_with(|| {
            let channels = usize::try_from(channels).unwrap_or(0);
            (block.track, OpusWaveform::new(channels))
        });
        let begin = in_frames(begin_ns);
        let mut lasts = 0_u64;
        for packet in block.packets() {
            if let Some(waveform) = waveform.as_mut().filter(|_| *track == block.track) {
                waveform.add(begin.saturating_add(lasts), packet);
            }
            lasts = lasts.saturating_add(frames(packet));
        }
        lasts.saturating_mul(SECOND_NS).checked_div(RATE.into()).unwrap_or_default()
    }

    fn finish(self) -> Option<Audio> {
        let duration_ms = self.duration_ms()?;
        let waveform = self.waveform.and_then(|(_, waveform)| waveform);
        let peaks = waveform.map(OpusWaveform::finish).unwrap_or_default();
        Some(Audio { duration_ms, peaks })
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

/// Frames of Opus in some nanoseconds.
fn in_frames(nanoseconds: u64) -> u64 {
    let frames = u128::from(nanoseconds).saturating_mul(RATE.into()) / 1_000_000_000;
    u64::try_from(frames).unwrap_or(u64::MAX)
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
        let track = [with_size(TRACK_NUMBER, &[1]), with_size(CODEC, b"A_OPUS")].concat();
        let track = with_size(TRACK, &track);
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
        measure(Cursor::new(file)).unwrap().map(|audio| audio.duration_ms)
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
}
