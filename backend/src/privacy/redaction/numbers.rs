//! Detector of numbers: classifies runs of digits as cards, national ids, dates of birth or phones.

use std::{cell::LazyCell, sync::LazyLock};

use regex::Regex;

use super::{
    card::card,
    cue::{Cue, Cues},
    detection::{Detection, PersonalKind},
    digit_run::{DigitRun, Group, Separator, Window},
    national_id::national_id,
    pattern::compile,
    phone::{is_plausible, is_shaped, is_valid_international},
    reader::for_each_run,
};

/// Most digits of a number.
const MAX_DIGITS: usize = 19;
/// Fewest digits of a telephone number.
const MIN_PHONE_DIGITS: usize = 7;

static EXTENSION: LazyLock<Regex> =
    LazyLock::new(|| compile(r"(?i-u)\A[\s,]{0,3}(?:extension|extn?|x|#)[\s.:#]{0,3}\d{1,6}\b"));

/// Adds the numbers of `text` to `found`.
pub(super) fn find(text: &str, found: &mut Vec<Detection>) {
    // Most texts have no run of digits, so the cues are searched lazily.
    let cues = LazyCell::new(|| Cues::of(text));
    for_each_run(text, |run| {
        let mut reading = Reading { text, run, cues: &cues, found };
        reading.read();
    });
}

/// The digits of a number that was found in a text, written or spoken: of its first run of digits.
pub fn digits_of(number: &str) -> String {
    let mut digits = String::new();
    for_each_run(number, |run| {
        if digits.is_empty() {
            digits.extend(run.digits.iter().copied().map(char::from));
        }
    });
    digits
}

struct Reading<'a> {
    text: &'a str,
    run: &'a DigitRun,
    cues: &'a Cues,
    found: &'a mut Vec<Detection>,
}

