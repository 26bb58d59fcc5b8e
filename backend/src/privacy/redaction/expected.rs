//! Values that are expected: after a question, after words that announce them, in a field of that name.

use std::{ops::Range, sync::LazyLock};

use regex::Regex;

use super::{
    address,
    date_of_birth::DATE,
    detection::{Detection, PersonalKind},
    pattern::compile,
    postcode,
    reader::for_each_run_of,
    topic::{Topic, Topics, announcements},
};

/// How much of an answer is read, in bytes.
const ANSWER: usize = 240;
/// How far behind its announcement a value is looked for, in bytes.
const REACH: usize = 48;
/// Most digits of a number that somebody gives.
const MAX_DIGITS: usize = 24;

/// Letters and digits in groups, at least one of them with a digit.
static CODE: LazyLock<Regex> = LazyLock::new(|| {
    compile(concat!(
        r"(?-u)\b(?:[A-Z]{1,4}[ -])?(?:[A-Za-z]{0,6}[0-9][A-Za-z0-9]{0,20})",
        r"(?:[ -]?(?:[A-Za-z]{0,4}[0-9][A-Za-z0-9]{0,20}|[A-Z]{1,3}\b)){0,8}",
    ))
});

static YEARS: LazyLock<Regex> = LazyLock::new(|| {
    compile(concat!(
        r"(?i-u)\b(?:[1-9][0-9]?|1[0-1][0-9]|(?:twenty|thirty|forty|fifty|sixty|seventy|eighty|ninety)",
        r"(?:[ -](?:one|two|three|four|five|six|seven|eight|nine))?|(?:four|six|seven|eight|nine)?teen|",
        r"thirteen|fifteen|eighteen|ten|eleven|twelve)\b(?: years? old)?",
    ))
});

static EXPIRY: LazyLock<Regex> =
    LazyLock::new(|| compile(r"(?-u)\b(?:0[1-9]|1[0-2])\s?[/-]\s?(?:20)?[2-4][0-9]\b"));

static ZIP: LazyLock<Regex> = LazyLock::new(|| {
    compile(
        r"(?i-u)\b(?:[0-9]{5}(?:-[0-9]{4})?|[0-9]{4}|[a-z]{1,2}[0-9][a-z0-9]?\s?[0-9][a-z]{2})\b",
    )
});

/// The name of an e-mail address and its place, without the end that speech often leaves out.
static EMAIL: LazyLock<Regex> = LazyLock::new(|| {
    compile(concat!(
        r"(?i)[\p{L}\p{N}._'+-]+(?: (?:dot|underscore|dash) [\p{L}\p{N}]+){0,3} at (?:the )?",
        r"[\p{L}\p{N}.-]+(?: (?:dot|punkt|punto) [\p{L}\p{N}]+){0,3}",
    ))
});

/// Adds the values that `text` announces by itself.
pub(super) fn find(text: &str, found: &mut Vec<Detection>) {
    for (end, topic) in announcements(text) {
        let near = end..text.floor_char_boundary(end.saturating_add(REACH).min(text.len()));
        let first = |one: &Detection| one.start;
        let mut here = Vec::new();
        find_topic(text, near, topic, &mut here);
        found.extend(here.into_iter().min_by_key(first));
    }
}

/// Adds the values in `text` that answer a question for `topics`.
pub(super) fn find_answers(text: &str, topics: Topics, found: &mut Vec<Detection>) {
    let near = 0..text.floor_char_boundary(ANSWER.min(text.len()));
    for topic in topics.iter() {
        find_topic(text, near.clone(), topic, found);
    }
}

fn find_topic(text: &str, near: Range<usize>, topic: Topic, found: &mut Vec<Detection>) {
    let (part, offset) = (&text[near.clone()], near.start);
    let mut push = |range: Range<usize>, kind| {
        let place = range.start.saturating_add(offset)..range.end.saturating_add(offset);
        found.push(Detection::new(place, kind));
    };
    match topic {
        Topic::Birth => {
            for date in DATE.find_iter(part) {
                push(date.range(), PersonalKind::DateOfBirth);
            }
            digits(part, 4..=8, |range| push(range, PersonalKind::DateOfBirth));
        }
        Topic::Phone => digits(part, 6..=MAX_DIGITS, |range| push(range, PersonalKind::Phone)),
        Topic::Email => {
            for one in EMAIL.find_iter(part) {
                push(one.range(), PersonalKind::Email);
            }
        }
        Topic::Card => digits(part, 8..=MAX_DIGITS, |range| push(range, PersonalKind::Card)),
        Topic::SecurityCode => {
            for one in EXPIRY.find_iter(part) {
                push(one.range(), PersonalKind::Card);
            }
            digits(part, 3..=6, |range| push(range, PersonalKind::Card));
        }
        Topic::NationalId => codes(part, 4, |range| push(range, PersonalKind::NationalId)),
        Topic::BankAccount => codes(part, 6, |range| push(range, PersonalKind::BankAccount)),
        Topic::Document => codes(part, 2, |range| push(range, PersonalKind::Document)),
        Topic::Address => address::find_answer(part, offset, found),
        Topic::Postcode => {
            for one in ZIP.find_iter(part) {
                push(one.range(), PersonalKind::Address);
            }
            let mut spoken = Vec::new();
            postcode::find_spoken(part, &mut spoken);
            found.extend(spoken.into_iter().map(|one| one.shifted(offset)));
        }
        Topic::Age => {
            for one in YEARS.find_iter(part) {
                push(one.range(), PersonalKind::Age);
            }
        }
    }
}

/// Calls `push` with every run of so many digits, written or spoken.
fn digits(text: &str, sizes: std::ops::RangeInclusive<usize>, mut push: impl FnMut(Range<usize>)) {
    for_each_run_of(text, *sizes.start(), |run| {
        if let ([first, ..], Some(last)) = (run.groups.as_slice(), run.groups.last())
            && sizes.contains(&run.digits.len())
        {
            push(run.plus.unwrap_or(first.start)..last.end);
        }
    });
}

/// Calls `push` with every code that has at least so many digits, and with longer runs of digits.
fn codes(text: &str, min_digits: usize, mut push: impl FnMut(Range<usize>)) {
    for one in CODE.find_iter(text) {
        let digits = one.as_str().bytes().filter(u8::is_ascii_digit).count();
        let size = one.as_str().bytes().filter(u8::is_ascii_alphanumeric).count();
        if digits >= min_digits && size >= 4 {
            push(one.range());
        }
    }
    digits(text, min_digits.max(4)..=MAX_DIGITS, push);
}
