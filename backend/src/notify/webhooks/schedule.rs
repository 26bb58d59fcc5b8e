//! When a message that did not arrive is tried again.

/// Milliseconds after the first, second and third attempt; later ones follow hourly.
const FIRST: [i64; 3] = [30_000, 5 * 60_000, 30 * 60_000];
const HOUR: i64 = 60 * 60_000;
/// How long after its first attempt a message is given up.
const DAY: i64 = 24 * HOUR;

/// The next attempt after so many that failed, the last of them at `now`; `None` when that was the
/// last one.
pub(super) fn next_attempt(attempts: i64, first: i64, now: i64) -> Option<i64> {
    let place = usize::try_from(attempts).ok()?.checked_sub(1)?;
    let next = now + FIRST.get(place).copied().unwrap_or(HOUR);
    (next - first <= DAY).then_some(next)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn attempts_thin_out_and_end_within_a_day() {
        let (first, mut now, mut waits) = (1_000, 1_000, Vec::new());
        for attempts in 1.. {
            let Some(next) = next_attempt(attempts, first, now) else { break };
            waits.push((next - now) / 1000);
            now = next;
        }
        assert_eq!(waits[..4], [30, 300, 1800, 3600]);
        assert!(waits[3..].iter().all(|wait| *wait == 3600));
        assert_eq!(waits.len(), 26);
        assert!(now - first <= DAY && now - first > DAY - HOUR);
    }
}
