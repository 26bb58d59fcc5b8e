//! Local times in a PBX's display format, without a zone.

use earshot_domain::{ClockFormat, DateOrder, TenantId};
use jiff::{Timestamp, civil::DateTime, fmt::strtime, tz::TimeZone};

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
    /// Parses a time in `zone` to milliseconds since 1970; `None` when it does not have this format.
    /// An ambiguous time is the earlier one.
    pub(crate) fn read(self, text: &str, zone: &TimeZone) -> Option<i64> {
        let moment = zone.to_ambiguous_timestamp(self.local(text)?).compatible();
        // The end of the year 9999, written for an open end, is past the last instant in some zones.
        let moment = moment.unwrap_or(Timestamp::MAX);
        Some(moment.as_millisecond())
    }

    /// Parses a local time; `None` when it does not have this format.
    pub(crate) fn local(self, text: &str) -> Option<DateTime> {
        let local = DateTime::strptime(self.pattern(), text.trim()).ok()?;
        // A year of two digits would be one of the first century.
        (local.year() >= 1970).then_some(local)
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
        for date_order in DateOrder::ALL {
            for clock_face in ClockFormat::ALL {
                let format = DisplayFormat { date_order: *date_order, clock_face: *clock_face };
                let text = format.write(seed, &zone).unwrap();
                assert_eq!(format.read(&text, &zone), Some(seed), "{text}");
                written.push((format, text));
            }
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
                    assert_eq!(format.read(text, &zone), None, "{format:?} {text}");
                }
            }
        }
        assert!(written[0].0.read("9999/12/31 23:59:59", &zone).unwrap() > seed);
        for bad in ["", "now", "2026-05-09 21:49:21", "2026/05/09", "2026/02/30 10:00:00"] {
            assert_eq!(written[0].0.read(bad, &zone), None, "{bad}");
        }
    }
}
