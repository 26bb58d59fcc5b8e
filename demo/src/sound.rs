//! Synthetic recordings: two voices that hum syllables in the rhythm of the turns.

use earshot_domain::Speaker;

use earshot_backend::readers::IncomingCall;

/// Samples per second, as in telephony.
const RATE: u32 = 8000;
/// Samples of one syllable, including the silence at its end.
const SYLLABLE: usize = 1600;
/// Approximate number of characters per syllable.
const CHARACTERS: usize = 4;

/// Returns a call's conversation as a WAV file.
pub(crate) fn recording(call: &IncomingCall) -> Vec<u8> {
    let length = call.total_seconds as usize * RATE as usize;
    let mut samples = vec![0_i16; length];
    for (n, turn) in call.turns.iter().enumerate() {
        let Some(at) = turn.at else { continue };
        let until =
            call.turns.get(n + 1).and_then(|next| next.at).map_or(length, |next| {
                place(next.duration_since(call.started_at).as_millis(), length)
            });
        let from = place(at.duration_since(call.started_at).as_millis(), length);
        let syllables = turn.text.chars().count().div_ceil(CHARACTERS);
        speak(&mut samples[from..until.max(from)], turn.speaker, syllables);
    }
    wav(RATE, &samples)
}

fn place(milliseconds: i128, length: usize) -> usize {
    let samples = milliseconds.max(0) * i128::from(RATE) / 1000;
    usize::try_from(samples).unwrap_or(length).min(length)
}

/// Generates as many syllables as fit, each slightly higher or lower than the previous one.
fn speak(samples: &mut [i16], speaker: Speaker, syllables: usize) {
    let voice = if speaker == Speaker::Caller { 132.0 } else { 204.0 };
    for (n, syllable) in samples.chunks_mut(SYLLABLE).take(syllables).enumerate() {
        let step = [0.0, 2.0, -1.0, 1.0, -3.0][n % 5];
        let pitch = voice * f64::powf(2.0, step / 12.0);
        let sounding = SYLLABLE * 4 / 5;
        for (place, sample) in syllable.iter_mut().take(sounding).enumerate() {
            let (at, through) = (seconds(place), part(place, sounding));
            let envelope = (std::f64::consts::PI * through).sin();
            let tone =
                |harmonic: f64| (std::f64::consts::TAU * pitch * harmonic * at).sin() / harmonic;
            let sound = (tone(1.0) + tone(3.0) + tone(5.0)) * envelope * 0.7;
            #[expect(clippy::cast_possible_truncation, reason = "clamped")]
            let loud = (sound.clamp(-1.0, 1.0) * f64::from(i16::MAX)) as i16;
            *sample = loud;
        }
    }
}

#[expect(clippy::cast_precision_loss, reason = "a second has few samples")]
fn seconds(samples: usize) -> f64 {
    samples as f64 / f64::from(RATE)
}

#[expect(clippy::cast_precision_loss, reason = "a syllable has few samples")]
fn part(samples: usize, of: usize) -> f64 {
    samples as f64 / of as f64
}

/// Encodes samples of one channel as a WAV file (RIFF, PCM, 16 bits).
pub(crate) fn wav(rate: u32, samples: &[i16]) -> Vec<u8> {
    let bytes = u32::try_from(samples.len() * 2).unwrap_or(u32::MAX);
    let mut file = Vec::with_capacity(samples.len() * 2 + 44);
    file.extend(b"RIFF");
    file.extend((bytes + 36).to_le_bytes());
    file.extend(b"WAVEfmt ");
    file.extend(16_u32.to_le_bytes());
    file.extend([1, 0, 1, 0]);
    file.extend(rate.to_le_bytes());
    file.extend((rate * 2).to_le_bytes());
    file.extend([2, 0, 16, 0]);
    file.extend(b"data");
    file.extend(bytes.to_le_bytes());
    file.extend(samples.iter().flat_map(|sample| sample.to_le_bytes()));
    file
}
