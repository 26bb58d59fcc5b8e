//! The text detectors look at: the original without disguises, and the way back to it.

use std::{borrow::Cow, ops::Range};

use super::fold::fold;

/// A folded copy of a text. Every folded character stems from exactly one of the original.
pub(super) struct Shadow<'a> {
    original: &'a str,
    folded: Cow<'a, str>,
    /// Where the distance between the two offsets changes: (folded, original), ascending.
    turns: Vec<(usize, usize)>,
}

impl<'a> Shadow<'a> {
    /// Folds `original`.
    pub(super) fn of(original: &'a str) -> Self {
        if original.bytes().all(|byte| matches!(byte, b'\n' | b' '..=b'~')) {
            return Self { original, folded: Cow::Borrowed(original), turns: Vec::new() };
        }
        let mut folded = String::with_capacity(original.len());
        let mut turns: Vec<(usize, usize)> = Vec::new();
        let mut distance = 0;
        for (at, ch) in original.char_indices() {
            let Some(plain) = fold(ch) else { continue };
            // Folding can lengthen a character by a byte, so the distance is kept wrapping.
            let now = at.wrapping_sub(folded.len());
            if now != distance {
                turns.push((folded.len(), at));
                distance = now;
            }
            folded.push(plain);
        }
        Self { original, folded: Cow::Owned(folded), turns }
    }

    /// The folded text.
    pub(super) fn text(&self) -> &str {
        &self.folded
    }

    /// The part of the original that a non-empty part of the folded text stems from.
    pub(super) fn original(&self, range: Range<usize>) -> Range<usize> {
        let start = self.original_start(range.start);
        let last = self.folded[range.clone()].char_indices().next_back().map_or(0, |(at, _)| at);
        let last = self.original_start(range.start + last);
        let width = self.original[last..].chars().next().map_or(0, char::len_utf8);
        start..last + width
    }

    fn original_start(&self, folded: usize) -> usize {
        let after = self.turns.partition_point(|(at, _)| *at <= folded);
        match after.checked_sub(1).map(|index| self.turns[index]) {
            Some((at, original)) => original + (folded - at),
            None => folded,
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn offsets_lead_back_to_whole_characters() {
        let text = "a\u{200b}４１é\0٥ b";
        let shadow = Shadow::of(text);
        assert_eq!(shadow.text(), "a41e5 b");
        assert_eq!(&text[shadow.original(1..3)], "４１");
        assert_eq!(&text[shadow.original(0..1)], "a");
        assert_eq!(&text[shadow.original(3..5)], "é\0٥");
        assert_eq!(&text[shadow.original(6..7)], "b");
    }

    #[test]
    fn plain_text_is_not_copied() {
        assert!(matches!(Shadow::of("415\n555").folded, Cow::Borrowed(_)));
    }
}
