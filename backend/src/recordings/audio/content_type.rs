//! Content types of recordings, by their first bytes.

/// Bytes from which a recording's type is recognised: some programs write zeros before an MP3.
pub(super) const HEAD_BYTES: u64 = 4096;
/// Raw GSM 06.10, which has no header.
pub(super) const RAW_GSM: &str = "audio/x-gsm";
/// Bytes of its frames, each of which begins with the same four bits.
const GSM_FRAME: usize = super::gsm_frame::RAW_FRAME;

/// The content type of a recording by its first bytes; `None` for what is none.
pub(super) fn content_type(head: &[u8]) -> Option<&'static str> {
    let zeros = head.iter().take_while(|byte| **byte == 0).count();
    match head.get(zeros..).unwrap_or_default() {
        [b'R', b'I' | b'F', b'F' | b'6', b'F' | b'4', _, _, _, _, b'W', b'A', b'V', b'E', ..] => {
            Some("audio/wav")
        }
        [b'f', b'L', b'a', b'C', ..] => Some("audio/flac"),
        [b'I', b'D', b'3', ..] => Some("audio/mpeg"),
        // ADTS has the sync word of MPEG audio, and the layer 0, which that never has.
        [0xff, 0xf0 | 0xf1 | 0xf8 | 0xf9, ..] => Some("audio/aac"),
        [0xff, second, ..] if second & 0xe0 == 0xe0 => Some("audio/mpeg"),
        [b'O', b'g', b'g', b'S', ..] => Some("audio/ogg"),
        [0x1a, 0x45, 0xdf, 0xa3, ..] => Some("audio/webm"),
        _ if head.get(4..8) == Some(b"ftyp") => Some("audio/mp4"),
        _ if is_raw_gsm(head) => Some(RAW_GSM),
        _ => None,
    }
}

fn is_raw_gsm(head: &[u8]) -> bool {
    let mut frames = head.chunks_exact(GSM_FRAME);
    frames.len() >= 3 && frames.all(|frame| frame.first().is_some_and(|byte| byte >> 4 == 0xd))
}

/// The ending of a file with a content type.
pub(in crate::recordings) fn ending(content_type: &str) -> &str {
    match content_type {
        "audio/mpeg" => "mp3",
        "audio/mp4" => "m4a",
        "audio/x-gsm" => "gsm",
        other => other.rsplit('/').next().unwrap_or_default(),
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn types_are_recognised_by_the_first_bytes() {
        let gsm: Vec<u8> = (0..132).map(|at| if at % 33 == 0 { 0xd7 } else { 0x11 }).collect();
        for (head, expected) in [
            (b"RIFF\0\0\0\0WAVEfmt ".as_slice(), Some("audio/wav")),
            (b"RF64\xff\xff\xff\xffWAVEds64", Some("audio/wav")),
            (b"fLaC\0\0\0\x22", Some("audio/flac")),
            (b"\0\0\0\x1cftypM4A \0\0", Some("audio/mp4")),
            (b"\xff\xf1\x50\x80", Some("audio/aac")),
            (b"\xff\xfb\x90\x64", Some("audio/mpeg")),
            (b"\xff\xf3\x48\xc4", Some("audio/mpeg")),
            (b"\0\0\0\0\xff\xfb\x90\x64", Some("audio/mpeg")),
            (b"ID3\x04", Some("audio/mpeg")),
            (b"OggS", Some("audio/ogg")),
            (&gsm, Some("audio/x-gsm")),
            (b"\x1a\x45\xdf\xa3", Some("audio/webm")),
            (b"%PDF-1.7 not a recording", None),
            (b"", None),
        ] {
            assert_eq!(content_type(head), expected, "{head:?}");
        }
        assert_eq!(
            [ending("audio/mp4"), ending("audio/x-gsm"), ending("audio/flac")],
            ["m4a", "gsm", "flac"]
        );
    }
}
