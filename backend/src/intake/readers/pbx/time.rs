//! The PBX's local times, whose format depends on its display settings.

use jiff::{Timestamp, civil::DateTime, tz::TimeZone};

use super::super::fields::{MAX_YEAR, in_years, outside_years};
use crate::DisplayFormat;

/// The instants that a local time can be.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) struct Instants {
    /// The only one; of two, the first; of a time that never occurs, the one moved forward.
    pub(super) likely: Timestamp,
    /// The other of a time that occurs twice or never.
    pub(super) other: Option<Timestamp>,
}

/// The local time in `text`, in the PBX's display format or, where that is not known, in the first
/// that fits. Day before month is detected last, because most such dates could also be month before day.
pub(super) fn local(text: &str, display: Option<DisplayFormat>) -> Result<DateTime, String> {
    let text = text.replace('-', "/");
    let formats = display.map_or_else(|| DisplayFormat::ALL[..4].to_vec(), |format| vec![format]);
    let read = |parse: fn(DisplayFormat, &str) -> Option<DateTime>| {
        formats.iter().find_map(|format| parse(*format, &text))
    };
    match read(DisplayFormat::local) {
        Some(local) if local.year() <= MAX_YEAR => Ok(local),
        None if read(DisplayFormat::local_of_any_year).is_none() => Err(match display {
            Some(format) => format!("`time` must be like {}", format.example()),
            None => "`time` must be like 2026/05/09 21:49:21 or 05/09/2026 09:49:21 PM".to_owned(),
        }),
        _ => Err(outside_years("time")),
    }
}

/// The instants of a local time in `zone`.
pub(super) fn instants(local: DateTime, zone: &TimeZone) -> Result<Instants, String> {
    let ambiguous = zone.to_ambiguous_timestamp(local);
    let likely = ambiguous.compatible().ok().filter(|at| in_years(*at));
    let likely = likely.ok_or_else(|| outside_years("time"))?;
    let ends = [ambiguous.earlier().ok(), ambiguous.later().ok()];
    Ok(Instants { likely, other: ends.into_iter().flatten().find(|at| *at != likely) })
}

/// The display format in which the first of `texts` is nearest to `started_at`, of those that fit them
/// all: the one in which a stored call was read. The `likely` one wins a tie.
pub(super) fn nearest_format(
    texts: &[String],
    likely: Option<DisplayFormat>,
    zone: &TimeZone,
    started_at: Timestamp,
) -> Option<DisplayFormat> {
    let distance = |format: &DisplayFormat| {
        let locals = texts.iter().map(|text| local(text, Some(*format)).ok());
        let first = locals.collect::<Option<Vec<_>>>()?.into_iter().min()?;
        let first = instants(first, zone).ok()?.likely;
        Some((first.duration_since(started_at).as_millis().abs(), *format))
    };
    let formats = likely.into_iter().chain(DisplayFormat::ALL);
    let fitting: Vec<_> = formats.filter_map(|format| distance(&format)).collect();
    fitting.into_iter().min_by_key(|(distance, _)| *distance).map(|(_, format)| format)
}

#[cfg(test)]
mod tests {
    use super::*;

    const YMD: DisplayFormat = DisplayFormat::ALL[0];
    const YMD_12: DisplayFormat = DisplayFormat::ALL[1];
    const MDY: DisplayFormat = DisplayFormat::ALL[2];
    const MDY_12: DisplayFormat = DisplayFormat::ALL[3];
    const DMY: DisplayFormat = DisplayFormat::ALL[4];
    const DMY_12: DisplayFormat = DisplayFormat::ALL[5];

