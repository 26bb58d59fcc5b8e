//! The PBX's local times, whose format depends on its display settings.

use earshot_domain::{
    ClockFormat::{Twelve, TwentyFour},
    DateOrder::{DayMonthYear, MonthDayYear, YearMonthDay},
};
use jiff::{Timestamp, civil::DateTime, tz::TimeZone};

use crate::DisplayFormat;

/// Formats that are detected where none is configured. Day before month is not among them, because
/// most such dates could also be month before day.
const DETECTED: [DisplayFormat; 4] = [
    DisplayFormat { date_order: YearMonthDay, clock_face: TwentyFour },
    DisplayFormat { date_order: YearMonthDay, clock_face: Twelve },
    DisplayFormat { date_order: MonthDayYear, clock_face: TwentyFour },
    DisplayFormat { date_order: MonthDayYear, clock_face: Twelve },
];
const DAY_FIRST: [DisplayFormat; 2] = [
    DisplayFormat { date_order: DayMonthYear, clock_face: TwentyFour },
    DisplayFormat { date_order: DayMonthYear, clock_face: Twelve },
];

/// The instant of `text` in `zone`, in the PBX's display format if it is known. A local time that
/// occurs twice, because clocks were put back, is the earlier one.
pub(super) fn instant(
    text: &str,
    zone: &TimeZone,
    display: Option<DisplayFormat>,
) -> Result<Timestamp, String> {
    let text = text.replace('-', "/");
    let local = display
        .into_iter()
        .chain(DETECTED)
        .find_map(|format| format.local(&text))
        .ok_or("`time` must be like 2026/05/09 21:49:21 or 05/09/2026 09:49:21 PM")?;
    zone.to_ambiguous_timestamp(local)
        .compatible()
        .map_err(|_| "`time` is outside the years that can be handled".to_owned())
}

/// The local times of one call's legs, without a zone, in the first format that fits them all; the
/// `likely` one is tried first. Their differences are right even where day and month are swapped.
pub(crate) fn local_times<'a>(
    texts: impl Iterator<Item = &'a str>,
    likely: DisplayFormat,
) -> Option<Vec<DateTime>> {
    let texts: Vec<String> = texts.map(|text| text.replace('-', "/")).collect();
    let all = |format: DisplayFormat| texts.iter().map(|text| format.local(text)).collect();
    std::iter::once(likely).chain(DETECTED).chain(DAY_FIRST).find_map(all)
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
            assert_eq!(
                instant(text, &zone, None).unwrap().to_string(),
                "2026-05-09T13:49:21Z",
                "{text}"
            );
        }
        assert_eq!(
            instant("2026/05/09 12:00:00 AM", &zone, None),
            instant("2026/05/09 00:00:00", &zone, None)
        );
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
            assert!(instant(text, &zone, None).is_err(), "{text}");
        }
    }

    #[test]
    fn a_gap_or_fold_still_has_an_instant() {
        let zone = TimeZone::get("Europe/London").unwrap();
        let utc = |text| instant(text, &zone, None).unwrap().to_string();
        assert_eq!(utc("2026/10/25 01:30:00"), "2026-10-25T00:30:00Z");
        assert_eq!(utc("2026/03/29 01:30:00"), "2026-03-29T01:30:00Z");
    }

    #[test]
    fn a_known_display_decides_and_others_are_read_too() {
        let utc = |text, display| {
            instant(text, &TimeZone::UTC, Some(display)).unwrap().to_string()[..10].to_owned()
        };
        assert_eq!(utc("05/09/2026 21:49:21", DAY_FIRST[0]), "2026-09-05");
        assert_eq!(utc("05-09-2026 09:49:21 PM", DAY_FIRST[1]), "2026-09-05");
        assert_eq!(utc("05/09/2026 21:49:21", DETECTED[2]), "2026-05-09");
        assert_eq!(utc("2026/05/09 21:49:21", DAY_FIRST[0]), "2026-05-09");
    }

    #[test]
    fn legs_are_as_far_apart_in_whatever_format_they_are() {
        for (texts, seconds) in [
            (["2026/05/09 21:49:21", "2026-05-09 21:49:34"], 13),
            (["12/05/2026 23:59:59", "13/05/2026 00:00:01"], 2),
            (["31/05/2026 11:59:59 PM", "01/06/2026 12:00:01 AM"], 2),
        ] {
            for likely in DETECTED.into_iter().chain(DAY_FIRST) {
                let found = local_times(texts.into_iter(), likely).unwrap();
                assert_eq!(found[1].duration_since(found[0]).as_secs(), seconds, "{texts:?}");
            }
        }
        assert_eq!(local_times(["2026/05/09 21:49:21", "soon"].into_iter(), DETECTED[0]), None);
    }
}
