//! The one entry point: finds every personal detail of a text and replaces it.

use std::{ops::Range, sync::LazyLock};

use regex::Regex;

use super::{
    address, date_of_birth,
    detection::{Found, PersonalKind, merged},
    email,
    folded_text::Shadow,
    numbers,
    pattern::compile,
};

/// How often the rest of a text is read again after a find. Ordinary text settles after one.
const ROUNDS: usize = 6;

static MARK: LazyLock<Regex> = LazyLock::new(|| {
    let marks = PersonalKind::ALL.map(|kind| regex::escape(kind.as_mark()));
    compile(&marks.join("|"))
});

/// A text without its personal details.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Redacted {
    /// The text, with a mark in place of every detail.
    pub text: String,
    /// What was replaced, in the text's order.
    pub found: Vec<PersonalKind>,
}

/// Replaces the personal details of `text` by marks, and NUL by U+FFFD.
///
/// It takes time in proportion to the text, whatever the text, and finds nothing in its own output.
pub fn redact(text: &str) -> Redacted {
    let shadow = Shadow::of(text);
    let found = find_all(shadow.text());
    let mut out = String::with_capacity(text.len());
    let mut done = 0;
    for one in &found {
        let original = shadow.original(one.start..one.end);
        push_clean(&mut out, &text[done..original.start]);
        out.push_str(one.kind.as_mark());
        done = original.end;
    }
    push_clean(&mut out, &text[done..]);
    Redacted { text: out, found: found.into_iter().map(|one| one.kind).collect() }
}

fn push_clean(out: &mut String, text: &str) {
    let mut parts = text.split('\0');
    out.extend(parts.next());
    for part in parts {
        out.push(char::REPLACEMENT_CHARACTER);
        out.push_str(part);
    }
}

/// Finds the details of a folded text, in order and apart from each other.
///
/// A mark parts a text in two that do not know of each other. What is left between the finds is
/// read again just so, until it holds nothing: hence a second redaction finds nothing either.
fn find_all(text: &str) -> Vec<Found> {
    let mut found = Vec::new();
    let mut left = gaps(0..text.len(), MARK.find_iter(text).map(|mark| mark.range()));
    for _ in 0..ROUNDS {
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
    // Only a text made for it still yields finds. Hiding the whole rest keeps the promise.
    for gap in left {
        if let Some(first) = find_once(&text[gap.clone()], gap.start).first() {
            found.push(Found::new(gap, first.kind));
        }
    }
    merged(found)
}

/// One reading of a part of the text that begins at `offset`.
fn find_once(text: &str, offset: usize) -> Vec<Found> {
    let mut found = Vec::new();
    email::find(text, &mut found);
    date_of_birth::find(text, &mut found);
    address::find(text, &mut found);
    numbers::find(text, &mut found);
    merged(found).into_iter().map(|one| one.moved(offset)).collect()
}

/// The non-empty parts of `whole` between ascending `taken` ones.
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
