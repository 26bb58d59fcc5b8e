//! Times formatted in a tenant's time zone.

use earshot_domain::{Day, FieldError, LocalTime};
use jiff::{
    Timestamp, ToSpan,
    civil::Date,
    fmt::strtime,
    tz::{AmbiguousOffset, TimeZone},
};

use crate::Error;

/// Converts the store's milliseconds to a timestamp.
pub(crate) fn moment(milliseconds: i64) -> Result<Timestamp, Error> {
    Timestamp::from_millisecond(milliseconds).map_err(Error::internal)
}

/// Formats a time for a page.
pub(crate) fn local_time(milliseconds: i64, zone: &TimeZone) -> Result<LocalTime, Error> {
    let zoned = moment(milliseconds)?.to_zoned(zone.clone());
    let write = |format: &str| strtime::format(format, &zoned).map_err(Error::internal);
    Ok(LocalTime {
        rfc3339: rfc3339(milliseconds, zone)?,
        day: write("%a %-d %b %Y")?,
        time: write("%H:%M")?,
        offset: write("%:z")?,
        twice: matches!(
            zone.to_ambiguous_timestamp(zoned.datetime()).offset(),
            AmbiguousOffset::Fold { .. }
        ),
    })
}

/// Formats a time for a file: RFC 3339, to the second, with the zone's offset.
pub(crate) fn rfc3339(milliseconds: i64, zone: &TimeZone) -> Result<String, Error> {
    let zoned = moment(milliseconds)?.to_zoned(zone.clone());
    strtime::format("%Y-%m-%dT%H:%M:%S%:z", &zoned).map_err(Error::internal)
}

/// The start of the day `later` days after `day`; an error names `field`.
pub(crate) fn day_start(
    field: &str,
    day: Day,
    later: i32,
    zone: &TimeZone,
) -> Result<i64, FieldError> {
    let (year, month, of_month) = day.parts();
    Date::new(year, month.cast_signed(), of_month.cast_signed())
        .and_then(|date| date.checked_add(later.days()))
        .and_then(|date| date.to_zoned(zone.clone()))
        .map(|start| start.timestamp().as_millisecond())
        .map_err(|_| FieldError::new(field, "must be a valid date"))
}

/// The day of a time in a zone.
pub(crate) fn day_of(moment: Timestamp, zone: &TimeZone) -> Result<Day, Error> {
    let date = moment.to_zoned(zone.clone()).date();
    let small = |number: i8| u8::try_from(number).map_err(Error::internal);
    Day::new(date.year(), small(date.month())?, small(date.day())?).map_err(Error::internal)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_time_that_a_day_has_twice_is_marked() {
        let zone = TimeZone::get("Australia/Lord_Howe").unwrap();
        let shown = |text: &str| {
            let at = text.parse::<Timestamp>().unwrap().as_millisecond();
            let LocalTime { time, offset, twice, .. } = local_time(at, &zone).unwrap();
            (time, offset, twice)
        };
        let local = |time: &str, offset: &str, twice| (time.to_owned(), offset.to_owned(), twice);
        assert_eq!(shown("2026-04-04T14:45:00Z"), local("01:45", "+11:00", true));
        assert_eq!(shown("2026-04-04T15:15:00Z"), local("01:45", "+10:30", true));
        assert_eq!(shown("2026-04-04T15:30:00Z"), local("02:00", "+10:30", false));
        assert_eq!(shown("2026-04-04T14:29:59Z"), local("01:29", "+11:00", false));
    }
}
