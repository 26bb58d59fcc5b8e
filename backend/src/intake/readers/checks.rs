//! Checks of a call that do not depend on its format.

use jiff::{Timestamp, tz::TimeZone};

use super::{IncomingCall, field_bounds::within_bounds};

/// 31 days: longer than any call, shorter than a time given in milliseconds by mistake.
pub(crate) const MAX_CALL_SECONDS: u32 = 31 * 24 * 60 * 60;
/// The years in which a call may begin and end, in UTC.
const YEARS: std::ops::RangeInclusive<i16> = 1970..=2200;

/// The length of a call in seconds, from its times where it is not given.
pub(crate) fn length(
    given: Option<u32>,
    started_at: Timestamp,
    ended_at: Option<Timestamp>,
) -> Result<u32, String> {
    match (given, ended_at) {
        (Some(seconds), _) => Ok(seconds),
        (None, Some(end)) => {
            let seconds = end.duration_since(started_at).as_secs();
            Ok(u32::try_from(seconds).unwrap_or(u32::MAX))
        }
        (None, None) => Err("`total_seconds` or `ended_at` must be given".to_owned()),
    }
}

/// Checks the times, lengths and names of a call; the error names the field.
pub(crate) fn checked(call: IncomingCall) -> Result<IncomingCall, String> {
    if call.ended_at.is_some_and(|end| end < call.started_at) {
        return Err("`ended_at` must not be before `started_at`".to_owned());
    }
    if call.total_seconds > MAX_CALL_SECONDS {
        return Err(format!("`total_seconds` must be at most {MAX_CALL_SECONDS} (31 days)"));
    }
    let parts = [
        ("ring_seconds", call.ring_seconds),
        ("talk_seconds", call.talk_seconds),
        ("hold_seconds", call.hold_seconds),
    ];
    let is_longer = |part: Option<u32>| part.is_some_and(|part| part > call.total_seconds);
    if let Some((name, _)) = parts.into_iter().find(|(_, part)| is_longer(*part)) {
        return Err(format!("`{name}` must not be more than `total_seconds`"));
    }
    with_valid_names(call)
}

/// Checks the years, the length and the fields of a call, whatever its format.
pub(super) fn with_valid_names(call: IncomingCall) -> Result<IncomingCall, String> {
    let year = |at: Timestamp| at.to_zoned(TimeZone::UTC).year();
    let times = [
        ("start", Some(call.started_at)),
        ("end", call.ended_at),
        ("last change", call.version.updated_at),
    ];
    for (name, at) in times {
        if at.is_some_and(|at| !YEARS.contains(&year(at))) {
            let (first, last) = (YEARS.start(), YEARS.end());
            return Err(format!("the call's {name} must be in the years {first} to {last}"));
        }
    }
    if call.total_seconds > MAX_CALL_SECONDS {
        return Err(format!(
            "the call's length must be at most {MAX_CALL_SECONDS} seconds (31 days)"
        ));
    }
    if call.source_id.trim().is_empty() {
        return Err("the call's id must not be blank".to_owned());
    }
    within_bounds(call)
}
