//! Entry point of redaction: runs the detectors over a text and replaces what they find.

use std::{ops::Range, sync::LazyLock};

use regex::Regex;

use super::{
    address, date_of_birth,
    detection::{Detection, PersonalKind, merge},
    email, expected,
    folded_text::FoldedText,
    identifier, numbers,
    pattern::compile,
};

/// Passes over the rest of a text after detections; one suffices for ordinary text.
const MAX_PASSES: usize = 6;

static PLACEHOLDER: LazyLock<Regex> = LazyLock::new(|| {
    let placeholders = PersonalKind::ALL.map(|kind| regex::escape(kind.placeholder()));
    compile(&placeholders.join("|"))
});

/// Digits on both sides of a placeholder, or between two.
static REST_OF_NUMBER: LazyLock<Regex> = LazyLock::new(|| {
    compile(concat!(
        r"(?-u)\b([0-9]{3,6})[ ,.-]{1,3}\[[A-Z_]{3,20}\][ ,.-]{1,3}([0-9]{3,6})\b",
        r"|\[[A-Z_]{3,20}\][ ,.-]{1,3}([0-9]{3,6})[ ,.-]{1,3}\[[A-Z_]{3,20}\]",
    ))
});

/// Version of the rules. Raise it with every change that finds more: texts that were stored by earlier
/// rules are then redacted again in the background.
pub const REDACTION_VERSION: i64 = 1;

/// A text without its personal details.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Redacted {
    /// The text, with a placeholder for every detail.
    pub text: String,
    /// Kinds of the replaced details, in the order of the text.
    pub found: Vec<PersonalKind>,
}

/// Replaces the personal details of `text` by placeholders, and NUL by U+FFFD.
///
/// The running time is linear in the length of any text, and the output contains no details itself.
pub fn redact(text: &str) -> Redacted {
    redact_except(text, |_, _| false)
}

/// Replaces the personal details of `text` as [`redact`] does, but for those that `is_kept` accepts, by
/// their kind and their text.
pub fn redact_except(text: &str, is_kept: impl Fn(PersonalKind, &str) -> bool) -> Redacted {
    let folded = FoldedText::new(text);
    let mut found = find_all(folded.text());
    found.retain(|one| !is_kept(one.kind, &folded.text()[one.start..one.end]));
    replaced(&folded, &found)
}

/// Replaces detections of a folded text in its original.
pub(super) fn replaced(folded: &FoldedText, found: &[Detection]) -> Redacted {
    let text = folded.whole();
    let mut out = String::with_capacity(text.len());
    let mut done = 0;
    for one in found {
        let original = folded.original(one.start..one.end);
        push_without_nul(&mut out, &text[done..original.start]);
        out.push_str(one.kind.placeholder());
        done = original.end;
    }
    push_without_nul(&mut out, &text[done..]);
    Redacted { text: out, found: found.iter().map(|one| one.kind).collect() }
}

fn push_without_nul(out: &mut String, text: &str) {
    let mut parts = text.split('\0');
    out.extend(parts.next());
    for part in parts {
        out.push(char::REPLACEMENT_CHARACTER);
        out.push_str(part);
    }
}

/// Finds the details of a folded text, in order and without overlaps.
///
/// Parts of the text on either side of a placeholder are independent. The rest between the
/// detections is searched again in the same way until nothing is found, so redaction is idempotent.
pub(super) fn find_all(text: &str) -> Vec<Detection> {
    let mut found = beside_placeholders(text);
    let mut taken: Vec<Range<usize>> =
        PLACEHOLDER.find_iter(text).map(|mark| mark.range()).collect();
    if !found.is_empty() {
        taken.extend(found.iter().map(|one| one.start..one.end));
        taken.sort_unstable_by_key(|range| range.start);
    }
    let mut left = gaps(0..text.len(), taken.into_iter());
    for _ in 0..MAX_PASSES {
        let mut next = Vec::new();
        for gap in left {
            let here = find_once(&text[gap.clone()], gap.start);
            if !here.is_empty() {
                next.extend(gaps(gap, here.iter().map(|one| one.start..one.end)));
                found.extend(here);
            }
        }
        left = next;
    }
    // Only crafted text still has details. Hiding the rest completely keeps redaction idempotent.
    for gap in left {
        if let Some(first) = find_once(&text[gap.clone()], gap.start).first() {
            found.push(Detection::new(gap, first.kind));
        }
    }
    merge(found)
}

/// Finds what is left of a number whose middle was replaced before it came here.
fn beside_placeholders(text: &str) -> Vec<Detection> {
    if !text.contains('[') {
        return Vec::new();
    }
    let rests = REST_OF_NUMBER.captures_iter(text).flat_map(|rest| {
        [rest.get(1), rest.get(2), rest.get(3)].into_iter().flatten().collect::<Vec<_>>()
    });
    rests.map(|rest| Detection::new(rest.range(), PersonalKind::Phone)).collect()
}

/// Runs every detector once over the part of the text that begins at `offset`.
pub(super) fn find_once(text: &str, offset: usize) -> Vec<Detection> {
    let mut found = Vec::new();
    email::find(text, &mut found);
    date_of_birth::find(text, &mut found);
    address::find(text, &mut found);
    identifier::find(text, &mut found);
    expected::find(text, &mut found);
    numbers::find(text, &mut found);
    merge(found).into_iter().map(|one| one.shifted(offset)).collect()
}

/// Returns the non-empty parts of `whole` between the ascending ranges `taken`.
fn gaps(whole: Range<usize>, taken: impl Iterator<Item = Range<usize>>) -> Vec<Range<usize>> {
    let mut gaps = Vec::new();
    let mut start = whole.start;
    for one in taken {
        gaps.push(start..one.start);
        start = one.end;
    }
    gaps.push(start..whole.end);
    gaps.retain(|gap| !gap.is_empty());
    gaps
}
