//! `earshot import` of local times: in the display format of the tenant or of the options.

use std::process::Output;

use serde_json::{Value, json};

use crate::{
    fetch::{operator_with_project, output_text},
    operator::Operator,
};

/// A file of legs, each of its own call, with these times.
fn file(times: &[&str]) -> String {
    let leg = |(number, time): (usize, &&str)| {
        json!({
            "uid": format!("u{number}"), "leg_id": format!("u{number}-1"), "leg": 1, "time": time,
            "call_type": "Inbound", "call_from": "+447700900101", "call_to": "7000",
            "status": "ANSWERED", "call_duration": 60, "ring_duration": 3, "talk_duration": 57,
            "hold_duration": 0,
        })
    };
    times.iter().enumerate().map(leg).collect::<Value>().to_string()
}

fn import(operator: &Operator, options: &[&str], times: &[&str]) -> Output {
    let words = ["import", "--format", "pbx", "--tenant", "harbour", "--project", "desk"];
    operator.run(&[words.as_slice(), options, &["-"]].concat(), &file(times))
}

const DAY_FIRST: [&str; 3] = ["05/06/2026 10:00:00", "12/06/2026 10:00:00", "13/06/2026 10:00:00"];
const TWELVE: [&str; 2] = ["06/11/2026 12:05:00 AM", "06/11/2026 11:00:00 PM"];

#[test]
fn files_are_read_in_the_display_format_of_the_tenant_or_of_the_options() {
    let operator = operator_with_project();
    let day_first = import(&operator, &["--date-order", "dmy"], &DAY_FIRST);
    let taken = "-: 3 imported, 0 extended, 0 unchanged, 0 refused\n";
    assert_eq!(output_text(&day_first), (taken.to_owned(), String::new()));
    operator.earshot(&["tenant", "set", "harbour", "--date-order", "dmy"], "");
    let again = output_text(&import(&operator, &[], &DAY_FIRST)).0;
    assert_eq!(again, "-: 0 imported, 0 extended, 3 unchanged, 0 refused\n");
    let display = ["tenant", "set", "harbour", "--date-order", "mdy", "--clock-face", "12"];
    operator.earshot(&display, "");
    // The ids are those of stored calls, whose times differ: what contradicts them is ignored.
    let twelve = output_text(&import(&operator, &[], &TWELVE)).0;
    let kept =
        "-: 0 imported, 0 extended, 2 unchanged, 0 refused, 2 with values that were ignored\n";
    assert_eq!(twelve, kept);
}

#[test]
fn a_file_that_contradicts_the_display_format_is_refused_before_anything_is_stored() {
    let operator = operator_with_project();
    for (options, times, advice) in [
        (&["--date-order", "mdy"][..], &DAY_FIRST[..], "--date-order must be dmy"),
        (&[], &DAY_FIRST, "--date-order must be dmy"),
        (&["--date-order", "mdy"], &TWELVE, "--clock-face must be 12"),
        (&[], &TWELVE, "--date-order must be mdy or dmy, and --clock-face must be 12"),
        (&["--clock-face", "12"], &["2026/06/05 10:00:00"], "--clock-face must be 24"),
        (&["--date-order", "dmy"], &["2026/06/05 10:00:00"], "--date-order must be ymd"),
    ] {
        let output = import(&operator, options, times);
        let (out, errors) = output_text(&output);
        assert_eq!((output.status.code(), out.as_str()), (Some(1), ""), "{options:?} {errors}");
        assert!(errors.contains("nothing was imported"), "{errors}");
        assert!(errors.trim_end().ends_with(advice), "{options:?} {errors}");
    }
    // Also where another file of the same command is right.
    let good = operator.folder.path().join("good.json");
    std::fs::write(&good, file(&["2026/06/05 10:00:00"])).unwrap();
    let output = import(&operator, &[good.to_str().unwrap()], &DAY_FIRST);
    assert_eq!(output.status.code(), Some(1));
    let left = output_text(&import(&operator, &[], &["2026/06/05 10:00:00"])).0;
    assert_eq!(left, "-: 1 imported, 0 extended, 0 unchanged, 0 refused\n");
}
