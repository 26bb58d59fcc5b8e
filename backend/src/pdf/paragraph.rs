//! Paragraph layout: line breaks and the visual order of the parts of a line.

use std::rc::Rc;

use unicode_bidi::{Level, ParagraphBidiInfo};
use unicode_linebreak::linebreaks;

use super::{
    shaper::{Shaper, Style, Word},
    visible::visible,
};
use crate::Error;

/// Longest text shaped as one word, in bytes; longer text is split into characters.
const MAX_WORD_BYTES: usize = 200;

/// Width of lines, in thousandths of the font size.
#[derive(Debug, Clone, Copy)]
pub(crate) struct Measure {
    /// Width already used of the first line.
    pub(crate) taken: i32,
    /// The width of a line.
    pub(crate) width: i32,
}

/// A part of a line at its position, in thousandths of the font size.
pub(super) struct Piece {
    pub(super) word: Rc<Word>,
    pub(super) x: i32,
}

/// A line, with its parts in reading order.
pub(crate) struct Line {
    pub(super) pieces: Vec<Piece>,
    /// Its width in thousandths of the font size.
    pub(crate) width: i32,
    /// Whether its paragraph is written from right to left.
    pub(crate) right_to_left: bool,
}

/// A part of the line being filled.
struct Part {
    word: Rc<Word>,
    level: Level,
    blank: bool,
}

/// Fills lines with words and emits each when it is full, so that no text is stored twice.
pub(crate) struct Lines<'s, 'f, F> {
    shaper: &'s mut Shaper<'f>,
    style: Style,
    measure: Measure,
    parts: Vec<Part>,
    filled: i32,
    right_to_left: bool,
    emit: F,
}

/// Whether a text is written from right to left, by its first letter.
pub(crate) fn is_right_to_left(text: &str) -> bool {
    unicode_bidi::get_base_direction(text) == unicode_bidi::Direction::Rtl
}

impl<'s, 'f, F: FnMut(Line) -> Result<(), Error>> Lines<'s, 'f, F> {
    pub(crate) fn new(shaper: &'s mut Shaper<'f>, style: Style, measure: Measure, emit: F) -> Self {
        Self { shaper, style, measure, parts: Vec::new(), filled: 0, right_to_left: false, emit }
    }

    /// Breaks a text into lines.
    pub(crate) fn fill(mut self, text: &str) -> Result<(), Error> {
        let text = visible(text, self.shaper.fonts);
        // Hebrew is the first right-to-left script in Unicode.
        let simple = text.chars().all(|character| character < '\u{590}');
        let mut levels = Vec::new();
        if !simple {
            let bidi = ParagraphBidiInfo::new(&text, None);
            self.right_to_left = bidi.paragraph_level.is_rtl();
            levels = bidi.levels;
        }
        let mut begin = 0;
        for (end, _) in linebreaks(&text) {
            self.segment(&text, begin..end, &levels)?;
            begin = end;
        }
        self.emit_line()
    }

    /// Adds an unbreakable segment and the spaces after it.
    fn segment(
        &mut self,
        text: &str,
        range: std::ops::Range<usize>,
        levels: &[Level],
    ) -> Result<(), Error> {
        let word_end = range.start + text[range.clone()].trim_end_matches(' ').len();
        let mut parts = Vec::new();
        for part in split_by_level(range.start..word_end, levels) {
            let level = level(levels, part.start);
            if level.is_rtl() {
                // PDF viewers keep the order of parts, but may not keep that of punctuation inside one.
                for part in text[part].split_inclusive(is_punctuation).flat_map(split_punctuation) {
                    self.shape(part, level, &mut parts)?;
                }
            } else {
                self.shape(&text[part], level, &mut parts)?;
            }
        }
        let width = parts.iter().fold(0, |sum: i32, part| sum.saturating_add(part.word.width));
        let cut = width > self.measure.width;
        if !cut && self.begun() && self.room() < width {
            self.emit_line()?;
        }
        for part in parts {
            if cut && self.begun() && self.room() < part.word.width {
                self.emit_line()?;
            }
            self.put(part);
        }
        for at in word_end..range.end {
            let level = level(levels, at);
            let word = self.shaper.word(" ", self.style, false)?;
            self.put(Part { word, level, blank: true });
        }
        Ok(())
    }

    fn begun(&self) -> bool {
        self.filled > 0 || self.measure.taken > 0
    }

    fn room(&self) -> i32 {
        self.measure.width.saturating_sub(self.measure.taken).saturating_sub(self.filled)
    }

    fn put(&mut self, part: Part) {
        self.filled = self.filled.saturating_add(part.word.width);
        self.parts.push(part);
    }

    /// Shapes text of one level: as one word, or split into characters if it is wider than a line.
    fn shape(&mut self, text: &str, level: Level, parts: &mut Vec<Part>) -> Result<(), Error> {
        let rtl = level.is_rtl();
        if text.len() <= MAX_WORD_BYTES {
            let word = self.shaper.word(text, self.style, rtl)?;
            if word.width <= self.measure.width {
                parts.push(Part { word, level, blank: false });
                return Ok(());
            }
        }
        for piece in super::visible::with_its_marks(text) {
            let word = self.shaper.word(piece, self.style, rtl)?;
            parts.push(Part { word, level, blank: false });
        }
        Ok(())
    }

    fn emit_line(&mut self) -> Result<(), Error> {
        let count = self.parts.iter().rposition(|part| !part.blank).map_or(0, |last| last + 1);
        self.parts.truncate(count);
        let line = line(std::mem::take(&mut self.parts), self.right_to_left);
        self.filled = 0;
        self.measure.taken = 0;
        (self.emit)(line)
    }
}

/// Positions the parts of a line from left to right in visual order.
fn line(parts: Vec<Part>, right_to_left: bool) -> Line {
    let mut places = vec![0; parts.len()];
    let mut width = 0;
    let mut place = |n: usize| {
        places[n] = width;
        width += parts[n].word.width;
    };
    if parts.iter().all(|part| part.level.number() == 0) {
        (0..parts.len()).for_each(&mut place);
    } else {
        let levels: Vec<Level> = parts.iter().map(|part| part.level).collect();
        ParagraphBidiInfo::reorder_visual(&levels).into_iter().for_each(&mut place);
    }
    let pieces = parts.into_iter().zip(places).map(|(part, x)| Piece { word: part.word, x });
    Line { pieces: pieces.collect(), width, right_to_left }
}

fn is_punctuation(character: char) -> bool {
    matches!(character, '!' | ',' | '.' | '/' | ':' | ';' | '?' | '+' | '-' | '،')
}

/// Splits off the punctuation at the end of a text.
fn split_punctuation(text: &str) -> impl Iterator<Item = &str> {
    let (before, punctuation) = text.split_at(text.trim_end_matches(is_punctuation).len());
    [before, punctuation].into_iter().filter(|part| !part.is_empty())
}

fn level(levels: &[Level], at: usize) -> Level {
    levels.get(at).copied().unwrap_or_else(Level::ltr)
}

/// Splits a range into parts of one level each.
fn split_by_level(range: std::ops::Range<usize>, levels: &[Level]) -> Vec<std::ops::Range<usize>> {
    let Some(levels) = levels.get(range.clone()) else { return vec![range] };
    let mut begin = range.start;
    let mut parts = Vec::new();
    for same in levels.chunk_by(|one, next| one == next) {
        parts.push(begin..begin + same.len());
        begin += same.len();
    }
    parts
}
