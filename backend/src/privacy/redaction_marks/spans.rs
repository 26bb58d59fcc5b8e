//! Parts of a text that placeholders replace.

use std::ops::Range;

/// A text with marks applied.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(crate) struct Changed {
    pub(crate) text: String,
    /// Places that the marks changed.
    pub(crate) places: usize,
}

/// A part of a text that a placeholder replaces.
pub(super) struct Span {
    pub(super) range: Range<usize>,
    pub(super) placeholder: &'static str,
    /// Whether a mark says so, and not the rules.
    pub(super) is_marked: bool,
}

/// Whether two ranges share a part of the text.
pub(super) const fn overlap(one: &Range<usize>, other: &Range<usize>) -> bool {
    one.start < other.end && other.start < one.end
}

/// Adds missed words, together with what they overlap.
pub(super) fn add(spans: &mut Vec<Span>, mut range: Range<usize>, placeholder: &'static str) {
    if spans.iter().any(|span| span.range.start <= range.start && range.end <= span.range.end) {
        return;
    }
    spans.retain(|span| {
        let joins = overlap(&span.range, &range);
        if joins {
            range = span.range.start.min(range.start)..span.range.end.max(range.end);
        }
        !joins
    });
    spans.push(Span { range, placeholder, is_marked: true });
}

/// A text with placeholders in place of spans, which are in order.
pub(super) fn replaced(text: &str, spans: &[Span]) -> Changed {
    let (mut out, mut done) = (String::with_capacity(text.len()), 0);
    for span in spans {
        out.push_str(&text[done..span.range.start]);
        out.push_str(span.placeholder);
        done = span.range.end;
    }
    out.push_str(&text[done..]);
    Changed { text: out, places: spans.iter().filter(|span| span.is_marked).count() }
}
