//! Times as text.

use earshot_domain::LocalTime;

/// Formats a time for a line of text: `1 May 2026, 14:05`.
pub fn date_time(at: &LocalTime) -> String {
    format!("{}, {}", at.day, at.time)
}
