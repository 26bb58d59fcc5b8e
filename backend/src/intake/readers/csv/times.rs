//! Times of call logs: instants as they are, local times in the zone of the file.

use jiff::{Timestamp, civil::DateTime, fmt::strtime};

use earshot_domain::{ClockFormat, DateOrder};

use super::super::ReadOptions;
use crate::DisplayFormat;

/// Below this a number is seconds since 1970, from it on milliseconds.
const FIRST_MILLISECOND: f64 = 100_000_000_000.0;
/// Local times that can be read in one way only.
const PLAIN: [&str; 9] = [
    "%Y/%m/%d %H:%M:%S",
    "%Y/%m/%d %I:%M:%S %p",
    "%Y/%m/%dT%H:%M:%S",
    "%b %d %Y %I:%M:%S %p",
    "%b %d %Y %H:%M:%S",
    "%d %b %Y %I:%M:%S %p",
    "%d %b %Y %H:%M:%S",
    "%d/%b/%Y %I:%M:%S %p",
    "%d/%b/%Y %H:%M:%S",
];

/// What is wrong with a time.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(super) enum TimeFault {
    /// Day and month are in an order that is not the expected one.
    Order,
    /// It is no time.
    Other,
}

/// The instant of `text`. A local time that happens twice is the first.
pub(super) fn instant(text: &str, options: &ReadOptions) -> Result<Timestamp, TimeFault> {
    let text = text.trim();
    if let Some(at) = absolute(text) {
        return Ok(at);
    }
    let text = written_out(text);
    let zone = &options.time_zone;
    if let Some(local) = PLAIN.iter().find_map(|pattern| local(pattern, &text)) {
        let at = zone.to_ambiguous_timestamp(local).compatible();
        return at.map_err(|_| TimeFault::Other);
    }
    let clock_face = match text.get(text.len().saturating_sub(2)..) {
        Some("AM" | "PM") => ClockFormat::Twelve,
        _ => ClockFormat::TwentyFour,
    };
    let local = |date_order| DisplayFormat { date_order, clock_face }.local(&text);
    // Of a date such as 05/06/2026 only the display's order says which is the month. Without one it is
    // the first, as in files of PBXs.
    let order = options.display.map_or(DateOrder::MonthDayYear, |display| display.date_order);
    let orders = [DateOrder::DayMonthYear, DateOrder::MonthDayYear];
    match local(order) {
        Some(local) => {
            zone.to_ambiguous_timestamp(local).compatible().map_err(|_| TimeFault::Other)
        }
        None if orders.into_iter().any(|order| local(order).is_some()) => Err(TimeFault::Order),
        None => Err(TimeFault::Other),
    }
}

/// The second instant of a local time that happens twice.
pub(super) fn again(first: Timestamp, options: &ReadOptions) -> Option<Timestamp> {
    let zone = &options.time_zone;
    let second = zone.to_ambiguous_timestamp(zone.to_datetime(first)).later().ok()?;
    (second > first).then_some(second)
}

/// An instant with its offset, or seconds or milliseconds since 1970.
fn absolute(text: &str) -> Option<Timestamp> {
    if text.len() >= 9
        && text.bytes().all(|byte| byte.is_ascii_digit() || byte == b'.')
        && let Ok(number) = text.parse::<f64>()
    {
        let milliseconds = if number < FIRST_MILLISECOND { number * 1000.0 } else { number };
        #[expect(
            clippy::cast_possible_truncation,
            reason = "out of range is no time, and refused"
        )]
        return Timestamp::from_millisecond(milliseconds.round() as i64).ok();
    }
    let utc = ["UTC", "GMT"].into_iter().find_map(|name| text.strip_suffix(name));
    if let Some(text) = utc {
        return format!("{}Z", text.trim_end()).parse().ok();
    }
    let spaced = text.rsplit_once(' ').filter(|(_, offset)| offset.starts_with(['+', '-']));
    match spaced {
        Some((local, offset)) => format!("{local}{offset}").parse().ok(),
        None => text.parse().ok(),
    }
}

fn local(pattern: &str, text: &str) -> Option<DateTime> {
    let local = strtime::parse(pattern, text).ok()?.to_datetime().ok()?;
    // A year of two digits would be one of the first century.
    (local.year() >= 1970).then_some(local)
}

