//! Detection of silences in the loudness of a recording.

/// Loudness, of 255, up to which a recording counts as silent: −32 dB.
const MAX_SILENT: u8 = 6;
/// Minimum length, in seconds, of a silence that is skipped.
const MIN_SECONDS: f64 = 1.0;
/// Seconds that are played at each end of a silence.
const MARGIN: f64 = 0.25;

/// Returns the position to continue from if `at` seconds is within a long silence.
pub(super) fn after_silence(peaks: &[u8], length: f64, at: f64) -> Option<f64> {
    if peaks.is_empty() || length <= 0.0 || at < 0.0 {
        return None;
    }
    #[expect(clippy::cast_precision_loss, reason = "400 steps at most")]
    let (count, seconds) = (peaks.len() as f64, |steps: usize| length * steps as f64);
    let seconds = |steps: usize| seconds(steps) / count;
    #[expect(clippy::cast_possible_truncation, clippy::cast_sign_loss, reason = "not negative")]
    let here = (at / length * count) as usize;
    if *peaks.get(here)? > MAX_SILENT {
        return None;
    }
    let begin =
        peaks[..here].iter().rposition(|peak| *peak > MAX_SILENT).map_or(0, |last| last + 1);
    let end =
        peaks[here..].iter().position(|peak| *peak > MAX_SILENT).map_or(peaks.len(), |n| here + n);
    let (begin, end) = (seconds(begin), seconds(end));
    let on = end - MARGIN;
    (end - begin > MIN_SECONDS && at >= begin + MARGIN && on > at + MARGIN).then_some(on)
}

#[cfg(test)]
mod tests {
    use super::*;

    /// Ten seconds in tenths: speech, silence from 2 to 5, speech, half a second of silence at 7.
    fn peaks() -> Vec<u8> {
        (0..100)
            .map(|n| if (20..50).contains(&n) || (70..75).contains(&n) { 2 } else { 90 })
            .collect()
    }

    fn near(found: Option<f64>, expected: f64) -> bool {
        found.is_some_and(|found| (found - expected).abs() < 1e-9)
    }

    #[test]
    fn a_long_silence_is_left_shortly_before_its_end() {
        assert!(near(after_silence(&peaks(), 10.0, 2.3), 4.75));
        assert!(near(after_silence(&peaks(), 10.0, 4.0), 4.75));
    }

    #[test]
    fn speech_short_silences_and_a_silences_ends_are_heard() {
        for at in [0.0, 1.9, 2.1, 4.6, 4.8, 5.1, 7.2, 9.9, 10.0, 11.0] {
            assert_eq!(after_silence(&peaks(), 10.0, at), None, "{at}");
        }
    }

    #[test]
    fn without_loudness_or_length_nothing_is_passed_over() {
        assert_eq!(after_silence(&[], 10.0, 3.0), None);
        assert_eq!(after_silence(&peaks(), 0.0, 3.0), None);
        assert_eq!(after_silence(&peaks(), 10.0, -1.0), None);
    }

    #[test]
    fn a_silence_to_the_end_leads_to_the_end() {
        let peaks: Vec<u8> = (0..100).map(|n| if n < 50 { 90 } else { 0 }).collect();
        assert!(near(after_silence(&peaks, 10.0, 6.0), 9.75));
    }
}
