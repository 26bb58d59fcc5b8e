//! Local times in a PBX's display format, without a zone.

use earshot_domain::{ClockFormat, DateOrder, TenantId};
use jiff::{
    Timestamp,
    civil::DateTime,
    fmt::strtime,
    tz::{AmbiguousOffset, AmbiguousTimestamp, TimeZone},
};

use crate::{
    Error,
    access::{Access, moment},
};

/// Display format of times.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct DisplayFormat {
    /// Order of year, month and day.
    pub date_order: DateOrder,
    /// Clock with 12 or 24 hours.
    pub clock_face: ClockFormat,
}

impl DisplayFormat {
    /// Every format, those with the year first first.
    pub(crate) const ALL: [Self; 6] = {
        use ClockFormat::{Twelve, TwentyFour};
        use DateOrder::{DayMonthYear, MonthDayYear, YearMonthDay};
        [
            Self { date_order: YearMonthDay, clock_face: TwentyFour },
            Self { date_order: YearMonthDay, clock_face: Twelve },
            Self { date_order: MonthDayYear, clock_face: TwentyFour },
            Self { date_order: MonthDayYear, clock_face: Twelve },
            Self { date_order: DayMonthYear, clock_face: TwentyFour },
            Self { date_order: DayMonthYear, clock_face: Twelve },
        ]
    };

    /// Parses a time at which a range begins, in milliseconds since 1970; `None` when it does not have
    /// this format. A time that occurs twice is the earlier one; one that never occurs is the instant at
    /// which the clocks were put forward.
    pub(crate) fn range_start(self, text: &str, zone: &TimeZone) -> Option<i64> {
        let start = range_bound(self.local(text)?, zone, AmbiguousTimestamp::earlier);
        Some(start.map_or(i64::MAX, |start| start.0.as_millisecond()))
    }

    /// Parses the last second of a range, and returns its last millisecond. A time that occurs twice is
    /// the later one. A range that ends when the clocks are put forward holds nothing of what follows.
    pub(crate) fn range_end(self, text: &str, zone: &TimeZone) -> Option<i64> {
        // The end of the year 9999, written for an open end, is past the last instant in some zones.
        Some(match range_bound(self.local(text)?, zone, AmbiguousTimestamp::later) {
            None => i64::MAX,
            Some((end, true)) => end.as_millisecond().saturating_add(999),
            Some((end, false)) => end.as_millisecond().saturating_sub(1),
        })
    }

    /// Parses a local time; `None` when it does not have this format.
    pub(crate) fn local(self, text: &str) -> Option<DateTime> {
        // A year of two digits would be one of the first century.
        self.local_of_any_year(text).filter(|local| local.year() >= 1970)
    }

    /// Parses a local time as [`Self::local`] does, whatever its year.
    pub(crate) fn local_of_any_year(self, text: &str) -> Option<DateTime> {
        DateTime::strptime(self.pattern(), text.trim()).ok()
    }

    /// A time in this format.
    pub(crate) const fn example(self) -> &'static str {
        match (self.date_order, self.clock_face) {
            (DateOrder::YearMonthDay, ClockFormat::TwentyFour) => "2026/05/09 21:49:21",
            (DateOrder::YearMonthDay, ClockFormat::Twelve) => "2026/05/09 09:49:21 PM",
            (DateOrder::MonthDayYear, ClockFormat::TwentyFour) => "05/09/2026 21:49:21",
            (DateOrder::MonthDayYear, ClockFormat::Twelve) => "05/09/2026 09:49:21 PM",
            (DateOrder::DayMonthYear, ClockFormat::TwentyFour) => "09/05/2026 21:49:21",
            (DateOrder::DayMonthYear, ClockFormat::Twelve) => "09/05/2026 09:49:21 PM",
        }
    }

    /// Formats a time, in milliseconds since 1970, in `zone`.
    pub fn write(self, milliseconds: i64, zone: &TimeZone) -> Result<String, Error> {
        let local = moment(milliseconds)?.to_zoned(zone.clone());
        strtime::format(self.pattern(), &local).map_err(Error::internal)
    }

    const fn pattern(self) -> &'static str {
        match (self.date_order, self.clock_face) {
            (DateOrder::YearMonthDay, ClockFormat::TwentyFour) => "%Y/%m/%d %H:%M:%S",
            (DateOrder::YearMonthDay, ClockFormat::Twelve) => "%Y/%m/%d %I:%M:%S %p",
            (DateOrder::MonthDayYear, ClockFormat::TwentyFour) => "%m/%d/%Y %H:%M:%S",
            (DateOrder::MonthDayYear, ClockFormat::Twelve) => "%m/%d/%Y %I:%M:%S %p",
            (DateOrder::DayMonthYear, ClockFormat::TwentyFour) => "%d/%m/%Y %H:%M:%S",
            (DateOrder::DayMonthYear, ClockFormat::Twelve) => "%d/%m/%Y %I:%M:%S %p",
        }
    }
}

