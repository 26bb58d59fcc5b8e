//! Tells what the runs of digits in a text are: cards, national numbers, telephones.

use std::{cell::LazyCell, sync::LazyLock};

use regex::Regex;

use super::{
    checksum,
    cue::{Cue, Cues},
    found::{Found, PersonalKind},
    pattern::compile,
    phone::{Window, exists_abroad, is_plausible, is_shaped},
    run::{Group, Joint, Run, for_each_run},
};

/// The lengths of a card number, the usual first.
const CARD_LENGTHS: [usize; 7] = [16, 15, 14, 13, 19, 18, 17];
/// How card numbers with more than four digits together are grouped.
const CARD_GROUPS: [&[usize]; 3] = [&[4, 6, 5], &[4, 6, 4], &[8, 8]];
/// No number is longer, in digits or in groups.
const LONGEST: usize = 19;
/// How many spoken digits make a number.
const SPOKEN: usize = 7;

static EXTENSION: LazyLock<Regex> =
    LazyLock::new(|| compile(r"(?i-u)\A[\s,]{0,3}(?:extension|extn?|x|#)[\s.:#]{0,3}\d{1,6}\b"));

/// Adds the numbers of `text` to `found`.
pub(super) fn find(text: &str, found: &mut Vec<Found>) {
    // Most texts have no digits worth asking about, so the cues are looked for at need.
    let cues = LazyCell::new(|| Cues::of(text));
    for_each_run(text, |run| {
        let mut reading = Reading { text, run, cues: &cues, found };
        reading.read();
    });
}

struct Reading<'a> {
    text: &'a str,
    run: &'a Run,
    cues: &'a Cues,
    found: &'a mut Vec<Found>,
}