impl Reading<'_> {
    fn read(&mut self) {
        let groups = self.run.groups.len();
        let mut first_left = 0;
        let mut at = 0_usize;
        while at < groups {
            if let Some(skip) = self.not_a_number(at) {
                self.read_spoken(first_left, at);
                at = at.saturating_add(skip);
                first_left = at;
            } else if let Some((to, kind)) = self.number_at(at) {
                self.read_spoken(first_left, at);
                self.claim(at, to, kind);
                at = to.saturating_add(1);
                first_left = at;
            } else {
                at = at.saturating_add(1);
            }
        }
        self.read_spoken(first_left, groups);
    }

    /// Returns how many groups at `at` form a calendar date or an IP address.
    fn not_a_number(&self, at: usize) -> Option<usize> {
        let part = |offset: usize| {
            let group =
                self.run.groups.get(at.saturating_add(offset)).filter(|group| !group.spoken)?;
            let value = self.text[group.start..group.end].parse::<u32>().ok()?;
            Some((group.size(), value))
        };
        let sign = |offset: usize| {
            let before = self.run.groups.get(at.saturating_add(offset).checked_sub(1)?)?;
            Some(&self.text[before.end..self.run.groups.get(at.saturating_add(offset))?.start])
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
        let is_address = signs[0] == "."
            && sign(3) == Some(".")
            && sign(4) != Some(".")
            && sign(0) != Some(".")
            && is_byte(part(3)?);
        (is_address && parts.into_iter().all(is_byte)).then_some(4)
    }

    /// Returns the last group and the kind of the number that starts with the group `from`.
    fn number_at(&self, from: usize) -> Option<(usize, PersonalKind)> {
        let cue = self.cues.before(self.run.groups[from].start);
        let windows = self.windows(from);
        card(&windows, cue)
            .map(|to| (to, PersonalKind::Card))
            .or_else(|| {
                national_id(self.text, &windows, cue).map(|to| (to, PersonalKind::NationalId))
            })
            .or_else(|| birth(&windows, cue).map(|to| (to, PersonalKind::DateOfBirth)))
            .or_else(|| self.phone(from, &windows, cue).map(|to| (to, PersonalKind::Phone)))
            .map(|(count, kind)| (from.saturating_add(count).saturating_sub(1), kind))
    }

    /// Returns the windows that start at `from` and are not too long, shortest first.
    fn windows(&self, from: usize) -> Vec<Window<'_>> {
        Window::growing(self.run, from)
            .take_while(|window| window.digits().len() <= MAX_DIGITS)
            .collect()
    }

    fn phone(&self, from: usize, windows: &[Window], cue: Option<Cue>) -> Option<usize> {
        if from == 0 && self.run.plus.is_some() {
            return international(windows);
        }
        // A partly spoken number continues in words, so a short written part of it is not a number.
        let min_digits = if self.run.spoken { 10 } else { MIN_PHONE_DIGITS };
        let longest_first = || {
            let fits = |window: &&Window| window.written && window.digits().len() >= min_digits;
            windows.iter().rev().filter(fits)
        };
        // Groups without a comma are preferred to groups joined by one.
        let announced = |separator| {
            longest_first().find(|window| {
                cue == Some(Cue::Phone) && is_plausible(window) && window.separator <= separator
            })
        };
        longest_first()
            .find(|window| is_shaped(window, cue))
            .map(|window| window.groups.len())
            .or_else(|| self.one_by_one(from))
            .or_else(|| {
                let found = announced(Separator::Tight).or_else(|| announced(Separator::Comma))?;
                Some(found.groups.len())
            })
    }

    /// Returns how many groups from `from` are dictated in single digits or pairs.
    fn one_by_one(&self, from: usize) -> Option<usize> {
        let groups = &self.run.groups[from..];
        let small = |group: &Group| !group.spoken && group.size() <= 2;
        let count = groups
            .iter()
            .enumerate()
            .take_while(|(place, one)| {
                small(one) && (*place == 0 || one.separator <= Separator::Thousands)
            })
            .count();
        let window = Window::new(self.run, from, from.saturating_add(count.checked_sub(1)?));
        let is_list = window.separator != Separator::Tight && window.is_rising();
        (count >= 4 && window.digits().len() >= MIN_PHONE_DIGITS && !is_list).then_some(count)
    }

    /// Classifies enough unclassified spoken digits as a telephone number.
    fn read_spoken(&mut self, from: usize, to: usize) {
        if from >= to {
            return;
        }
        let window = Window::new(self.run, from, to.saturating_sub(1));
        let is_list = window.is_rising() && window.groups.iter().all(|group| group.size() >= 2);
        if !window.written && window.digits().len() >= MIN_PHONE_DIGITS && !is_list {
            self.claim(from, to.saturating_sub(1), PersonalKind::Phone);
        }
    }

    /// Whether digits are said with three dots between them, as the address of a computer is.
    fn is_dotted(&self, from: usize, to: usize) -> bool {
        let text = &self.text[self.run.groups[from].start..self.run.groups[to].end];
        self.run.spoken && text.matches(" dot ").count() == 3
    }

    fn claim(&mut self, from: usize, to: usize, kind: PersonalKind) {
        let kind = if kind == PersonalKind::Phone && self.is_dotted(from, to) {
            PersonalKind::IpAddress
        } else {
            kind
        };
        let plus = self.run.plus.filter(|_| from == 0);
        let mut start = plus.unwrap_or(self.run.groups[from].start);
        let mut end = self.run.groups[to].end;
        if kind == PersonalKind::Phone
            && let Some(extension) = EXTENSION.find(&self.text[end..])
        {
            end = end.saturating_add(extension.end());
        }
        for (open, close) in [('(', ')'), ('[', ']')] {
            let inside = &self.text[start..end];
            let (opened, closed) = (inside.matches(open).count(), inside.matches(close).count());
            if closed > opened && self.text[..start].ends_with(open) {
                start = start.saturating_sub(1);
            } else if opened > closed && self.text[end..].starts_with(close) {
                end = end.saturating_add(1);
            }
        }
        self.found.push(Detection::new(start..end, kind));
    }
}

fn is_date(parts: [(usize, u32); 3]) -> bool {
    let is_year = |(size, value): (usize, u32)| size == 4 && (1900..=2100).contains(&value);
    let is_day = |(size, value): (usize, u32)| size <= 2 && (1..=31).contains(&value);
    let is_day_and_month =
        |one: (usize, u32), two: (usize, u32)| is_day(one) && is_day(two) && one.1.min(two.1) <= 12;
    let [first, second, third] = parts;
    (is_year(first) && is_day_and_month(second, third))
        || (is_day_and_month(first, second) && (is_year(third) || third.0 == 2))
}

/// Returns the groups of a date of birth in digits, spoken or written: 03 12 84, 03 12 1984.
fn birth(windows: &[Window], cue: Option<Cue>) -> Option<usize> {
    let window = windows.last().filter(|_| cue == Some(Cue::Birth))?;
    (window.groups.last()?.to == window.run.digits.len() && matches!(window.digits().len(), 6..=8))
        .then_some(window.groups.len())
}

/// Returns the groups of a number with a plus: the longest valid one, else the longest.
fn international(windows: &[Window]) -> Option<usize> {
    let fitting = || {
        windows.iter().rev().filter(|window| {
            (8..=15).contains(&window.digits().len()) && window.separator <= Separator::Slash
        })
    };
    fitting()
        .find(|window| is_valid_international(window.digits()))
        .or_else(|| fitting().next())
        .map(|window| window.groups.len())
}
