//! Tests of files as recorders write them.

mod hostile;
mod opus;

use std::{io::Write, path::Path};

use earshot_testkit::wav;

use super::{Examined, Sound, examine};

fn sample(name: &str) -> std::path::PathBuf {
    Path::new(env!("CARGO_MANIFEST_DIR")).join("samples/recordings").join(name)
}

fn examined(bytes: &[u8]) -> Examined {
    let mut file = tempfile::NamedTempFile::new().unwrap();
    file.write_all(bytes).unwrap();
    examine(file.path()).unwrap()
}

fn sound(examined: Examined) -> Sound {
    match examined {
        Examined::Recording(sound) => sound,
        Examined::Empty => panic!("an empty file"),
        Examined::Unknown => panic!("no recording"),
    }
}

fn sound_of(name: &str) -> Sound {
    sound(examine(&sample(name)).unwrap())
}

/// The samples of a WAV with a header of 44 bytes.
fn samples(wav: &[u8]) -> Vec<i16> {
    wav[44..].chunks_exact(2).map(|pair| i16::from_le_bytes([pair[0], pair[1]])).collect()
}

#[test]
fn codecs_that_browsers_do_not_play_are_decoded_as_by_others() {
    // libsndfile encoded the files, and decoded them for comparison. Decoders of ADPCM round differently.
    for (name, codec, at_most) in [
        ("gsm", "GSM 06.10", 0),
        ("ima-adpcm", "IMA ADPCM", 64),
        ("ms-adpcm", "Microsoft ADPCM", 200),
    ] {
        let found = sound_of(&format!("{name}.wav"));
        assert_eq!(found.codec.as_deref(), Some(codec));
        let converted = found.converted.unwrap();
        let bytes = std::fs::read(converted.file.path()).unwrap();
        assert_eq!(bytes.len() as u64, converted.bytes);
        let expected = std::fs::read(sample(&format!("{name}-decoded.wav"))).unwrap();
        let (ours, theirs) = (samples(&bytes), samples(&expected));
        assert!(theirs.len().abs_diff(ours.len()) <= 40, "{name}: {} {}", ours.len(), theirs.len());
        let apart = ours.iter().zip(&theirs).map(|(a, b)| a.abs_diff(*b)).max().unwrap();
        assert!(apart <= at_most, "{name}: {apart}");
        let audio = found.audio.unwrap();
        assert!((480..=505).contains(&audio.duration_ms), "{name}: {}", audio.duration_ms);
        assert!(audio.peaks.iter().any(|peak| *peak > 100), "{name}");
    }
}

#[test]
fn raw_frames_are_decoded_like_those_of_a_wav() {
    // A frame of silence as encoders write it.
    let frame = [
        [0xd8, 0x20, 0xa2, 0xe1, 0x5a].as_slice(),
        &[0x50, 0, 0x49, 0x24, 0x92, 0x49, 0x24].repeat(4),
    ];
    let file = frame.concat().repeat(50);
    let found = sound(examined(&file));
    assert_eq!(found.content_type, "audio/x-gsm");
    assert_eq!(found.audio.unwrap().duration_ms, 1000);
    assert_eq!(found.converted.unwrap().bytes, 44 + 16_000);
}

#[test]
fn stereo_keeps_its_sides() {
    let found = sound_of("ima-adpcm-stereo.wav");
    let bytes = std::fs::read(found.converted.unwrap().file.path()).unwrap();
    assert_eq!(bytes[22], 2, "channels");
    let sides = samples(&bytes);
    let loudest = |side: usize| sides.iter().skip(side).step_by(2).map(|s| s.unsigned_abs()).max();
    let (left, right) = (loudest(0).unwrap(), loudest(1).unwrap());
    assert!(left > 20_000 && right < 14_000 && right > 9_000, "{left} {right}");
}

#[test]
fn flac_has_a_length_and_a_waveform() {
    let found = sound_of("tone.flac");
    assert_eq!((found.content_type, found.codec), ("audio/flac", None));
    let audio = found.audio.unwrap();
    assert_eq!(audio.duration_ms, 480);
    assert!(audio.peaks.iter().any(|peak| *peak > 100));
}

#[test]
fn aac_in_mp4_has_a_length_and_a_waveform() {
    let found = sound_of("tone.m4a");
    assert_eq!((found.content_type, found.codec), ("audio/mp4", None));
    let audio = found.audio.unwrap();
    assert!((9_900..=10_300).contains(&audio.duration_ms), "{}", audio.duration_ms);
    assert!(audio.peaks.iter().any(|peak| *peak > 50));
}

#[test]
fn aac_alone_has_a_length_and_a_waveform() {
    let found = sound_of("tone.aac");
    assert_eq!((found.content_type, found.codec), ("audio/aac", None));
    let audio = found.audio.unwrap();
    assert!((1450..=1650).contains(&audio.duration_ms), "{}", audio.duration_ms);
    assert!(audio.peaks.iter().any(|peak| *peak > 100));
}

#[test]
fn what_telephones_record_is_named() {
    let found = sound_of("amr.3gp");
    assert_eq!(found.content_type, "audio/mp4");
    assert_eq!(found.codec.as_deref(), Some("AMR"));
    assert!(found.converted.is_none());
}

#[test]
fn pcm_is_left_as_it_is_and_an_unknown_codec_is_named() {
    let mut file = wav(8000, &vec![12_000; 8000]);
    let found = sound(examined(&file));
    assert!(found.converted.is_none() && found.codec.is_none());
    file[20] = 0x83;
    let found = sound(examined(&file));
    assert_eq!(found.codec.as_deref(), Some("G.729"));
    assert!(found.converted.is_none());
    assert!(matches!(examined(&file[..44]), Examined::Empty));
    assert!(matches!(examined(b""), Examined::Empty));
    assert!(matches!(examined(b"%PDF-1.7 no recording"), Examined::Unknown));
}

#[test]
fn sizes_that_overflow_end_no_examination() {
    let sound = wav(8000, &[1000; 4000]);
    let sizes = [0, 1, u32::MAX, u32::MAX - 1, u32::MAX - 7, i32::MAX.unsigned_abs(), 1 << 31];
    // The size of the file, of the format, rates, the size of a frame, and that of the samples.
    for (at, bytes) in [(4, 4), (16, 4), (22, 2), (24, 4), (28, 4), (32, 2), (34, 2), (40, 4)] {
        for size in sizes {
            let mut planted = sound.clone();
            planted[at..at + bytes].copy_from_slice(&size.to_le_bytes()[..bytes]);
            drop(examined(&planted));
            // With a chunk before the samples whose size is not true.
            planted.splice(36..36, [b"LIST".as_slice(), &size.to_le_bytes()].concat());
            drop(examined(&planted));
        }
    }
    for end in 0..64 {
        drop(examined(&sound[..end]));
    }
}

#[test]
fn any_byte_of_a_file_may_be_another_one() {
    for name in ["gsm.wav", "ima-adpcm.wav", "ms-adpcm.wav", "tone.flac"] {
        let file = std::fs::read(sample(name)).unwrap();
        for at in 0..100 {
            for byte in [0, 0x7f, 0x80, 0xff] {
                let mut planted = file.clone();
                planted[at] = byte;
                drop(examined(&planted));
            }
        }
    }
}
