//! The folded text that detectors search, with offsets into the original.

use std::{borrow::Cow, ops::Range};

use super::fold::fold;

/// A folded copy of a text; every folded character comes from exactly one original character.
pub(super) struct FoldedText<'a> {
    original: &'a str,
    folded: Cow<'a, str>,
    /// Offsets (folded, original) from which their difference changes, ascending.
    shifts: Vec<(usize, usize)>,
}

impl<'a> FoldedText<'a> {
    /// Folds `original`.
    pub(super) fn new(original: &'a str) -> Self {
        if original.bytes().all(|byte| matches!(byte, b'\n' | b' '..=b'~')) {
            return Self { original, folded: Cow::Borrowed(original), shifts: Vec::new() };
        }
        let mut folded = String::with_capacity(original.len());
        let mut shifts: Vec<(usize, usize)> = Vec::new();
        let mut current = 0;
        for (at, ch) in original.char_indices() {
            let Some(plain) = fold(ch) else { continue };
            // Folding can lengthen a character by a byte, so the difference wraps.
            let difference = at.wrapping_sub(folded.len());
            if difference != current {
                shifts.push((folded.len(), at));
                current = difference;
            }
            folded.push(plain);
        }
        Self { original, folded: Cow::Owned(folded), shifts }
    }

    /// The folded text.
    pub(super) fn text(&self) -> &str {
        &self.folded
    }

    /// The original text.
    pub(super) const fn whole(&self) -> &'a str {
        self.original
    }

    /// Returns the part of the original for a non-empty part of the folded text.
    pub(super) fn original(&self, range: Range<usize>) -> Range<usize> {
        let start = self.original_start(range.start);
        let last = self.folded[range.clone()].char_indices().next_back().map_or(0, |(at, _)| at);
        let last = self.original_start(range.start.saturating_add(last));
        let width = self.original[last..].chars().next().map_or(0, char::len_utf8);
        start..last.saturating_add(width)
    }

    fn original_start(&self, folded: usize) -> usize {
        let after = self.shifts.partition_point(|(at, _)| *at <= folded);
        match after.checked_sub(1).map(|index| self.shifts[index]) {
            Some((at, original)) => original.saturating_add(folded.saturating_sub(at)),
            None => folded,
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn offsets_map_to_whole_original_characters() {
        let text = "a\u{200b}４１é\0٥ b";
        let folded = FoldedText::new(text);
        assert_eq!(folded.text(), "a41e5 b");
        assert_eq!(&text[folded.original(1..3)], "４１");
        assert_eq!(&text[folded.original(0..1)], "a");
        assert_eq!(&text[folded.original(3..5)], "é\0٥");
        assert_eq!(&text[folded.original(6..7)], "b");
    }

    #[test]
    fn plain_text_is_not_copied() {
        assert!(matches!(FoldedText::new("415\n555").folded, Cow::Borrowed(_)));
    }
}
