//! Values that are expected: after a question, after words that announce them, in a field of that name.

use std::{ops::Range, sync::LazyLock};

use regex::Regex;

use super::{
    address_answer,
    date_of_birth::DATE,
    detection::{Detection, PersonalKind},
    email::is_ordinary_speech,
    number_words::number_word,
    pattern::compile,
    postcode,
    reader::for_each_run_of,
    rests::ANY_PLACEHOLDER,
    spelled::for_each_spelled,
    topic::{Topic, Topics, announcements},
};

/// How much of an answer is read, in bytes.
const ANSWER: usize = 240;
/// How far behind its announcement a value is looked for, in bytes.
const REACH: usize = 48;
/// How much of a text is read for a value that begins in reach, in bytes.
const LENGTH: usize = 200;
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

/// A code of letters alone, as airlines give them.
static LETTERS: LazyLock<Regex> = LazyLock::new(|| compile(r"(?-u)\b[A-Z]{5,8}\b"));

/// The name of an e-mail address and its place, without the end that speech often leaves out.
static EMAIL: LazyLock<Regex> = LazyLock::new(|| {
    compile(concat!(
        r"(?i)([\p{L}\p{N}._'+-]+)(?: (?:dot|underscore|dash) [\p{L}\p{N}]+){0,3} at (?:the )?",
        r"([\p{L}\p{N}.-]+)(?: (?:dot|punkt|punto) [\p{L}\p{N}]+){0,3}",
    ))
});

/// Adds the values that `text` announces by itself.
pub(super) fn find(text: &str, found: &mut Vec<Detection>) {
    let mut here = Vec::new();
    for (end, topic) in announcements(text) {
        let near = end..text.floor_char_boundary(end.saturating_add(LENGTH).min(text.len()));
        here.clear();
        find_topic(text, near, topic, true, &mut here);
        let reach = end.saturating_add(REACH);
        let first = |one: &&Detection| (one.start, usize::MAX.saturating_sub(one.end));
        found.extend(here.iter().filter(|one| one.start <= reach).min_by_key(first).copied());
    }
}

/// Adds the values in `text` that answer a question for `topics`.
pub(super) fn find_answers(text: &str, topics: Topics, found: &mut Vec<Detection>) {
    let near = 0..text.floor_char_boundary(ANSWER.min(text.len()));
    let before = found.len();
    for topic in topics.iter() {
        find_topic(text, near.clone(), topic, false, found);
    }
    if text.contains('[') {
        let marks: Vec<_> =
            ANY_PLACEHOLDER.find_iter(&text[near]).map(|mark| mark.range()).collect();
        let meets =
            |one: &Detection| marks.iter().any(|mark| one.start < mark.end && mark.start < one.end);
        let mut place = 0_usize;
        found.retain(|one| {
            place = place.saturating_add(1);
            place <= before || !meets(one)
        });
    }
}