/// The time with `/` in its date, with seconds but no parts of them, and with ` AM` or ` PM`.
fn written_out(text: &str) -> String {
    let text = text.replace(',', " ").to_ascii_uppercase();
    let (text, half) = match text.strip_suffix("AM").or_else(|| text.strip_suffix("A.M.")) {
        Some(text) => (text, " AM"),
        None => match text.strip_suffix("PM").or_else(|| text.strip_suffix("P.M.")) {
            Some(text) => (text, " PM"),
            None => (text.as_str(), ""),
        },
    };
    let mut words: Vec<String> = text.split_whitespace().map(str::to_owned).collect();
    if let Some(time) = words.iter_mut().find(|word| word.contains(':')) {
        let date = time.split_once('T').map(|(date, _)| date.replace(['-', '.'], "/"));
        let clock = time.rsplit('T').next().unwrap_or_default();
        let whole = clock.split('.').next().unwrap_or_default();
        let seconds = if whole.matches(':').count() == 1 { ":00" } else { "" };
        let date = date.map(|date| format!("{date} ")).unwrap_or_default();
        *time = format!("{date}{whole}{seconds}");
    }
    for part in words.iter_mut().filter(|word| !word.contains(':')) {
        *part = part.replace(['-', '.'], "/");
        // Names of months, of which the first three letters are enough.
        if part.bytes().all(|byte| byte.is_ascii_alphabetic()) {
            part.truncate(3);
        }
    }
    format!("{}{half}", words.join(" "))
}

#[cfg(test)]
mod tests {
    use earshot_domain::DateOrder::{DayMonthYear, MonthDayYear, YearMonthDay};
    use jiff::tz::TimeZone;

    use super::*;

    fn read(text: &str, order: Option<DateOrder>) -> Result<String, TimeFault> {
        let display = order
            .map(|date_order| DisplayFormat { date_order, clock_face: ClockFormat::TwentyFour });
        let zone = TimeZone::get("Europe/London").unwrap();
        let options = ReadOptions { display, ..ReadOptions::in_zone(zone) };
        instant(text, &options).map(|at| at.to_string())
    }

    #[test]
    fn times_with_one_reading_are_read_in_any_file() {
        for text in [
            "2026-06-18 09:00:00",
            "2026/06/18 09:00",
            "2026-06-18T09:00:00",
            "2026-06-18 09:00:00.123",
            "2026-06-18 9:00 am",
            "Jun 18, 2026 9:00am",
            "June 18, 2026 9:00 AM",
            "18 Jun 2026 09:00:00",
            "18-Jun-2026 09:00",
            "2026-06-18T08:00:00Z",
            "2026-06-18 08:00:00 UTC",
            "2026-06-18 04:00:00 -0400",
            "2026-06-18T09:00:00+01:00",
            "1781769600",
            "1781769600000",
        ] {
            for order in [None, Some(DayMonthYear), Some(MonthDayYear), Some(YearMonthDay)] {
                assert_eq!(read(text, order).unwrap(), "2026-06-18T08:00:00Z", "{text} {order:?}");
            }
        }
    }

    #[test]
    fn day_and_month_are_in_the_order_of_the_display() {
        let day = |text, order| read(text, Some(order)).map(|at| at[..10].to_owned());
        assert_eq!(day("05/06/2026 10:00:00", DayMonthYear).unwrap(), "2026-06-05");
        assert_eq!(day("05/06/2026 10:00 pm", DayMonthYear).unwrap(), "2026-06-05");
        assert_eq!(day("05.06.2026 10:00", DayMonthYear).unwrap(), "2026-06-05");
        assert_eq!(day("05/06/2026 10:00:00", MonthDayYear).unwrap(), "2026-05-06");
        for (text, order) in [
            ("05/06/2026 10:00:00", YearMonthDay),
            ("18/06/2026 10:00:00", MonthDayYear),
            ("06/18/2026 10:00:00", DayMonthYear),
        ] {
            assert_eq!(day(text, order), Err(TimeFault::Order), "{text}");
        }
        for text in ["", "soon", "05/06/26 10:00", "31/31/2026 10:00:00", "2026-02-30 10:00:00"] {
            assert_eq!(day(text, DayMonthYear), Err(TimeFault::Other), "{text}");
        }
    }

    #[test]
    fn a_local_time_that_happens_twice_has_a_second_instant() {
        let zone = TimeZone::get("Europe/London").unwrap();
        let options = ReadOptions::in_zone(zone);
        let first = instant("2026-10-25 01:30:00", &options).unwrap();
        assert_eq!(first.to_string(), "2026-10-25T00:30:00Z");
        assert_eq!(again(first, &options).unwrap().to_string(), "2026-10-25T01:30:00Z");
        let once = instant("2026-10-25 03:30:00", &options).unwrap();
        assert_eq!(again(once, &options), None);
    }
}
