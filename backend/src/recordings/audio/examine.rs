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
    pcm::{Converted, PcmWriter},
    wav_format::{Playback, WavFormat},
    wav_sizes::SizedWav,
    webm,
};

const GSM: &str = "GSM 06.10";

/// What a file is.
pub(in crate::recordings) struct Examined {
    /// Its content type; `None` for what is no recording.
    pub(in crate::recordings) content_type: Option<&'static str>,
    pub(in crate::recordings) bytes: u64,
    /// Whether it holds no sound at all.
    pub(in crate::recordings) is_empty: bool,
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
    let mut head = Vec::new();
    file.by_ref().take(HEAD_BYTES).read_to_end(&mut head)?;
    file.rewind()?;
    let content_type = content_type(&head);
    let examined = Examined {
        content_type,
        bytes,
        is_empty: bytes == 0,
        audio: None,
        codec: None,
        converted: None,
    };
    match content_type {
        None => Ok(examined),
        Some("audio/wav") => examined.with_wav(file),
        Some(RAW_GSM) => examined.with_gsm(BufReader::new(file), Packing::Raw),
        Some("audio/webm") => {
            let duration_ms = webm::duration_ms(BufReader::new(file))?;
            let audio = duration_ms.map(|duration_ms| Audio { duration_ms, peaks: Vec::new() });
            Ok(Examined { audio, ..examined })
        }
        Some(_) => Ok(Examined { audio: analyse(Box::new(file)), ..examined }),
    }
}

impl Examined {
    fn with_wav(self, file: File) -> io::Result<Self> {
        let mut samples = file.try_clone()?;
        let wav = SizedWav::new(Box::new(file))?;
        if wav.is_empty() {
            return Ok(Self { is_empty: true, ..self });
        }
        match wav.format().map_or(Playback::AsIs, WavFormat::playback) {
            Playback::AsIs => Ok(Self { audio: analyse(Box::new(wav)), ..self }),
            Playback::None(codec) => {
                Ok(Self { audio: analyse(Box::new(wav)), codec: Some(codec), ..self })
            }
            Playback::DecodedGsm => {
                let (at, bytes) = wav.samples();
                samples.seek(SeekFrom::Start(at))?;
                self.with_gsm(BufReader::new(samples).take(bytes), Packing::Wav)
            }
            Playback::Decoded(codec) => {
                let mut writer = Some(PcmWriter::new()?);
                let audio = analyse_into(Box::new(wav), &mut writer);
                let converted = match (&audio, writer) {
                    (Some(_), Some(writer)) => writer.finish()?,
                    _ => None,
                };
                Ok(Self { audio, codec: Some(codec.to_owned()), converted, ..self })
            }
        }
    }

    fn with_gsm(self, mut frames: impl Read, packing: Packing) -> io::Result<Self> {
        let mut writer = PcmWriter::new()?;
        let audio = gsm_files::decode(&mut frames, packing, &mut writer)?;
        Ok(Self { audio, codec: Some(GSM.to_owned()), converted: writer.finish()?, ..self })
    }
}
