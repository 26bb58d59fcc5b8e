//! The marks of a call, and what they change in its texts.

use std::{collections::HashSet, ops::Range};

use earshot_domain::{MarkKind, RedactionLabel, for_each_text_of};
use serde_json::Value;

use super::{
    Changed, Words, aligned,
    spans::{Span, add, overlap, replaced},
};
use crate::{
    Error,
    privacy::{
        encryption::{Sealed, TenantKey},
        redaction::Redacted,
    },
    store::MarkRow,
};

/// One mark.
#[derive(Debug, Clone)]
pub(crate) struct Mark {
    pub(crate) kind: MarkKind,
    pub(crate) label: RedactionLabel,
    /// Index of the line: a wrong redaction is one of its line alone.
    pub(crate) line: Option<u32>,
    pub(crate) words: Words,
}

/// The marks of a call, oldest first. The words of a missed redaction are hidden in every text of the call,
/// those of a wrong one stay in their line; the later mark of the same words decides.
#[derive(Debug, Clone, Default)]
pub(crate) struct Marks(Vec<Mark>);

impl Marks {
    /// The marks of a call, as they are stored.
    pub(crate) fn open(key: &TenantKey, rows: &[MarkRow]) -> Result<Self, Error> {
        let mark = |row: &MarkRow| {
            let words = key.open_text(Sealed::MarkedWords, row.id, &row.words_encrypted)?;
            Ok(Mark {
                kind: row.kind,
                label: row.label,
                line: row.turn.and_then(|turn| u32::try_from(turn).ok()),
                words: Words::new(&words)?,
            })
        };
        rows.iter().map(mark).collect::<Result<_, Error>>().map(Self)
    }

    /// The same words, all of them hidden everywhere: so are two texts of the same words the same, whichever
    /// marks were applied to them.
    pub(crate) fn all_hidden(&self) -> Self {
        let missed = |mark: &Mark| Mark { kind: MarkKind::Missed, ..mark.clone() };
        Self(self.0.iter().map(missed).collect())
    }

    /// The lines with wrong redactions.
    pub(crate) fn lines_to_restore(&self) -> HashSet<u32> {
        let wrong = self.0.iter().filter(|mark| mark.kind == MarkKind::Wrong);
        wrong.filter_map(|mark| mark.line).collect()
    }

    /// These marks, oldest first.
    pub(crate) const fn new(marks: Vec<Mark>) -> Self {
        Self(marks)
    }

    /// Whether there is none.
    pub(crate) const fn is_empty(&self) -> bool {
        self.0.is_empty()
    }

    /// Hides missed words in a text that is redacted already; `line` is its index, if it is a line.
    pub(crate) fn hide(&self, line: Option<u32>, text: &str) -> Changed {
        if self.is_empty() {
            return Changed { text: text.to_owned(), places: 0 };
        }
        replaced(text, &self.spans(line, text, Vec::new()))
    }

    /// Hides missed words in a source's JSON.
    pub(crate) fn hide_json(&self, value: &mut Value) {
        if !self.is_empty() {
            for_each_text_of(value, &mut |text| *text = self.hide(None, text).text);
        }
    }

    /// What is personal in a text: what the engine found, as marks change it, by its placeholders.
    pub(crate) fn found(
        &self,
        line: Option<u32>,
        text: &str,
        redacted: &Redacted,
    ) -> Vec<(Range<usize>, &'static str)> {
        let found = redacted.found.iter();
        let found = found.map(|one| (one.range.clone(), one.kind.placeholder())).collect();
        let spans = self.spans(line, text, found).into_iter();
        spans.map(|span| (span.range, span.placeholder)).collect()
    }

    /// A text as the engine redacted it, with missed words hidden and those of wrong redactions kept.
    pub(crate) fn redacted(&self, line: Option<u32>, text: &str, redacted: Redacted) -> String {
        if self.is_empty() {
            return redacted.text;
        }
        let found = redacted.found.into_iter();
        let found = found.map(|one| (one.range, one.kind.placeholder())).collect();
        replaced(text, &self.spans(line, text, found)).text.replace('\0', "\u{fffd}")
    }

    /// A redacted line with the words of its wrong redactions, from the line before redaction.
    pub(crate) fn restore(&self, line: u32, redacted: &str, raw: &str) -> Changed {
        let wrong: Vec<&Mark> = self.in_force(line).collect();
        let mut changed = Changed { text: redacted.to_owned(), places: 0 };
        if wrong.is_empty() {
            return changed;
        }
        let placeholders = RedactionLabel::placeholders(redacted);
        // From the end, so that the places before stay.
        for ((range, label), words) in placeholders.into_iter().zip(aligned(redacted, raw)).rev() {
            let Some(words) = words.and_then(|range| raw.get(range)) else { continue };
            if wrong.iter().any(|mark| mark.label == label && mark.words.is(words)) {
                changed.text.replace_range(range, words);
                changed.places = changed.places.saturating_add(1);
            }
        }
        changed
    }