/// The instant of a range's bound, and whether it occurs; `None` past the last instant.
fn range_bound(
    local: DateTime,
    zone: &TimeZone,
    of_two: fn(AmbiguousTimestamp) -> Result<Timestamp, jiff::Error>,
) -> Option<(Timestamp, bool)> {
    let ambiguous = zone.to_ambiguous_timestamp(local);
    if !matches!(ambiguous.offset(), AmbiguousOffset::Gap { .. }) {
        return Some((of_two(ambiguous).ok()?, true));
    }
    let before = ambiguous.earlier().ok()?;
    zone.following(before).next().map(|transition| (transition.timestamp(), false))
}

impl Access<'_> {
    /// Format in which a tenant's PBX displays times.
    pub(crate) async fn display_format(self, tenant_id: TenantId) -> Result<DisplayFormat, Error> {
        let row = self.0.db.display_format(tenant_id).await?;
        Ok(DisplayFormat { date_order: row.date_order, clock_face: row.clock_face })
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn each_format_reads_what_it_writes_and_nothing_else() {
        let zone = TimeZone::get("Asia/Shanghai").unwrap();
        let seed = 1_778_334_561_000;
        let mut written = Vec::new();
        for format in DisplayFormat::ALL {
            let text = format.write(seed, &zone).unwrap();
            assert_eq!(format.range_start(&text, &zone), Some(seed), "{text}");
            assert_eq!(format.range_end(&text, &zone), Some(seed + 999), "{text}");
            assert_eq!(text, format.example());
            written.push((format, text));
        }
        assert_eq!(written[0].1, "2026/05/09 21:49:21");
        assert_eq!(written[3].1, "05/09/2026 09:49:21 PM");
        for (format, _) in &written {
            for (other, text) in &written {
                let ambiguous = format.clock_face == other.clock_face
                    && [format.date_order, other.date_order]
                        .iter()
                        .all(|order| *order != DateOrder::YearMonthDay);
                if format != other && !ambiguous {
                    assert_eq!(format.local(text), None, "{format:?} {text}");
                }
            }
        }
        assert!(written[0].0.range_end("9999/12/31 23:59:59", &zone).unwrap() > seed);
        for bad in ["", "now", "2026-05-09 21:49:21", "2026/05/09", "2026/02/30 10:00:00"] {
            assert_eq!(written[0].0.local(bad), None, "{bad}");
        }
    }

    /// The days on which clocks change in 2026, with their hours.
    const DAYS: [(&str, &str, i64); 8] = [
        ("Europe/London", "2026/03/29", 46),
        ("Europe/London", "2026/10/25", 50),
        ("Australia/Lord_Howe", "2026/10/04", 47),
        ("Australia/Lord_Howe", "2026/04/05", 49),
        ("America/Santiago", "2026/09/06", 46),
        ("America/Santiago", "2026/04/04", 50),
        ("Asia/Beirut", "2026/03/29", 46),
        ("Asia/Beirut", "2026/10/24", 50),
    ];

    #[test]
    fn hours_hold_each_half_hour_of_a_day_once() {
        let format = DisplayFormat::ALL[0];
        let half = 30 * 60 * 1000;
        for (zone, day, halves) in DAYS {
            let zone = TimeZone::get(zone).unwrap();
            let of_day = |clock: &str| format!("{day} {clock}");
            let first = format.range_start(&of_day("00:00:00"), &zone).unwrap();
            let last = format.range_end(&of_day("23:59:59"), &zone).unwrap();
            assert_eq!(last - first, halves * half - 1, "{day}");
            let windows = (0..24).map(|hour| {
                let start = format.range_start(&of_day(&format!("{hour:02}:00:00")), &zone);
                let end = format.range_end(&of_day(&format!("{hour:02}:59:59")), &zone);
                start.unwrap()..=end.unwrap()
            });
            let windows: Vec<_> = windows.collect();
            for at in (0..halves).flat_map(|n| [first + n * half, first + (n + 1) * half - 1]) {
                let holding = windows.iter().filter(|window| window.contains(&at)).count();
                assert_eq!(holding, 1, "{day}, {} minutes after its start", (at - first) / 60_000);
            }
        }
    }

    #[test]
    fn a_range_begins_with_the_first_of_two_times_and_ends_with_the_second() {
        let zone = TimeZone::get("Europe/London").unwrap();
        let format = DisplayFormat::ALL[0];
        let start = |text| format.range_start(text, &zone).unwrap();
        let end = |text| format.range_end(text, &zone).unwrap();
        let at = |text: &str| text.parse::<Timestamp>().unwrap().as_millisecond();
        assert_eq!(start("2026/10/25 01:30:00"), at("2026-10-25T00:30:00Z"));
        assert_eq!(end("2026/10/25 01:30:00"), at("2026-10-25T01:30:00.999Z"));
        assert_eq!(start("2026/03/29 01:30:00"), at("2026-03-29T01:00:00Z"));
        assert_eq!(end("2026/03/29 01:30:00"), at("2026-03-29T00:59:59.999Z"));
    }
}
