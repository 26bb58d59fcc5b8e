//! Runs of digits, as they are gathered from a text.

use crate::privacy::redaction::reader::for_each_run;

fn digits(text: &str) -> Vec<String> {
    let mut runs = Vec::new();
    for_each_run(text, |run| runs.push(String::from_utf8(run.digits.clone()).unwrap()));
    runs
}

#[test]
fn digits_are_gathered_into_runs() {
    for (text, runs) in [
        ("four one five, double oh, one two", &["4150012"] as &[&str]),
        ("triple seven - nought 1 two zero", &["7770120"]),
        ("oh seven seven hundred and twenty-five 10", &["077002510"]),
        ("twenty two fifty nineteen", &["225019"]),
        ("Oh, 415 555 0144", &["4155550144"]),
        ("415-555-0144 at 10:30 or $1250000", &["4155550144"]),
        ("call 2O2 555 OI23", &["2025550123"]),
        ("tel4155550144x12 a4155550144", &["4155550144"]),
        ("a double espresso, one two three", &[]),
        ("three um four uh five er six and seven then eight", &["345678"]),
        ("881444f3-24fc-4e54-ac61-2196f60e88fa", &[]),
    ] {
        assert_eq!(digits(text), runs, "{text}");
    }
}
