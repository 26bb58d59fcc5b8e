//! Tests of Opus, as libopus encodes speech, music and what lies between them.

use super::sound_of;

/// The loudest step between two times, as a share of the recording.
fn loudness(peaks: &[u8], length_ms: i64, between: std::ops::Range<i64>) -> (u8, u8) {
    let count = i64::try_from(peaks.len()).unwrap();
    let at = |ms: i64| usize::try_from(ms * count / length_ms).unwrap();
    let steps = &peaks[at(between.start)..at(between.end)];
    (*steps.iter().min().unwrap(), *steps.iter().max().unwrap())
}

#[test]
fn every_mode_is_loud_where_it_is_loud() {
    for (name, content_type) in [
        ("opus-speech.ogg", "audio/ogg"),
        ("opus-hybrid.ogg", "audio/ogg"),
        ("opus-music.ogg", "audio/ogg"),
        ("opus.m4a", "audio/mp4"),
    ] {
        let found = sound_of(name);
        assert_eq!((found.content_type, found.codec), (content_type, None), "{name}");
        let audio = found.audio.unwrap();
        assert!((1490..=1520).contains(&audio.duration_ms), "{name}: {}", audio.duration_ms);
        let within = |between| loudness(&audio.peaks, audio.duration_ms, between);
        assert!(within(0..450).1 < 10, "{name}: {:?}", audio.peaks);
        assert!(within(600..900).0 > 150, "{name}: {:?}", audio.peaks);
        assert!(within(1150..1450).1 < 10, "{name}: {:?}", audio.peaks);
    }
}

#[test]
fn webm_has_the_louder_of_both_sides() {
    let audio = sound_of("opus-stereo.webm").audio.unwrap();
    assert!((1990..=2030).contains(&audio.duration_ms), "{}", audio.duration_ms);
    let within = |between| loudness(&audio.peaks, audio.duration_ms, between);
    assert!(within(0..450).1 < 10, "{:?}", audio.peaks);
    assert!(within(600..900).0 > 200, "{:?}", audio.peaks);
    assert!(within(1150..1450).1 < 10, "{:?}", audio.peaks);
    let (least, most) = within(1650..1900);
    assert!(least > 90 && most < 170, "{:?}", audio.peaks);
}

#[test]
fn another_codec_in_webm_has_a_length_alone() {
    let found = sound_of("vorbis.webm");
    let audio = found.audio.unwrap();
    assert!((1450..=1550).contains(&audio.duration_ms), "{}", audio.duration_ms);
    assert!(audio.peaks.is_empty() && found.codec.is_none());
}
