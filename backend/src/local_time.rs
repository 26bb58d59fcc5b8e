//! Moments written for people of a tenant's zone.

use earshot_domain::{Day, LocalTime};
use jiff::{Timestamp, fmt::strtime, tz::TimeZone};

use crate::Error;

/// The store's milliseconds as a moment.
pub(crate) fn moment(milliseconds: i64) -> Result<Timestamp, Error> {
    Timestamp::from_millisecond(milliseconds).map_err(Error::internal)
}

/// A moment as a page writes it.
pub(crate) fn local_time(milliseconds: i64, zone: &TimeZone) -> Result<LocalTime, Error> {
    let zoned = moment(milliseconds)?.to_zoned(zone.clone());
    let write = |format: &str| strtime::format(format, &zoned).map_err(Error::internal);
    Ok(LocalTime {
        rfc3339: rfc3339(milliseconds, zone)?,
        day: write("%a %-d %b %Y")?,
        time: write("%H:%M")?,
        offset: write("%:z")?,
    })
}

/// A moment as a file writes it: RFC 3339 to the second with the zone's offset.
pub(crate) fn rfc3339(milliseconds: i64, zone: &TimeZone) -> Result<String, Error> {
    let zoned = moment(milliseconds)?.to_zoned(zone.clone());
    strtime::format("%Y-%m-%dT%H:%M:%S%:z", &zoned).map_err(Error::internal)
}

/// The day of a moment in a zone.
pub(crate) fn day_of(moment: Timestamp, zone: &TimeZone) -> Result<Day, Error> {
    let date = moment.to_zoned(zone.clone()).date();
    let small = |number: i8| u8::try_from(number).map_err(Error::internal);
    Day::new(date.year(), small(date.month())?, small(date.day())?).map_err(Error::internal)
}
