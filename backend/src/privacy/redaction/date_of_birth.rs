//! Detector of dates of birth: dates near a cue.

use std::sync::LazyLock;

use regex::{Match, Regex};

use super::{
    detection::{Detection, PersonalKind},
    pattern::compile,
};

/// Greatest distance between a cue and its date, in bytes.
const REACH: usize = 40;
/// Greatest distance for digits without separators, which are ambiguous.
const REACH_BARE: usize = 15;
/// Longest date in bytes.
const MAX_DATE_BYTES: usize = 70;

static CUE: LazyLock<Regex> = LazyLock::new(|| {
    compile(r"(?i-u)\b(?:date of birth|birth[ -]?date|birth[ -]?day|born|d\.?o\.?b\b\.?)")
});

/// A date with a day and a month, or only numbers.
pub(super) static DATE: LazyLock<Regex> = LazyLock::new(|| {
    const MONTH: &str = concat!(
        r"(?:january|february|march|april|may|june|july|august|september|october|november|",
        r"december|jan|feb|mar|apr|jun|jul|aug|sept|sep|oct|nov|dec)\b\.?",
    );
    const DAY: &str = concat!(
        r"(?:[0-3]?[0-9](?:st|nd|rd|th)?|(?:twenty|thirty)[ -](?:first|second|third|fourth|fifth|",
        r"sixth|seventh|eighth|ninth|one|two|three|four|five|six|seven|eight|nine)|first|second|",
        r"third|fourth|fifth|sixth|seventh|eighth|ninth|tenth|eleventh|twelfth|thirteenth|",
        r"fourteenth|fifteenth|sixteenth|seventeenth|eighteenth|nineteenth|twentieth|thirtieth|",
        r"one|two|three|four|five|six|seven|eight|nine|ten|eleven|twelve|thirteen|fourteen|",
        r"fifteen|sixteen|seventeen|eighteen|nineteen|twenty|thirty)\b",
    );
    const YEAR: &str = concat!(
        r"(?:[0-9]{4}\b|'?[0-9]{2}\b|(?:nineteen|twenty|two thousand(?: and)?)(?:[ -](?:hundred|",
        r"oh|ten|eleven|twelve|thirteen|fourteen|fifteen|sixteen|seventeen|eighteen|nineteen|",
        r"twenty|thirty|forty|fifty|sixty|seventy|eighty|ninety)\b)?(?:[ -](?:one|two|three|four|",
        r"five|six|seven|eight|nine)\b)?|(?:thirty|forty|fifty|sixty|seventy|eighty|ninety)\b",
        r"(?:[ -](?:one|two|three|four|five|six|seven|eight|nine)\b)?|(?:oh|o)[ -](?:one|two|three|four|",
        r"five|six|seven|eight|nine)\b|(?:ten|eleven|twelve|thirteen|fourteen|fifteen|sixteen|seventeen|",
        r"eighteen)\b)",
    );
    const SAID: &str = concat!(
        r"(?:(?:oh|o|zero) (?:one|two|three|four|five|six|seven|eight|nine)|(?:twenty|thirty)",
        r"(?: (?:one|two|three|four|five|six|seven|eight|nine))?|one|two|three|four|five|six|seven|eight|",
        r"nine|ten|eleven|twelve|thirteen|fourteen|fifteen|sixteen|seventeen|eighteen|nineteen)",
    );
    const GAP: &str = r"[\s,./-]{1,3}";
    let day_first = format!(r"{DAY}{GAP}(?:day )?(?:of )?{MONTH}(?:{GAP}(?:of |in )?{YEAR})?");
    let month_first = format!(r"{MONTH}{GAP}(?:the )?{DAY}(?:{GAP}(?:of |in )?{YEAR})?");
    let month_only = format!(r"{MONTH}{GAP}(?:of )?[0-9]{{4}}\b");
    let year_first = r"[0-9]{4}\s?[ ./-]\s?[0-9]{1,2}\s?[ ./-]\s?[0-9]{1,2}\b";
    let year_last = r"[0-9]{1,2}\s?[ ./-]\s?[0-9]{1,2}\s?[ ./-]\s?(?:[0-9]{4}|[0-9]{2})\b";
    let said = format!(r"{SAID} {SAID} {YEAR}");
    let bare = r"(?:[0-9]{8}|[0-9]{6})\b";
    compile(&format!(
        r"(?i-u)\b(?:{year_first}|{year_last}|{bare}|{day_first}|{month_only}|{month_first}|{said})"
    ))
});

/// Words between a date and a cue after it.
static LINKING_WORDS: LazyLock<Regex> =
    LazyLock::new(|| compile(r"(?i-u)\A[\s,]{0,3}(?:is|was|'s|being)\s(?:[a-z']{1,12}\s){0,2}\z"));

/// Adds the dates of birth of `text` to `found`.
pub(super) fn find(text: &str, found: &mut Vec<Detection>) {
    for cue in CUE.find_iter(text) {
        find_after(text, cue.end(), found);
        find_before(text, cue.start(), found);
    }
}

fn find_after(text: &str, cue: usize, found: &mut Vec<Detection>) {
    let end = cue.saturating_add(REACH).saturating_add(MAX_DATE_BYTES);
    let near = &text[cue..text.floor_char_boundary(end)];
    let mut last = 0;
    for date in DATE.find_iter(near) {
        let bare = date.as_str().bytes().all(|byte| byte.is_ascii_digit());
        let reach = if bare { REACH_BARE } else { REACH };
        if date.start().saturating_sub(last) > reach || date.start() > REACH {
            break;
        }
        found.push(date_detection(cue, &date));
        last = date.end();
    }
}

fn find_before(text: &str, cue: usize, found: &mut Vec<Detection>) {
    let start = text.ceil_char_boundary(cue.saturating_sub(REACH.saturating_add(MAX_DATE_BYTES)));
    let near = &text[start..cue];
    let Some(date) = DATE.find_iter(near).last() else { return };
    if LINKING_WORDS.is_match(&near[date.end()..]) {
        found.push(date_detection(start, &date));
    }
}

/// Returns the detection of a date in a part that begins at `offset`, without the full stop of the
/// sentence.
fn date_detection(offset: usize, date: &Match) -> Detection {
    let length = date.as_str().trim_end_matches('.').len();
    let start = offset.saturating_add(date.start());
    Detection::new(start..start.saturating_add(length), PersonalKind::DateOfBirth)
}