    #[test]
    fn display_formats_are_told_apart() {
        let same = [
            "2026/05/09 21:49:21",
            "2026-05-09 21:49:21",
            "2026/05/09 09:49:21 PM",
            "05/09/2026 21:49:21",
            "05-09-2026 09:49:21 PM",
            "05/09/2026 9:49:21 pm",
        ];
        for text in same {
            let read = local(text, None).unwrap().to_string();
            assert_eq!(read, "2026-05-09T21:49:21", "{text}");
        }
        assert_eq!(local("2026/05/09 12:00:00 AM", None), local("2026/05/09 00:00:00", None));
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
            assert!(local(text, None).is_err(), "{text}");
        }
    }

    #[test]
    fn a_known_display_decides_and_no_other_is_read() {
        let day = |text, display| local(text, Some(display)).map(|local| local.date().to_string());
        assert_eq!(day("05/09/2026 21:49:21", DMY).unwrap(), "2026-09-05");
        assert_eq!(day("05-09-2026 09:49:21 PM", DMY_12).unwrap(), "2026-09-05");
        assert_eq!(day("05/09/2026 21:49:21", MDY).unwrap(), "2026-05-09");
        for (text, display, example) in [
            ("2026/05/09 21:49:21", DMY, "09/05/2026 21:49:21"),
            ("13/06/2026 21:49:21", MDY, "05/09/2026 21:49:21"),
            ("2026/05/09 09:49:21 PM", YMD, "2026/05/09 21:49:21"),
            ("2026/05/09 21:49:21", YMD_12, "2026/05/09 09:49:21 PM"),
            ("05/09/2026 09:49:21", MDY_12, "05/09/2026 09:49:21 PM"),
        ] {
            assert_eq!(day(text, display), Err(format!("`time` must be like {example}")), "{text}");
        }
    }

    #[test]
    fn twelve_hours_are_read_as_people_mean_them() {
        let time = |text| local(text, Some(MDY_12)).unwrap().to_string();
        assert_eq!(time("06/11/2026 12:05:00 AM"), "2026-06-11T00:05:00");
        assert_eq!(time("06/11/2026 12:05:00 PM"), "2026-06-11T12:05:00");
        assert_eq!(time("06/11/2026 11:00:00 PM"), "2026-06-11T23:00:00");
    }

    #[test]
    fn years_have_bounds() {
        for text in ["1969/12/31 10:00:00", "2201/01/01 00:00:00", "9999/12/31 23:59:59"] {
            let refused = "`time` must be in the years 1970 to 2200";
            assert_eq!(local(text, Some(YMD)), Err(refused.to_owned()), "{text}");
        }
        let edge = local("1970/01/01 00:00:00", Some(YMD)).unwrap();
        assert!(instants(edge, &TimeZone::get("Asia/Shanghai").unwrap()).is_err());
        assert!(instants(edge, &TimeZone::UTC).is_ok());
    }

    #[test]
    fn a_gap_or_fold_has_two_instants() {
        let zone = TimeZone::get("Europe/London").unwrap();
        let found = |text| {
            let Instants { likely, other } = instants(local(text, None).unwrap(), &zone).unwrap();
            (likely.to_string(), other.map(|at| at.to_string()))
        };
        let pair = |likely: &str, other: &str| (likely.to_owned(), Some(other.to_owned()));
        let autumn = pair("2026-10-25T00:30:00Z", "2026-10-25T01:30:00Z");
        assert_eq!(found("2026/10/25 01:30:00"), autumn);
        let spring = pair("2026-03-29T01:30:00Z", "2026-03-29T00:30:00Z");
        assert_eq!(found("2026/03/29 01:30:00"), spring);
        assert_eq!(found("2026/10/25 02:30:00"), ("2026-10-25T02:30:00Z".to_owned(), None));
    }

    #[test]
    fn a_stored_call_is_read_in_the_format_it_was_stored_in() {
        let near = |texts: &[&str], started_at: &str| {
            let texts: Vec<String> = texts.iter().map(|text| (*text).to_owned()).collect();
            nearest_format(&texts, Some(MDY), &TimeZone::UTC, started_at.parse().unwrap())
        };
        let both = ["05/06/2026 10:00:00", "05/06/2026 10:00:30"];
        assert_eq!(near(&both, "2026-06-05T02:00:00Z"), Some(DMY));
        assert_eq!(near(&both, "2026-05-06T18:00:00Z"), Some(MDY));
        assert_eq!(near(&["05/06/2026 10:00:00", "soon"], "2026-05-06T10:00:00Z"), None);
    }
}
