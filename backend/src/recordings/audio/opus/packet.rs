//! Packets of Opus, as their first bytes describe them.

/// Frames of a second, whatever the rate of what was recorded.
pub(in crate::recordings::audio) const RATE: u32 = 48_000;
/// Frames of each kind of a packet's parts, by the range of its configurations (RFC 6716, section 3.1).
const SPEECH: [u64; 4] = [480, 960, 1920, 2880];
const MUSIC: [u64; 4] = [120, 240, 480, 960];

/// Frames of a packet, by its first bytes; 0 for what is no packet.
pub(in crate::recordings::audio) fn frames(packet: &[u8]) -> u64 {
    let Some(contents) = packet.first() else { return 0 };
    let kind = usize::from(contents >> 3);
    let part = match kind {
        0..12 => SPEECH.get(kind % 4),
        12..16 => SPEECH.get(kind % 2),
        _ => MUSIC.get(kind % 4),
    };
    let parts = match contents & 3 {
        0 => 1,
        1 | 2 => 2,
        _ => packet.get(1).map_or(0, |count| u64::from(count & 0x3f)),
    };
    part.copied().unwrap_or(0).saturating_mul(parts)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn packets_say_how_long_they_last() {
        for (packet, milliseconds) in [
            (&[0x08][..], 20),
            (&[0x18], 60),
            (&[0x79], 40),
            (&[0xfb, 3], 60),
            (&[0x80 | 3, 8], 20),
            (&[0x80 | 3, 48], 120),
            (&[], 0),
        ] {
            assert_eq!(frames(packet), milliseconds * 48, "{packet:?}");
        }
    }
}