impl Reading<'_> {
    fn read(&mut self) {
        let groups = self.run.groups.len();
        let mut first_left = 0;
        let mut at = 0;
        while at < groups {
            if let Some(skip) = self.not_a_number(at) {
                self.read_spoken(first_left, at);
                at += skip;
                first_left = at;
            } else if let Some((to, kind)) = self.number_at(at) {
                self.read_spoken(first_left, at);
                self.claim(at, to, kind);
                at = to + 1;
                first_left = at;
            } else {
                at += 1;
            }
        }
        self.read_spoken(first_left, groups);
    }

    /// How many groups at `at` are a calendar date or an internet address.
    fn not_a_number(&self, at: usize) -> Option<usize> {
        let part = |offset: usize| {
            let group = self.run.groups.get(at + offset).filter(|group| !group.spoken)?;
            let value = self.text[group.start..group.end].parse::<u32>().ok()?;
            Some((group.size(), value))
        };
        let sign = |offset: usize| {
            let group = self.run.groups.get(at + offset)?;
            Some(&self.text[self.run.groups[at + offset - 1].end..group.start])
        };
        let parts = [part(0)?, part(1)?, part(2)?];
        let signs = [sign(1)?, sign(2)?];
        if signs[0] != signs[1] || !matches!(signs[0], "-" | "/" | ".") {
            return None;
        }
        if is_date(parts) && !(at == 0 && self.run.plus.is_some()) {
            return Some(3);
        }
        let is_byte = |(size, value): (usize, u32)| size <= 3 && value <= 255;
        let is_address = signs[0] == "." && sign(3) == Some(".") && is_byte(part(3)?);
        (is_address && parts.into_iter().all(is_byte)).then_some(4)
    }

    /// The number that starts with the group `from`: its last group, and its kind.
    fn number_at(&self, from: usize) -> Option<(usize, PersonalKind)> {
        let cue = self.cues.before(self.run.groups[from].start);
        let windows = self.windows(from);
        self.card(&windows, cue)
            .map(|to| (to, PersonalKind::Card))
            .or_else(|| self.national(&windows, cue).map(|to| (to, PersonalKind::NationalId)))
            .or_else(|| birth(&windows, cue).map(|to| (to, PersonalKind::DateOfBirth)))
            .or_else(|| self.phone(from, &windows, cue).map(|to| (to, PersonalKind::Phone)))
            .map(|(count, kind)| (from + count - 1, kind))
    }

    /// The windows that start at `from` and are short enough, shortest first.
    fn windows(&self, from: usize) -> Vec<Window<'_>> {
        let last = self.run.groups.len().min(from + LONGEST);
        (from..last)
            .map(|to| Window::new(self.run, from, to))
            .take_while(|window| window.digits().len() <= LONGEST)
            .collect()
    }

    fn card(&self, windows: &[Window], cue: Option<Cue>) -> Option<usize> {
        CARD_LENGTHS.iter().find_map(|length| {
            let window = with_digits(windows, *length)?;
            is_card(window, cue).then_some(window.groups.len())
        })
    }

    fn national(&self, windows: &[Window], cue: Option<Cue>) -> Option<usize> {
        [11, 10, 9, 8].iter().find_map(|length| {
            let window = with_digits(windows, *length)?;
            (is_announced_id(window, cue) || self.is_checked_id(window, cue))
                .then_some(window.groups.len())
        })
    }

    /// Whether a written number has the grouping and the check digit of a national one.
    fn is_checked_id(&self, window: &Window, cue: Option<Cue>) -> bool {
        let digits = window.digits();
        let [first, .., last] = window.groups else { return false };
        if !window.is_written() || window.joint() != Joint::Tight {
            return false;
        }
        let blanks = self.text[first.start..last.end].bytes().all(|byte| byte.is_ascii_digit() || byte == b' ');
        (window.sizes_are(&[3, 2, 4]) && checksum::social_security(digits))
            || (blanks
                && cue != Some(Cue::Phone)
                && ((window.sizes_are(&[3, 3, 4])
                    && !digits[3..].starts_with(b"555")
                    && checksum::nhs(digits))
                    || (window.sizes_are(&[3, 3, 3]) && checksum::tax_file(digits))))
            || ((window.sizes_are(&[4, 5, 1]) || window.sizes_are(&[4, 5, 1, 1]))
                && checksum::medicare(digits))
    }

    fn phone(&self, from: usize, windows: &[Window], cue: Option<Cue>) -> Option<usize> {
        if from == 0 && self.run.plus.is_some() {
            return international(windows);
        }
        let longest_first = || windows.iter().rev().filter(|window| window.is_written());
        let written = longest_first().find(|window| is_shaped(window, cue));
        // What was begun in words goes on in words: no part of it is a number by itself.
        let written = written.filter(|window| {
            window.digits().len() >= 10 || !self.run.groups.iter().any(|group| group.spoken)
        });
        written
            .map(|window| window.groups.len())
            .or_else(|| self.one_by_one(from))
            .or_else(|| {
                // What stands close together is preferred to what a comma joins to it.
                let announced = |joint| {
                    longest_first().find(|window| is_plausible(window) && window.joint() <= joint)
                };
                let is_announced = cue == Some(Cue::Phone);
                let found = is_announced
                    .then(|| announced(Joint::Tight).or_else(|| announced(Joint::Comma)))??;
                Some(found.groups.len())
            })
    }

    /// How many groups from `from` on are dictated in ones and twos.
    fn one_by_one(&self, from: usize) -> Option<usize> {
        let groups = &self.run.groups[from..];
        let small = |group: &Group| !group.spoken && group.size() <= 2;
        let count = groups
            .iter()
            .enumerate()
            .take_while(|(place, one)| small(one) && (*place == 0 || one.joint <= Joint::Thousands))
            .count();
        let window = Window::new(self.run, from, from + count.checked_sub(1)?);
        let is_list = window.joint() != Joint::Tight && self.is_rising(&groups[..count]);
        (count >= 4 && window.digits().len() >= SPOKEN && !is_list).then_some(count)
    }

    /// Whether every group is more than the one before, as in "8, 12, 16 or 20".
    fn is_rising(&self, groups: &[Group]) -> bool {
        groups.is_sorted_by(|one, next| {
            let digits = |group: &Group| &self.run.digits[group.from..group.to];
            (one.size(), digits(one)) < (next.size(), digits(next))
        })
    }

    /// Spoken digits that nothing else claimed are a telephone number when there are enough.
    fn read_spoken(&mut self, from: usize, to: usize) {
        if from >= to {
            return;
        }
        let window = Window::new(self.run, from, to - 1);
        if !window.is_written() && window.digits().len() >= SPOKEN {
            self.claim(from, to - 1, PersonalKind::Phone);
        }
    }

    fn claim(&mut self, from: usize, to: usize, kind: PersonalKind) {
        let plus = self.run.plus.filter(|_| from == 0);
        let mut start = plus.unwrap_or(self.run.groups[from].start);
        let mut end = self.run.groups[to].end;
        if kind == PersonalKind::Phone
            && let Some(extension) = EXTENSION.find(&self.text[end..])
        {
            end += extension.end();
        }
        let inside = &self.text.as_bytes()[start..end];
        let opened = inside.iter().filter(|byte| **byte == b'(').count();
        let closed = inside.iter().filter(|byte| **byte == b')').count();
        if closed > opened && self.text[..start].ends_with('(') {
            start -= 1;
        } else if opened > closed && self.text[end..].starts_with(')') {
            end += 1;
        }
        self.found.push(Found::new(start..end, kind));
    }
}

