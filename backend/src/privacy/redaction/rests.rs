//! What is left of a number whose middle is a placeholder already.

use std::{ops::Range, sync::LazyLock};

use regex::Regex;

use super::{
    detection::{Detection, PersonalKind},
    pattern::compile,
};

/// A placeholder of this program or of another that had the text before.
pub(super) static ANY_PLACEHOLDER: LazyLock<Regex> =
    LazyLock::new(|| compile(r"(?-u)\[[A-Z_]{3,20}\]"));
/// Groups of digits at the beginning of what follows a placeholder.
static DIGITS_AFTER: LazyLock<Regex> =
    LazyLock::new(|| compile(r"(?-u)\A[ ,.-]{1,3}([0-9]{3,6}(?:[ ,.-]{1,3}[0-9]{1,6}){0,3})\b"));
/// Groups of digits at the end of what is before a placeholder.
static DIGITS_BEFORE: LazyLock<Regex> =
    LazyLock::new(|| compile(r"(?-u)\b((?:[0-9]{1,6}[ ,.-]{1,3}){0,3}[0-9]{3,6})[ ,.-]{1,3}\z"));
/// Bytes before and after a placeholder that are looked at: as many as four groups may have.
const BESIDE: usize = 40;

/// Finds what is left of a number whose middle is replaced, here or before it came here: digits on
/// both sides of a placeholder, or between two.
pub(super) fn rests_of_numbers(text: &str, replaced: &[Range<usize>]) -> Vec<Detection> {
    let mut rests = Vec::new();
    let mut following = replaced.iter().skip(1);
    for mark in replaced {
        let next = following.next();
        let after = digits_after(text, mark.end, next.map_or(text.len(), |next| next.start));
        let before = digits_before(text, mark.start);
        let is_between = |digits: &Range<usize>| {
            next.is_some_and(|next| digits_before(text, next.start).as_ref() == Some(digits))
        };
        match (before, after) {
            (Some(before), Some(after)) => rests.extend([before, after]),
            (_, Some(after)) if is_between(&after) => rests.push(after),
            _ => {}
        }
    }
    rests.retain(|rest| !replaced.iter().any(|taken| overlap(taken, rest)));
    rests.into_iter().map(|rest| Detection::new(rest, PersonalKind::Phone)).collect()
}

fn overlap(one: &Range<usize>, other: &Range<usize>) -> bool {
    one.start < other.end && other.start < one.end
}

fn digits_after(text: &str, start: usize, end: usize) -> Option<Range<usize>> {
    let end = text.floor_char_boundary(end.min(start.saturating_add(BESIDE)));
    let digits = DIGITS_AFTER.captures(text.get(start..end)?)?.get(1)?;
    // The next letter may continue the digits where the part was cut.
    let whole = start.saturating_add(digits.start())..start.saturating_add(digits.end());
    let goes_on = text[whole.end..].starts_with(|next: char| next.is_alphanumeric());
    (!goes_on).then_some(whole)
}

fn digits_before(text: &str, end: usize) -> Option<Range<usize>> {
    let start = text.ceil_char_boundary(end.saturating_sub(BESIDE));
    let digits = DIGITS_BEFORE.captures(text.get(start..end)?)?.get(1)?;
    let whole = start.saturating_add(digits.start())..start.saturating_add(digits.end());
    let goes_on = text[..whole.start].ends_with(|last: char| last.is_alphanumeric());
    (!goes_on).then_some(whole)
}
