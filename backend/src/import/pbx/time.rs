//! The PBX's local times, whose spelling depends on its display settings.

use jiff::{Timestamp, civil::DateTime, tz::TimeZone};

const SPELLINGS: [&str; 4] =
    ["%Y/%m/%d %H:%M:%S", "%Y/%m/%d %I:%M:%S %p", "%m/%d/%Y %H:%M:%S", "%m/%d/%Y %I:%M:%S %p"];

/// The instant of `text` in `zone`; where a clock was put back, the earlier one.
///
/// Day before month is not read: most such dates could as well be month before day.
pub(super) fn instant(text: &str, zone: &TimeZone) -> Result<Timestamp, String> {
    let local =
        civil(text).ok_or("`time` must be like 2026/05/09 21:49:21 or 05/09/2026 09:49:21 PM")?;
    zone.to_ambiguous_timestamp(local)
        .compatible()
        .map_err(|_| "`time` is outside the years that can be handled".to_owned())
}

/// The local time of `text`, without a zone.
pub(crate) fn civil(text: &str) -> Option<DateTime> {
    let text = text.trim().replace('-', "/");
    SPELLINGS
        .iter()
        .filter_map(|spelling| DateTime::strptime(spelling, &text).ok())
        // A year of two digits would be one of the first century.
        .find(|local| local.year() >= 1970)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn display_formats_are_told_apart() {
        let zone = TimeZone::get("Asia/Shanghai").unwrap();
        let same = [
            "2026/05/09 21:49:21",
            "2026-05-09 21:49:21",
            "2026/05/09 09:49:21 PM",
            "05/09/2026 21:49:21",
            "05-09-2026 09:49:21 PM",
            "05/09/2026 9:49:21 pm",
        ];
        for text in same {
            assert_eq!(instant(text, &zone).unwrap().to_string(), "2026-05-09T13:49:21Z", "{text}");
        }
        assert_eq!(instant("2026/05/09 12:00:00 AM", &zone), instant("2026/05/09 00:00:00", &zone));
        let bad = [
            "",
            "25/12/2026 10:00:00",
            "2026/05/09",
            "2026/02/30 10:00:00",
            "now",
            "2026/05/09 21:49:21 PM",
            "05/09/26 21:49:21",
            "2026/05/09 24:00:00",
        ];
        for text in bad {
            assert!(instant(text, &zone).is_err(), "{text}");
        }
    }

    #[test]
    fn a_gap_or_fold_still_has_an_instant() {
        let zone = TimeZone::get("Europe/London").unwrap();
        let utc = |text| instant(text, &zone).unwrap().to_string();
        assert_eq!(utc("2026/10/25 01:30:00"), "2026-10-25T00:30:00Z");
        assert_eq!(utc("2026/03/29 01:30:00"), "2026-03-29T01:30:00Z");
    }
}
