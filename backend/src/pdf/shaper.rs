//! Shaping of words: the font of each character and the glyphs of each word.

use std::{collections::HashMap, rc::Rc};

use harfrust::{Buffer, BufferFlags, ClusterLevel, Direction, ShapeOptions, ShaperFont, shape};

use super::{
    coverage::FaceIndex,
    fonts::{BOLD, PdfFonts, REGULAR},
    glyphs::UsedGlyphs,
    visible::{is_invisible, is_mark},
};
use crate::Error;

/// Most cached words of a style, which bounds memory for any document; a talk has fewer.
const MAX_CACHED_WORDS: usize = 4_000;
/// Longest cached word in bytes. Longer ones are ids and links, which seldom occur twice.
const MAX_CACHED_BYTES: usize = 24;

/// Style of text.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash)]
pub(crate) enum Style {
    /// Body text.
    Plain,
    /// Labels and headings.
    Bold,
}

/// A positioned glyph; lengths are thousandths of an em.
#[derive(Debug, Clone, Copy)]
pub(super) struct Glyph {
    pub(super) face: FaceIndex,
    pub(super) code: u16,
    /// The width by which a viewer advances.
    pub(super) width: i32,
    /// The width by which to advance.
    pub(super) advance: i32,
    pub(super) dx: i32,
    pub(super) dy: i32,
}

/// Glyphs of a word from left to right, and their width.
#[derive(Debug, Default)]
pub(super) struct Word {
    pub(super) glyphs: Vec<Glyph>,
    pub(super) width: i32,
}

#[derive(PartialEq, Eq, Hash, Clone, Copy)]
struct WordStyle {
    style: Style,
    rtl: bool,
}

/// Shapes and caches the words of one document.
pub(crate) struct Shaper<'f> {
    pub(super) fonts: &'f PdfFonts,
    pub(super) faces: Vec<ShaperFont<'f, 'f>>,
    pub(super) used: Vec<UsedGlyphs>,
    pub(super) buffer: Buffer,
    words: HashMap<WordStyle, HashMap<Box<str>, Rc<Word>>>,
    /// Start of the text of each glyph, and the position of the glyph in the buffer, in the order of
    /// the shaped text.
    pub(super) run: Vec<(usize, usize)>,
}

impl<'f> Shaper<'f> {
    /// Creates a shaper with an empty cache.
    pub(crate) fn new(fonts: &'f PdfFonts) -> Self {
        let used = fonts.faces().iter().map(|face| UsedGlyphs::new(face.outlines)).collect();
        Self::resume(fonts, used)
    }

    /// Continues a document whose glyphs have codes already.
    pub(crate) fn resume(fonts: &'f PdfFonts, used: Vec<UsedGlyphs>) -> Self {
        let faces: Vec<_> = fonts.faces().iter().map(|face| ShaperFont::new(&face.font)).collect();
        let mut buffer = Buffer::new();
        buffer.set_cluster_level(ClusterLevel::MonotoneCharacters);
        buffer.set_flags(BufferFlags::REMOVE_DEFAULT_IGNORABLES);
        Self { fonts, faces, used, buffer, words: HashMap::new(), run: Vec::new() }
    }

    /// Gives up the cache and returns the codes of all glyphs, with which the document continues.
    pub(crate) fn pause(self) -> Vec<UsedGlyphs> {
        self.used
    }

    /// Returns the glyphs of a word of one direction whose characters the fonts cover.
    pub(super) fn word(&mut self, text: &str, style: Style, rtl: bool) -> Result<Rc<Word>, Error> {
        let word_style = WordStyle { style, rtl };
        if text.len() > MAX_CACHED_BYTES {
            return Ok(Rc::new(self.shape(text, word_style)?));
        }
        let known = self.words.entry(word_style).or_default();
        if let Some(word) = known.get(text) {
            return Ok(Rc::clone(word));
        }
        if known.len() >= MAX_CACHED_WORDS {
            known.clear();
        }
        let word = Rc::new(self.shape(text, word_style)?);
        self.words.entry(word_style).or_default().insert(text.into(), Rc::clone(&word));
        Ok(word)
    }

    fn shape(&mut self, text: &str, word_style: WordStyle) -> Result<Word, Error> {
        let mut runs = self.runs(text, word_style.style);
        if word_style.rtl {
            runs.reverse();
        }
        let mut word = Word::default();
        for (face, part) in runs {
            self.shape_run(face, part, word_style.rtl, &mut word)?;
        }
        word.width = word.glyphs.iter().map(|glyph| glyph.advance).sum();
        Ok(word)
    }

