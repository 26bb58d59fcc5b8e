//! Decoding of files in GSM 06.10: WAV, and raw frames.

use std::io::{self, Read};

use super::{
    analysis::Audio,
    gsm::Decoder,
    gsm_frame::{Frame, RAW_FRAME, WAV_BLOCK},
    loudness::Loudness,
    pcm::PcmWriter,
};

/// Samples per second, of every such file.
const RATE: u32 = 8000;

/// How frames are packed.
#[derive(Clone, Copy, PartialEq)]
pub(super) enum Packing {
    Raw,
    Wav,
}

/// Decodes frames up to the end of `input`, or to the first that is none.
pub(super) fn decode(
    input: &mut dyn Read,
    packing: Packing,
    writer: &mut PcmWriter,
) -> io::Result<Option<Audio>> {
    let mut decoder = Decoder::default();
    let mut loudness = Loudness::default();
    let mut block = vec![0; if packing == Packing::Raw { RAW_FRAME } else { WAV_BLOCK }];
    let mut add = |frame: &Frame| {
        let samples = decoder.decode(frame);
        let floats: Vec<f32> = samples.iter().map(|sample| f32::from(*sample) / 32768.0).collect();
        loudness.add(&floats, RATE, 1);
        writer.write_mono(&samples, RATE)
    };
    loop {
        match input.read_exact(&mut block) {
            Ok(()) => {}
            Err(error) if error.kind() == io::ErrorKind::UnexpectedEof => break,
            Err(error) => return Err(error),
        }
        match packing {
            Packing::Raw => {
                let Some(frame) = Frame::of_raw(&block) else { break };
                add(&frame)?;
            }
            Packing::Wav => {
                for frame in Frame::of_wav(&block) {
                    add(&frame)?;
                }
            }
        }
    }
    Ok(loudness.finish())
}
