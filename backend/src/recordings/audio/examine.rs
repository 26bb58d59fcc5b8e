//! Examination of a recording's file before it is stored.

use std::{
    fs::File,
    io::{self, BufReader, Read, Seek, SeekFrom},
    path::Path,
};

use super::{
    analysis::{Audio, analyse, analyse_into},
    content_type::{HEAD_BYTES, RAW_GSM, content_type},
    gsm_files::{self, Packing},
    mp4, ogg,
    pcm::{Converted, PcmWriter},
    wav_format::{Playback, WavFormat},
    wav_sizes::SizedWav,
    webm,
};

const GSM: &str = "GSM 06.10";

/// What a file is.
pub(in crate::recordings) enum Examined {
    Recording(Sound),
    /// It holds no sound at all.
    Empty,
    /// It is no recording.
    Unknown,
}

/// What is known of a recording.
pub(in crate::recordings) struct Sound {
    pub(in crate::recordings) content_type: &'static str,
    pub(in crate::recordings) bytes: u64,
    /// Its audio, where it can be measured.
    pub(in crate::recordings) audio: Option<Audio>,
    /// Its codec, if browsers do not play it.
    pub(in crate::recordings) codec: Option<String>,
    /// A copy that browsers play, of a file that they do not.
    pub(in crate::recordings) converted: Option<Converted>,
}

/// Examines a file. Memory does not grow with it.
pub(in crate::recordings) fn examine(path: &Path) -> io::Result<Examined> {
    let mut file = File::open(path)?;
    let bytes = file.metadata()?.len();
    if bytes == 0 {
        return Ok(Examined::Empty);
    }
    let mut head = Vec::new();
    file.by_ref().take(HEAD_BYTES).read_to_end(&mut head)?;
    file.rewind()?;
    let Some(content_type) = content_type(&head) else { return Ok(Examined::Unknown) };
    let sound = Sound { content_type, bytes, audio: None, codec: None, converted: None };
    let sound = match content_type {
        "audio/wav" => return sound.with_wav(file),
        RAW_GSM => sound.with_gsm(BufReader::new(file), Packing::Raw)?,
        "audio/webm" => Sound { audio: webm::measure(BufReader::new(file))?, ..sound },
        "audio/ogg" => {
            let codec = ogg::unplayed_codec(&head).map(str::to_owned);
            Sound { audio: analyse(Box::new(file)), codec, ..sound }
        }
        "audio/mp4" => {
            let codec = mp4::unplayed_codec(&mut BufReader::new(&file))?.map(str::to_owned);
            file.rewind()?;
            Sound { audio: analyse(Box::new(file)), codec, ..sound }
        }
        _ => Sound { audio: analyse(Box::new(file)), ..sound },
    };
    Ok(Examined::Recording(sound))
}

impl Sound {
    fn with_wav(self, file: File) -> io::Result<Examined> {
        let mut samples = file.try_clone()?;
        let wav = SizedWav::new(Box::new(file))?;
        if wav.is_empty() {
            return Ok(Examined::Empty);
        }
        let sound = match wav.format().map_or(Playback::AsIs, WavFormat::playback) {
            Playback::AsIs => Self { audio: analyse(Box::new(wav)), ..self },
            Playback::None(codec) => {
                Self { audio: analyse(Box::new(wav)), codec: Some(codec), ..self }
            }
            Playback::DecodedGsm => {
                let (at, bytes) = wav.samples();
                samples.seek(SeekFrom::Start(at))?;
                self.with_gsm(BufReader::new(samples).take(bytes), Packing::Wav)?
            }
            Playback::Decoded(codec) => {
                let mut writer = Some(PcmWriter::new()?);
                let audio = analyse_into(Box::new(wav), &mut writer);
                let converted = match (&audio, writer) {
                    (Some(_), Some(writer)) => writer.finish()?,
                    _ => None,
                };
                Self { audio, codec: Some(codec.to_owned()), converted, ..self }
            }
        };
        Ok(Examined::Recording(sound))
    }

    fn with_gsm(self, mut frames: impl Read, packing: Packing) -> io::Result<Self> {
        let mut writer = PcmWriter::new()?;
        let audio = gsm_files::decode(&mut frames, packing, &mut writer)?;
        Ok(Self { audio, codec: Some(GSM.to_owned()), converted: writer.finish()?, ..self })
    }
}