    /// Splits a word into parts of one face each. Combining marks and invisible characters stay with the
    /// character before them, so that they join it.
    fn runs<'t>(&self, text: &'t str, style: Style) -> Vec<(FaceIndex, &'t str)> {
        let mut runs: Vec<(FaceIndex, &str)> = Vec::new();
        let mut begin = 0;
        let mut current = None;
        for (at, character) in text.char_indices() {
            let face = self.face(character, style, current);
            if let Some(before) = current.filter(|before| *before != face) {
                runs.push((before, &text[begin..at]));
                begin = at;
            }
            current = Some(face);
        }
        runs.extend(current.map(|face| (face, &text[begin..])));
        runs
    }

    fn face(&self, character: char, style: Style, before: Option<FaceIndex>) -> FaceIndex {
        let has = |face: FaceIndex| {
            let faces = self.fonts.faces();
            faces[usize::from(face)].font.charmap().map_unicode(character).is_some()
        };
        match before {
            Some(before) if is_invisible(character) => return before,
            Some(before) if is_mark(character) && has(before) => return before,
            _ => {}
        }
        if style == Style::Bold && has(BOLD) {
            return BOLD;
        }
        self.fonts.face_of(character).unwrap_or(REGULAR)
    }

    fn shape_run(
        &mut self,
        face: FaceIndex,
        text: &str,
        rtl: bool,
        word: &mut Word,
    ) -> Result<(), Error> {
        let direction = if rtl { Direction::RightToLeft } else { Direction::LeftToRight };
        let place = usize::from(face);
        self.buffer.clear();
        self.buffer.push_str(text);
        self.buffer.set_direction(direction);
        self.buffer.guess_segment_properties();
        let plan = self.fonts.faces()[place].plan(self.buffer.script(), direction);
        let options = ShapeOptions::new().plan(Some(&plan));
        shape(&self.faces[place], &mut self.buffer, options).map_err(Error::internal)?;
        let infos = self.buffer.glyph_infos();
        self.run.clear();
        self.run.extend(infos.iter().enumerate().map(|(n, info)| (info.cluster as usize, n)));
        if rtl {
            self.run.reverse();
        }
        // Clusters are now in the order of the text.
        let first = word.glyphs.len();
        let mut at = 0;
        while at < self.run.len() {
            let cluster = self.run[at].0;
            let count = self.run[at..].iter().take_while(|glyph| glyph.0 == cluster).count();
            let end = self.run.get(at + count).map_or(text.len(), |glyph| glyph.0);
            self.push_cluster(face, &text[cluster..end], at..at + count, rtl, word);
            at += count;
        }
        if rtl {
            word.glyphs[first..].reverse();
        }
        Ok(())
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    /// Returns the text of each glyph from left to right, and whether it is the font's nominal glyph.
    fn glyph_texts(text: &str, rtl: bool) -> Vec<(String, bool)> {
        let fonts = PdfFonts::embedded().unwrap();
        let mut shaper = Shaper::new(&fonts);
        let word = shaper.word(text, Style::Plain, rtl).unwrap();
        let of = |glyph: &Glyph| {
            let used = &shaper.used[usize::from(glyph.face)];
            let used = used.iter().nth(usize::from(glyph.code) - 1).unwrap();
            let charmap = fonts.faces()[usize::from(glyph.face)].font.charmap();
            let nominal = used.text.chars().next().and_then(|c| charmap.map_unicode(c));
            (used.text.to_string(), nominal.is_some_and(|gid| gid.to_u32() == u32::from(used.gid)))
        };
        word.glyphs.iter().map(of).collect()
    }

    #[test]
    fn right_to_left_letters_are_drawn_in_visual_order() {
        let whole: Vec<_> = ["ם", "ו", "ל", "ש"].map(|letter| (letter.to_owned(), true)).into();
        assert_eq!(glyph_texts("שלום", true), whole);
        let latin: Vec<_> = ["a", "W", "é"].map(|letter| (letter.to_owned(), true)).into();
        assert_eq!(glyph_texts("aWé", false), latin);
    }

    #[test]
    fn a_right_to_left_ligature_stands_for_its_letters_one_by_one() {
        let texts: Vec<String> =
            glyph_texts("سلام", true).into_iter().map(|glyph| glyph.0).collect();
        assert_eq!(texts, ["م", "ا", "ل", "س"]);
    }

    #[test]
    fn marks_are_kept_with_their_letters() {
        let texts: String =
            glyph_texts("e\u{301}q\u{323}", false).into_iter().map(|g| g.0).collect();
        assert_eq!(texts, "e\u{301}q\u{323}");
    }
}
