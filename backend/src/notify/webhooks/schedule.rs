//! Retry schedule of failed deliveries.

/// Delays in milliseconds after the first, second and third attempt; later retries are hourly.
const FIRST_DELAYS: [i64; 3] = [30_000, 5 * 60_000, 30 * 60_000];
const HOUR: i64 = 60 * 60_000;
/// Time after the first attempt until a delivery fails.
const DAY: i64 = 24 * HOUR;

/// Time of the next attempt after `attempts` failures, the last of them at `now`; `None` when no
/// attempt is left.
pub(super) fn next_attempt(attempts: i64, first: i64, now: i64) -> Option<i64> {
    let place = usize::try_from(attempts).ok()?.checked_sub(1)?;
    let next = now.saturating_add(FIRST_DELAYS.get(place).copied().unwrap_or(HOUR));
    (next.saturating_sub(first) <= DAY).then_some(next)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn attempts_become_hourly_and_end_within_a_day() {
        let (first, mut now, mut delays) = (1_000, 1_000, Vec::new());
        for attempts in 1.. {
            let Some(next) = next_attempt(attempts, first, now) else { break };
            delays.push((next - now) / 1000);
            now = next;
        }
        assert_eq!(delays[..4], [30, 300, 1800, 3600]);
        assert!(delays[3..].iter().all(|delay| *delay == 3600));
        assert_eq!(delays.len(), 26);
        assert!(now - first <= DAY && now - first > DAY - HOUR);
    }
}
