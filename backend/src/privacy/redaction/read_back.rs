//! Values that are read back: what one side gave, said again by the other for confirmation.

use std::collections::VecDeque;

use super::{
    detection::{Detection, PersonalKind},
    reader::for_each_run_of,
};

/// Values of a conversation that are remembered.
const MOST: usize = 32;
/// Fewest digits of a value that is recognised by them.
const MIN_DIGITS: usize = 4;
/// Fewest digits where they may be a year or a price.
const MIN_COMMON_DIGITS: usize = 6;
/// Bytes of a value that is recognised by its words.
const WORDS: std::ops::RangeInclusive<usize> = 7..=120;

/// The digits, and the words in small letters, of values that were found in a conversation.
#[derive(Debug, Default)]
pub(super) struct ReadBack {
    digits: VecDeque<(Vec<u8>, PersonalKind)>,
    words: VecDeque<(String, PersonalKind)>,
}

impl ReadBack {
    /// Adds the values of `text` that were found before in the conversation.
    pub(super) fn find(&self, text: &str, found: &mut Vec<Detection>) {
        if !self.digits.is_empty() {
            for_each_run_of(text, MIN_DIGITS, |run| {
                let known = self.digits.iter().find(|(digits, _)| *digits == run.digits);
                if let (Some((_, kind)), [first, ..], Some(last)) =
                    (known, run.groups.as_slice(), run.groups.last())
                {
                    found.push(Detection::new(first.start..last.end, *kind));
                }
            });
        }
        if self.words.iter().any(|(words, _)| words.len() <= text.len()) {
            let lower = text.to_ascii_lowercase();
            for (words, kind) in &self.words {
                let places = lower.match_indices(words.as_str());
                found
                    .extend(places.map(|(at, same)| {
                        Detection::new(at..at.saturating_add(same.len()), *kind)
                    }));
            }
        }
    }

    /// Remembers what was found in `text`.
    pub(super) fn learn(&mut self, text: &str, found: &[Detection]) {
        for one in found {
            let Some(min_digits) = min_digits(one.kind) else { continue };
            let value = &text[one.start..one.end];
            for_each_run_of(value, min_digits, |run| {
                if self.digits.iter().all(|(digits, _)| *digits != run.digits) {
                    self.digits.truncate(MOST - 1);
                    self.digits.push_front((run.digits.clone(), one.kind));
                }
            });
            let is_known = |(words, _): &(String, PersonalKind)| words.eq_ignore_ascii_case(value);
            if WORDS.contains(&value.len()) && !self.words.iter().any(is_known) {
                self.words.truncate(MOST - 1);
                self.words.push_front((value.to_ascii_lowercase(), one.kind));
            }
        }
    }
}

/// Fewest digits by which a value of a kind is recognised again; `None` for one that is not, since it is found
/// wherever it stands.
const fn min_digits(kind: PersonalKind) -> Option<usize> {
    match kind {
        PersonalKind::BankAccount
        | PersonalKind::Card
        | PersonalKind::NationalId
        | PersonalKind::Account
        | PersonalKind::Plate => Some(MIN_DIGITS),
        PersonalKind::DateOfBirth | PersonalKind::Document | PersonalKind::Phone => {
            Some(MIN_COMMON_DIGITS)
        }
        _ => None,
    }
}
