//! Entry point of redaction: runs the detectors over a text and replaces what they find.

use std::{ops::Range, sync::LazyLock};

use earshot_names::Before;
use regex::Regex;

use super::{
    address, date_of_birth,
    detection::{Detection, PersonalKind, merge},
    email, expected,
    folded_text::FoldedText,
    identifier,
    names::{Names, Persons},
    numbers,
    pattern::compile,
    rests::{ANY_PLACEHOLDER, rests_of_numbers},
    traits::Traits,
    url, uuid,
};

/// Passes over the rest of a text after detections; one suffices for ordinary text.
const MAX_PASSES: usize = 6;

static PLACEHOLDER: LazyLock<Regex> = LazyLock::new(|| {
    let placeholders = PersonalKind::ALL.map(|kind| regex::escape(kind.placeholder()));
    compile(&placeholders.join("|"))
});

/// Version of the rules. Raise it with every change that finds more.
const RULES: i64 = 4;

/// Version of the rules and of the setting for names by which this process redacts. Texts that were stored
/// by a lower one are redacted again in the background.
pub fn redaction_version() -> i64 {
    let names = match Names::of_process() {
        Names::Off => 0,
        Names::Balanced => 1,
        Names::Careful => 2,
    };
    RULES.saturating_mul(10).saturating_add(names)
}

/// A text without its personal details.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Redacted {
    /// The text, with a placeholder for every detail.
    pub text: String,
    /// The replaced details, in the order of the text.
    pub found: Vec<Found>,
}

/// A replaced detail, by the bytes of the original text.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Found {
    /// What it is.
    pub kind: PersonalKind,
    /// Where it is.
    pub range: Range<usize>,
}

/// Replaces the personal details of `text` by placeholders, and NUL by U+FFFD.
///
/// The running time is linear in the length of any text, and the output contains no details itself.
pub fn redact(text: &str) -> Redacted {
    redact_except(text, |_, _| false)
}

/// Replaces the personal details of sentences, such as a summary: those that [`redact`] finds, and names of
/// persons as this process is set to, but for that of the call's agent.
pub fn redact_prose(text: &str, agent: Option<&str>) -> Redacted {
    redact_prose_except(text, agent, |_, _| false)
}

/// Replaces the personal details of sentences as [`redact_prose`] does, but for those that `is_kept`
/// accepts, by their kind and their text.
pub fn redact_prose_except(
    text: &str,
    agent: Option<&str>,
    is_kept: impl Fn(PersonalKind, &str) -> bool,
) -> Redacted {
    let folded = FoldedText::new(text);
    let found = find_all(folded.text(), Traits::of(folded.text()));
    let persons = Persons::of(Names::of_process(), agent);
    let (mut found, _) = persons.add(Before::NOTHING, folded.text(), found);
    found.retain(|one| !is_kept(one.kind, &folded.text()[one.start..one.end]));
    replaced(&folded, &found)
}

/// Replaces the personal details of `text` as [`redact`] does, but for those that `is_kept` accepts, by
/// their kind and their text.
pub fn redact_except(text: &str, is_kept: impl Fn(PersonalKind, &str) -> bool) -> Redacted {
    let folded = FoldedText::new(text);
    let mut found = merge(find_all(folded.text(), Traits::of(folded.text())));
    found.retain(|one| !is_kept(one.kind, &folded.text()[one.start..one.end]));
    replaced(&folded, &found)
}

/// Replaces detections of a folded text in its original.
pub(super) fn replaced(folded: &FoldedText, found: &[Detection]) -> Redacted {
    let text = folded.whole();
    let mut out = String::with_capacity(text.len());
    let mut done = 0;
    let mut ranges = Vec::with_capacity(found.len());
    for one in found {
        let original = folded.original(one.start..one.end);
        ranges.push(Found { kind: one.kind, range: original.clone() });
        push_without_nul(&mut out, &text[done..original.start]);
        out.push_str(one.kind.placeholder());
        done = original.end;
    }
    push_without_nul(&mut out, &text[done..]);
    Redacted { text: out, found: ranges }
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
/// Parts of the text on either side of a placeholder or a UUID are independent. The rest between the
/// detections is searched again in the same way until nothing is found, so redaction is idempotent.
pub(super) fn find_all(text: &str, traits: Traits) -> Vec<Detection> {
    if traits.has_nothing() {
        return Vec::new();
    }
    let uuids = if traits.has_digit() { uuid::ranges(text) } else { Vec::new() };
    let mut found = Vec::new();
    for pass in 0..MAX_PASSES {
        let rests = rests_of_numbers(text, &replaced_ranges(text, &found, &ANY_PLACEHOLDER));
        if pass > 0 && rests.is_empty() {
            break;
        }
        found.extend(rests);
        let mut taken = replaced_ranges(text, &found, &PLACEHOLDER);
        taken.extend(uuids.iter().cloned());
        taken.sort_unstable_by_key(|range| range.start);
        found.extend(find_between(text, gaps(0..text.len(), taken.into_iter()), traits));
        found = merge(found);
    }
    found
}

/// The placeholders of a text and what is to be replaced, in order.
fn replaced_ranges(text: &str, found: &[Detection], placeholder: &Regex) -> Vec<Range<usize>> {
    let mut ranges: Vec<_> = found.iter().map(|one| one.start..one.end).collect();
    if text.contains('[') {
        ranges.extend(placeholder.find_iter(text).map(|mark| mark.range()));
        ranges.sort_unstable_by_key(|range| range.start);
    }
    ranges
}

/// Finds the details of some parts of a text.
fn find_between(text: &str, mut left: Vec<Range<usize>>, traits: Traits) -> Vec<Detection> {
    let mut found = Vec::new();
    for _ in 0..MAX_PASSES {
        let mut next = Vec::new();
        for gap in left {
            let here = find_once(&text[gap.clone()], gap.start, traits);
            if !here.is_empty() {
                next.extend(gaps(gap, here.iter().map(|one| one.start..one.end)));
                found.extend(here);
            }
        }
        left = next;
    }
    // Only crafted text still has details. Hiding the rest completely keeps redaction idempotent.
    for gap in left {
        if let Some(first) = find_once(&text[gap.clone()], gap.start, traits).first() {
            found.push(Detection::new(gap, first.kind));
        }
    }
    found
}

/// Runs every detector once over the part of the text that begins at `offset`; those run that the traits of
/// the part, or of a whole with it, allow.
pub(super) fn find_once(text: &str, offset: usize, traits: Traits) -> Vec<Detection> {
    let mut found = Vec::new();
    if traits.has_email() {
        email::find(text, traits, &mut found);
    }
    if traits.has_path() {
        url::find(text, &mut found);
    }
    if traits.has_birth() {
        date_of_birth::find(text, &mut found);
    }
    address::find(text, traits, &mut found);
    identifier::find(text, traits, &mut found);
    if traits.has_topic() {
        expected::find(text, &mut found);
    }
    if traits.has_number() {
        numbers::find(text, &mut found);
    }
    if found.is_empty() {
        return found;
    }
    let found = merge(found);
    if offset == 0 { found } else { found.into_iter().map(|one| one.shifted(offset)).collect() }
}

/// Returns the non-empty parts of `whole` between the ascending ranges `taken`.
fn gaps(whole: Range<usize>, taken: impl Iterator<Item = Range<usize>>) -> Vec<Range<usize>> {
    let mut gaps = Vec::new();
    let mut start = whole.start;
    for one in taken {
        gaps.push(start..one.start);
        start = start.max(one.end);
    }
    gaps.push(start..whole.end);
    gaps.retain(|gap| !gap.is_empty());
    gaps
}
