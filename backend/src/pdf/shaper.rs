//! Words as glyphs: which font each character comes from, and how its letters join.

use std::{collections::HashMap, rc::Rc};

use harfrust::{Buffer, BufferFlags, ClusterLevel, Direction, ShapeOptions, ShaperFont, shape};

use super::{
    coverage::FaceIndex,
    fonts::{BOLD, PdfFonts, REGULAR},
    glyphs::UsedGlyphs,
    visible::{is_invisible, is_mark},
};
use crate::Error;

/// Words remembered at most, so that memory stays flat however long a document is.
const REMEMBERED: usize = 20_000;

/// How text looks.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash)]
pub(crate) enum Style {
    /// As it is said.
    Plain,
    /// Labels and headings.
    Bold,
}

/// A glyph in its place; lengths are thousandths of an em.
#[derive(Debug, Clone, Copy)]
pub(super) struct Glyph {
    pub(super) face: FaceIndex,
    pub(super) code: u16,
    /// The width a viewer moves on by.
    pub(super) width: i32,
    /// The width to move on by.
    pub(super) advance: i32,
    pub(super) dx: i32,
    pub(super) dy: i32,
}

/// Glyphs from left to right that stay together, and their width.
#[derive(Debug, Default)]
pub(super) struct Word {
    pub(super) glyphs: Vec<Glyph>,
    pub(super) width: i32,
}

#[derive(PartialEq, Eq, Hash, Clone, Copy)]
struct Manner {
    style: Style,
    rtl: bool,
}

/// Shapes the words of one document and remembers them.
pub(crate) struct Shaper<'f> {
    pub(super) fonts: &'f PdfFonts,
    pub(super) faces: Vec<ShaperFont<'f, 'f>>,
    pub(super) used: Vec<UsedGlyphs>,
    pub(super) buffer: Buffer,
    words: HashMap<Manner, HashMap<Box<str>, Rc<Word>>>,
    /// Where the text of each glyph begins and the glyph's place in the buffer, in the order of
    /// the text that is being shaped.
    pub(super) run: Vec<(usize, usize)>,
}

impl<'f> Shaper<'f> {
    /// A shaper that has not seen a word.
    pub(crate) fn new(fonts: &'f PdfFonts) -> Self {
        let faces: Vec<_> = fonts.faces().iter().map(|face| ShaperFont::new(&face.font)).collect();
        let used = fonts.faces().iter().map(|face| UsedGlyphs::new(face.outlines)).collect();
        let mut buffer = Buffer::new();
        buffer.set_cluster_level(ClusterLevel::MonotoneCharacters);
        buffer.set_flags(BufferFlags::REMOVE_DEFAULT_IGNORABLES);
        Self { fonts, faces, used, buffer, words: HashMap::new(), run: Vec::new() }
    }

    /// The glyphs of a word whose characters the fonts have, all of one direction.
    pub(super) fn word(&mut self, text: &str, style: Style, rtl: bool) -> Result<Rc<Word>, Error> {
        let manner = Manner { style, rtl };
        let known = self.words.entry(manner).or_default();
        if let Some(word) = known.get(text) {
            return Ok(Rc::clone(word));
        }
        if known.len() >= REMEMBERED {
            known.clear();
        }
        let word = Rc::new(self.shape(text, manner)?);
        self.words.entry(manner).or_default().insert(text.into(), Rc::clone(&word));
        Ok(word)
    }

    fn shape(&mut self, text: &str, manner: Manner) -> Result<Word, Error> {
        let mut runs = self.runs(text, manner.style);
        if manner.rtl {
            runs.reverse();
        }
        let mut word = Word::default();
        for (face, part) in runs {
            self.shape_run(face, part, manner.rtl, &mut word)?;
        }
        word.width = word.glyphs.iter().map(|glyph| glyph.advance).sum();
        Ok(word)
    }

    /// The word in parts of one face each. Marks and what cannot be seen stay with the character
    /// before them, so that they join it.
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
            self.take_cluster(face, &text[cluster..end], at..at + count, rtl, word);
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

    /// The text of each glyph from left to right, and whether the font draws it with that glyph.
    fn seen(text: &str, rtl: bool) -> Vec<(String, bool)> {
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
    fn letters_from_right_to_left_are_drawn_in_that_order() {
        let whole: Vec<_> = ["ם", "ו", "ל", "ש"].map(|letter| (letter.to_owned(), true)).into();
        assert_eq!(seen("שלום", true), whole);
        let latin: Vec<_> = ["a", "W", "é"].map(|letter| (letter.to_owned(), true)).into();
        assert_eq!(seen("aWé", false), latin);
    }

    #[test]
    fn a_ligature_from_right_to_left_stands_for_its_letters_one_by_one() {
        let texts: Vec<String> = seen("سلام", true).into_iter().map(|glyph| glyph.0).collect();
        assert_eq!(texts, ["م", "ا", "ل", "س"]);
    }

    #[test]
    fn marks_are_kept_with_their_letters() {
        let texts: String = seen("e\u{301}q\u{323}", false).into_iter().map(|g| g.0).collect();
        assert_eq!(texts, "e\u{301}q\u{323}");
    }
}