fn with_digits<'a, 'b>(windows: &'b [Window<'a>], digits: usize) -> Option<&'b Window<'a>> {
    windows.iter().find(|window| window.digits().len() == digits)
}

fn is_date(parts: [(usize, u32); 3]) -> bool {
    let is_year = |(size, value): (usize, u32)| size == 4 && (1900..=2100).contains(&value);
    let is_day = |(size, value): (usize, u32)| size <= 2 && (1..=31).contains(&value);
    let is_day_and_month = |one: (usize, u32), two: (usize, u32)| {
        is_day(one) && is_day(two) && one.1.min(two.1) <= 12
    };
    let [first, second, third] = parts;
    (is_year(first) && is_day_and_month(second, third))
        || (is_day_and_month(first, second) && (is_year(third) || third.0 == 2))
}

fn is_card(window: &Window, cue: Option<Cue>) -> bool {
    let digits = window.digits();
    if window.joint() == Joint::Slash {
        return false;
    }
    let announced = cue == Some(Cue::Card);
    let issued = match digits[0] {
        b'3'..=b'6' => true,
        b'2' | b'8' | b'9' => digits.len() >= 16,
        _ => false,
    };
    let grouped = window.groups.len() == 1
        || window.groups.iter().all(|group| group.size() <= 4)
        || CARD_GROUPS.iter().any(|sizes| window.sizes_are(sizes));
    (checksum::luhn(digits) && issued && (grouped || announced))
        || (announced && digits.len() == 16)
}

/// Whether the words before a number say that a state gave it.
fn is_announced_id(window: &Window, cue: Option<Cue>) -> bool {
    let length = window.digits().len();
    window.joint() != Joint::Slash
        && match cue {
            Some(Cue::SocialSecurity) => length == 9,
            Some(Cue::Health) => length == 10,
            Some(Cue::TaxFile) => matches!(length, 8 | 9),
            Some(Cue::Medicare) => matches!(length, 10 | 11),
            _ => false,
        }
}

/// A day of birth in digits alone, said or written: 03 12 84, 03 12 1984.
fn birth(windows: &[Window], cue: Option<Cue>) -> Option<usize> {
    let window = windows.last().filter(|_| cue == Some(Cue::Birth))?;
    (window.groups.last()?.to == window.run.digits.len() && matches!(window.digits().len(), 6..=8))
        .then_some(window.groups.len())
}

/// The end of a number with a plus: where it exists, else the farthest.
fn international(windows: &[Window]) -> Option<usize> {
    let fitting = || {
        windows.iter().rev().filter(|window| {
            (8..=15).contains(&window.digits().len()) && window.joint() <= Joint::Slash
        })
    };
    fitting()
        .find(|window| exists_abroad(window.digits()))
        .or_else(|| fitting().next())
        .map(|window| window.groups.len())
}
