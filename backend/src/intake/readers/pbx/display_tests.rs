//! Tests of files whose local times are not in the display format in which they are to be read.

use std::io::Cursor;

use jiff::tz::TimeZone;
use serde_json::{Value, json};

use super::super::{Format, ReadError, ReadOptions, check_file};
use crate::DisplayFormat;

fn file(times: &[&str]) -> Vec<u8> {
    let leg = |time: &&str| json!({"uid": "a", "leg_id": time, "time": time});
    times.iter().map(leg).collect::<Value>().to_string().into_bytes()
}

/// What is said of a file, with the advice for its settings; `None` of one that fits.
fn said(times: &[&str], display: DisplayFormat) -> Option<(String, String)> {
    let options = ReadOptions { display: Some(display), ..ReadOptions::in_zone(TimeZone::UTC) };
    match check_file(Format::Pbx, Box::new(Cursor::new(file(times))), &options) {
        Ok(()) => None,
        Err(ReadError::OtherDisplay(conflict)) => {
            Some((conflict.to_string(), conflict.advice("--date-order", "--clock-face")))
        }
        Err(error) => panic!("{error}"),
    }
}

const DAY_FIRST: [&str; 3] = ["05/06/2026 10:00:00", "12/06/2026 10:00:00", "13/06/2026 10:00:00"];
const TWELVE: [&str; 3] =
    ["06/11/2026 12:05:00 AM", "06/11/2026 12:05:00 PM", "06/11/2026 11:00:00 PM"];

#[test]
fn a_file_fits_its_own_format_alone() {
    let [ymd, ymd_12, mdy, mdy_12, dmy, dmy_12] = DisplayFormat::ALL;
    for other in [ymd, ymd_12, mdy, mdy_12, dmy_12] {
        let (text, advice) = said(&DAY_FIRST, other).unwrap();
        assert!(text.starts_with("record "), "{text}");
        let is_order = other.date_order != dmy.date_order;
        assert_eq!(advice.contains("--date-order must be dmy"), is_order, "{other:?} {advice}");
        let is_clock = other.clock_face != dmy.clock_face;
        assert_eq!(advice.contains("--clock-face must be 24"), is_clock, "{other:?} {advice}");
    }
    assert_eq!(said(&DAY_FIRST, dmy), None);
    assert_eq!((said(&TWELVE, mdy_12), said(&TWELVE, dmy_12)), (None, None));
    assert_eq!(said(&TWELVE, mdy).unwrap().1, "--clock-face must be 12");
    let both = "--date-order must be mdy or dmy, and --clock-face must be 12";
    assert_eq!(said(&TWELVE, ymd).unwrap().1, both);
}

#[test]
fn the_first_time_that_does_not_fit_is_named_and_the_whole_file_decides() {
    let [ymd, _, mdy, _, dmy, _] = DisplayFormat::ALL;
    let (text, advice) = said(&DAY_FIRST, mdy).unwrap();
    assert_eq!(text, "record 3: `time` is not written like 05/09/2026 21:49:21");
    assert_eq!(advice, "--date-order must be dmy");
    let mixed = ["2026/06/05 10:00:00", "13/06/2026 10:00:00"];
    let (text, advice) = said(&mixed, ymd).unwrap();
    assert!(text.ends_with("and the times of the file are not all written alike"), "{text}");
    assert_eq!(
        (text.starts_with("record 2:"), advice.as_str()),
        (true, "--date-order must be dmy")
    );
    assert!(said(&mixed, dmy).unwrap().0.starts_with("record 1:"));
}

#[test]
fn what_is_no_time_in_any_format_costs_only_its_record() {
    let [ymd, ..] = DisplayFormat::ALL;
    let times = ["2026/06/05 10:00:00", "soon", "", "11.06.2026 23:00:00", "2026/13/05 10:00:00"];
    assert_eq!(said(&times, ymd), None);
    let options = ReadOptions { display: Some(ymd), ..ReadOptions::in_zone(TimeZone::UTC) };
    for text in ["", "nope", "{}", "[1, {\"time\": 7}, [2]", "[{\"time\""] {
        let checked = check_file(Format::Pbx, Box::new(Cursor::new(text)), &options);
        assert!(checked.is_ok(), "{text}");
    }
}
