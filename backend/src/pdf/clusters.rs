//! Mapping of the glyphs of a cluster to their text.

use std::ops::Range;

use harfrust::GlyphId;

use super::{
    coverage::FaceIndex,
    face::Outlines,
    shaper::{Glyph, Shaper, Word},
};

impl Shaper<'_> {
    /// Adds the glyphs of one cluster in text order; `places` are their positions in the run, which
    /// is in the same order. If there are as many glyphs as characters, each stands for one;
    /// otherwise the first glyph stands for all characters.
    pub(super) fn push_cluster(
        &mut self,
        face: FaceIndex,
        text: &str,
        places: Range<usize>,
        rtl: bool,
        word: &mut Word,
    ) {
        let characters = text.chars().count();
        let letter_by_letter = rtl && self.outlines(face) == Outlines::TrueType;
        if places.len() == 1 && characters > 1 && letter_by_letter {
            return self.push_ligature(face, text, places.start, word);
        }
        let one_each = places.len() == characters;
        let mut rest = text.chars();
        for (n, place) in places.enumerate() {
            let stands_for: String = if one_each {
                rest.next().into_iter().collect()
            } else if n == 0 {
                rest.by_ref().collect()
            } else {
                String::new()
            };
            word.glyphs.push(self.glyph(face, place, &stands_for));
        }
    }

    /// PDF viewers reverse right-to-left text glyph by glyph. A right-to-left ligature therefore stands
    /// for its last letter, at its left end, and blank glyphs over it stand for the others.
    fn push_ligature(&mut self, face: FaceIndex, text: &str, place: usize, word: &mut Word) {
        let mut ligature = self.glyph(face, place, "");
        let count = i32::try_from(text.chars().count()).unwrap_or(i32::MAX);
        let share = ligature.advance / count;
        let last = text.char_indices().next_back().map_or(0, |(at, _)| at);
        for character in text[..last].chars() {
            let mut bytes = [0; 4];
            let code = self.code(face, self.blank(face), character.encode_utf8(&mut bytes), share);
            word.glyphs.push(Glyph { code, width: share, advance: share, dx: 0, dy: 0, face });
        }
        let gid = self.gid(place);
        ligature.code = self.code(face, gid, &text[last..], share);
        ligature.width = share;
        ligature.advance -= share * (count - 1);
        word.glyphs.push(ligature);
    }

    fn gid(&self, place: usize) -> u16 {
        // Fonts have at most 65,535 glyphs, so a number always fits.
        u16::try_from(self.buffer.glyph_infos()[self.run[place].1].glyph_id).unwrap_or_default()
    }

    /// Returns the glyph at a position of the shaped run.
    fn glyph(&mut self, face: FaceIndex, place: usize, text: &str) -> Glyph {
        let gid = self.gid(place);
        let position = self.buffer.glyph_positions()[self.run[place].1];
        let scale = |units| self.fonts.faces()[usize::from(face)].thousandths(units);
        let (advance, dx, dy) =
            (scale(position.x_advance), scale(position.x_offset), scale(position.y_offset));
        let width = scale(self.faces[usize::from(face)].glyph_h_advance(GlyphId::new(gid.into())));
        let code = self.code(face, gid, text, width);
        Glyph { face, code, width, advance, dx, dy }
    }

    fn code(&mut self, face: FaceIndex, gid: u16, text: &str, width: i32) -> u16 {
        self.used[usize::from(face)].code(gid, text, width)
    }

    /// Returns an empty glyph of a face.
    fn blank(&self, face: FaceIndex) -> u16 {
        let blank = self.fonts.faces()[usize::from(face)].font.charmap().map_unicode(' ');
        blank.and_then(|gid| u16::try_from(gid.to_u32()).ok()).unwrap_or_default()
    }

    fn outlines(&self, face: FaceIndex) -> Outlines {
        self.fonts.faces()[usize::from(face)].outlines
    }
}