/// Adds the values of a topic in a part of a text. What is only announced must be clearer than what was asked for.
fn find_topic(
    text: &str,
    near: Range<usize>,
    topic: Topic,
    is_announced: bool,
    found: &mut Vec<Detection>,
) {
    let (part, offset) = (&text[near.clone()], near.start);
    let mut push = |range: Range<usize>, kind| {
        let place = range.start.saturating_add(offset)..range.end.saturating_add(offset);
        found.push(Detection::new(place, kind));
    };
    match topic {
        Topic::Birth => {
            for date in DATE.find_iter(part) {
                let length = date.as_str().trim_end_matches('.').len();
                push(date.start()..date.start().saturating_add(length), PersonalKind::DateOfBirth);
            }
            let fewest = if is_announced { 6 } else { 4 };
            digits(part, fewest..=8, |range| push(range, PersonalKind::DateOfBirth));
        }
        Topic::Phone => digits(part, 6..=MAX_DIGITS, |range| push(range, PersonalKind::Phone)),
        Topic::Email => {
            for one in EMAIL.captures_iter(part) {
                if let (Some(whole), Some(name), Some(domain)) =
                    (one.get(0), one.get(1), one.get(2))
                    && !is_ordinary_speech(name.as_str(), "")
                    && !is_time_or_place(domain.as_str())
                {
                    push(whole.range(), PersonalKind::Email);
                }
            }
        }
        Topic::Card => digits(part, 8..=MAX_DIGITS, |range| push(range, PersonalKind::Card)),
        Topic::SecurityCode => {
            for one in EXPIRY.find_iter(part) {
                push(one.range(), PersonalKind::Card);
            }
            digits(part, 3..=6, |range| {
                // "The offer expires in 2027."
                let is_year =
                    part[range.clone()].len() == 4 && part[range.clone()].starts_with("20");
                if !is_year {
                    push(range, PersonalKind::Card);
                }
            });
        }
        Topic::NationalId => codes(part, 4, |range| push(range, PersonalKind::NationalId)),
        Topic::BankAccount => codes(part, 6, |range| push(range, PersonalKind::BankAccount)),
        Topic::Document => codes(part, 2, |range| push(range, PersonalKind::Document)),
        Topic::Account => {
            codes(part, 2, |range| push(range, PersonalKind::Account));
            for one in LETTERS.find_iter(part) {
                push(one.range(), PersonalKind::Account);
            }
        }
        Topic::Plate => codes(part, 1, |range| push(range, PersonalKind::Plate)),
        Topic::Address => address_answer::find_answer(part, offset, found),
        Topic::Postcode => {
            for one in ZIP.find_iter(part) {
                push(one.range(), PersonalKind::Postcode);
            }
            digits(part, 4..=5, |range| push(range, PersonalKind::Postcode));
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

/// Whether what stands behind "at" is a time or a place rather than a domain.
fn is_time_or_place(word: &str) -> bool {
    const WORDS: &[&str] = &[
        "home", "work", "least", "all", "once", "noon", "night", "lunch", "midnight", "about",
        "around", "any", "half", "quarter",
    ];
    word.starts_with(|first: char| first.is_ascii_digit())
        || number_word(word.as_bytes()).is_some()
        || WORDS.iter().any(|known| word.eq_ignore_ascii_case(known))
}

/// Words behind a number that say what it counts.
static UNIT: LazyLock<Regex> = LazyLock::new(|| {
    compile(concat!(
        r"(?i-u)\A[ -](?:dollars?|pounds?|euros?|quid|bucks|pence|cents?|percent|minutes?|hours?|days?|",
        r"weeks?|months?|years?|miles?|k?m|kilometres?|people|adults|children|nights?|o'?clock|am|pm|",
        r"milligrams?|mg|grams?|kilos?|inch(?:es)?|lit(?:re|er)s?|f(?:oo|ee)t|degrees?|thousand|million|a month|a day|a week|each)\b",
    ))
});

/// A day, a time or a measure that looks like a code.
static MEASURE: LazyLock<Regex> = LazyLock::new(|| {
    compile(r"(?i-u)\A[0-9]{1,4}(?:st|nd|rd|th|am|pm|mg|ml|kg|km|cm|mm|gb|mb|ft|hrs?|mins?)\z")
});

/// Words before a number that say what firm's own thing it numbers.
static THING: LazyLock<Regex> = LazyLock::new(|| {
    compile(concat!(
        r"(?i-u)\b(?:order|ticket|item|invoice|room|table|floor|chapter|error|version|model|queue|part|",
        r"product|tracking)s?(?: (?:number|no|code))?(?: is|'s)?[ :#]{1,2}\z",
    ))
});

/// Whether the number at `start` is of an order, a room or the like, or a price.
fn is_of_thing(text: &str, start: usize) -> bool {
    let from = text.ceil_char_boundary(start.saturating_sub(30));
    let before = &text[from..start];
    before.ends_with(['$', '£', '€', '¥']) || THING.is_match(before)
}

/// Words before a time.
static TIME: LazyLock<Regex> = LazyLock::new(|| {
    compile(r"(?i-u)\b(?:at|from|until|till|by|around|about|before|after|between|to) \z")
});
/// A time with a dot.
static CLOCK: LazyLock<Regex> = LazyLock::new(|| compile(r"(?-u)\A[0-9]{1,2}\.[0-9]{2}\z"));

/// Whether few digits are a time, or a year after "in".
fn is_time(text: &str, range: Range<usize>) -> bool {
    let from = text.ceil_char_boundary(range.start.saturating_sub(10));
    let (before, number) = (&text[from..range.start], &text[range]);
    let is_year = number.len() == 4 && (number.starts_with("20") || number.starts_with("19"));
    TIME.is_match(before) || CLOCK.is_match(number) || (is_year && before.ends_with(" in "))
}

/// Calls `push` with every run of so many digits, written or spoken, that does not count something.
fn digits(text: &str, sizes: std::ops::RangeInclusive<usize>, mut push: impl FnMut(Range<usize>)) {
    for_each_run_of(text, *sizes.start(), |run| {
        if let ([first, ..], Some(last)) = (run.groups.as_slice(), run.groups.last())
            && sizes.contains(&run.digits.len())
            && !(run.digits.len() < 6 && UNIT.is_match(&text[last.end..]))
            && !is_of_thing(text, first.start)
            && !(run.digits.len() <= 4 && is_time(text, first.start..last.end))
        {
            push(run.plus.unwrap_or(first.start)..last.end);
        }
    });
}

/// Calls `push` with every code that has at least so many digits, written or spelled out, and with longer
/// runs of digits.
fn codes(text: &str, min_digits: usize, mut push: impl FnMut(Range<usize>)) {
    let counts = |end: usize, digits: usize| digits < 6 && UNIT.is_match(&text[end..]);
    for one in CODE.find_iter(text) {
        let digits = one.as_str().bytes().filter(u8::is_ascii_digit).count();
        let size = one.as_str().bytes().filter(u8::is_ascii_alphanumeric).count();
        let is_other = || {
            counts(one.end(), digits)
                || MEASURE.is_match(one.as_str())
                || (digits <= 4 && is_time(text, one.range()))
                || is_of_thing(text, one.start())
        };
        if digits >= min_digits && size >= 4 && !is_other() {
            push(one.range());
        }
    }
    for_each_spelled(text, 4, |run| {
        let (digits, size) = (run.digits(), run.symbols.len());
        let is_code = digits >= min_digits || (digits == 0 && size >= 5 && min_digits <= 2);
        let place = run.range();
        if is_code
            && size <= 34
            && !counts(place.end, digits)
            && !is_of_thing(text, place.start)
            && !(digits <= 4 && is_time(text, place.clone()))
        {
            push(place);
        }
    });
    digits(text, min_digits.max(4)..=MAX_DIGITS, push);
}