    /// The wrong redactions of a line that no later mark contradicts.
    fn in_force(&self, line: u32) -> impl Iterator<Item = &Mark> {
        self.0.iter().enumerate().filter_map(move |(at, mark)| {
            let later = self.0.get(at..).unwrap_or_default();
            let hidden_again = later
                .iter()
                .any(|other| other.kind == MarkKind::Missed && other.words.same_as(&mark.words));
            let is_wrong = mark.kind == MarkKind::Wrong && mark.line == Some(line);
            (is_wrong && !hidden_again).then_some(mark)
        })
    }

    fn spans(
        &self,
        line: Option<u32>,
        text: &str,
        found: Vec<(Range<usize>, &'static str)>,
    ) -> Vec<Span> {
        let kept: Vec<Range<usize>> =
            RedactionLabel::placeholders(text).into_iter().map(|(range, _)| range).collect();
        let engine = |(range, placeholder)| Span { range, placeholder, is_marked: false };
        let mut spans: Vec<Span> = found.into_iter().map(engine).collect();
        for mark in &self.0 {
            let placeholder = mark.label.placeholder();
            match mark.kind {
                MarkKind::Missed => {
                    for range in mark.words.find(text) {
                        if !kept.iter().any(|other| overlap(other, &range)) {
                            add(&mut spans, range, placeholder);
                        }
                    }
                }
                MarkKind::Wrong if mark.line.is_some() && mark.line == line => {
                    let is_it = |span: &Span| {
                        span.placeholder == placeholder && mark.words.is(&text[span.range.clone()])
                    };
                    spans.retain(|span| !is_it(span));
                }
                MarkKind::Wrong => {}
            }
        }
        spans.sort_unstable_by_key(|span| span.range.start);
        spans
    }
}

#[cfg(test)]
mod tests {
    use earshot_domain::{
        MarkKind::{Missed, Wrong},
        RedactionLabel::{Address, Person, Phone},
    };

    use super::*;
    use crate::privacy::redaction::{PersonalKind, redact};

    fn marks<const N: usize>(marks: [(MarkKind, RedactionLabel, u32, &str); N]) -> Marks {
        let mark = |(kind, label, line, words)| Mark {
            kind,
            label,
            line: Some(line),
            words: Words::new(words).unwrap(),
        };
        Marks::new(marks.map(mark).into())
    }

    #[test]
    fn missed_words_are_hidden_in_every_text() {
        let marks = marks([(Missed, Person, 0, "Ann Lee"), (Missed, Person, 0, "Ann")]);
        let hidden = marks.hide(Some(3), "Ann lee: ann [PHONE], Annan");
        assert_eq!((hidden.text.as_str(), hidden.places), ("[PERSON]: [PERSON] [PHONE], Annan", 2));
        assert_eq!(marks.hide(None, &hidden.text).places, 0, "again");
        let label = self::marks([(Missed, Phone, 0, "person")]);
        assert_eq!(label.hide(None, "a [PERSON] person").text, "a [PERSON] [PHONE]");
    }

    #[test]
    fn words_around_what_the_engine_found_become_one() {
        let marks = marks([(Missed, Address, 0, "flat 3, 020 7946 0018")]);
        let text = "at Flat 3, 020 7946 0018 now";
        assert_eq!(marks.redacted(None, text, redact(text)), "at [ADDRESS] now");
    }

    #[test]
    fn wrong_redactions_stay_out_of_their_line_alone() {
        let marks = marks([(Wrong, Phone, 1, "020 7946 0018")]);
        let text = "ring 020 7946 0018";
        assert_eq!(marks.redacted(Some(1), text, redact(text)), text);
        for line in [None, Some(2)] {
            assert_eq!(marks.redacted(line, text, redact(text)), "ring [PHONE]");
        }
        let restored = marks.restore(1, "ring [PHONE]", text);
        assert_eq!((restored.text.as_str(), restored.places), (text, 1));
        assert_eq!(marks.restore(2, "ring [PHONE]", text).places, 0);
        assert_eq!(marks.restore(1, "ring [PERSON]", text).places, 0, "another label");
    }

    #[test]
    fn the_later_mark_of_the_same_words_decides() {
        let back = marks([(Missed, Person, 1, "Rose"), (Wrong, Person, 1, "rose")]);
        assert_eq!(back.hide(Some(1), "a rose").text, "a rose");
        assert_eq!(back.hide(Some(2), "a rose").text, "a [PERSON]");
        let hidden = marks([(Wrong, Person, 1, "rose"), (Missed, Person, 1, "Rose")]);
        assert_eq!(hidden.hide(Some(1), "a rose").text, "a [PERSON]");
        assert_eq!(hidden.restore(1, "a [PERSON]", "a rose").places, 0);
    }

    #[test]
    fn every_placeholder_of_the_engine_has_a_label() {
        for kind in PersonalKind::ALL {
            assert_eq!(RedactionLabel::placeholders(kind.placeholder()).len(), 1, "{kind:?}");
        }
    }
}
