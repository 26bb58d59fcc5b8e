//! WAV files for tests.

/// Samples of one channel as a WAV file (RIFF, PCM, 16 bits).
pub fn wav(rate: u32, samples: &[i16]) -> Vec<u8> {
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

/// A second of sound at 8,000 Hz, 16 KB, with a pattern that shows a shifted or repeated byte.
pub fn one_second_wav() -> Vec<u8> {
    let byte = |n: u32| (n % 251).to_le_bytes()[0];
    let samples: Vec<i16> =
        (0..8000).map(|n| i16::from_le_bytes([byte(2 * n), byte(2 * n + 1)])).collect();
    wav(8000, &samples)
}
