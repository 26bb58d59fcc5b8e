//! The glyphs a document uses of one font, each with the text it stands for.

use std::collections::HashMap;

use super::face::Outlines;

/// One code of a font in a document.
pub(super) struct UsedGlyph {
    /// The glyph in the whole font.
    pub(super) gid: u16,
    /// Its width in thousandths of an em.
    pub(super) width: i32,
    /// What it stands for: one character mostly, several for a ligature, none for a part of one.
    pub(super) text: Box<str>,
}

/// The codes of one font. The same glyph has several when it stands for several texts, so that
/// copying and searching find what was written.
pub(super) struct UsedGlyphs {
    /// Whether the format lets two codes mean one glyph; of CFF outlines it does not.
    several: bool,
    codes: HashMap<(u16, Box<str>), u16>,
    glyphs: Vec<UsedGlyph>,
}

impl UsedGlyphs {
    pub(super) fn new(outlines: Outlines) -> Self {
        let several = outlines == Outlines::TrueType;
        Self { several, codes: HashMap::new(), glyphs: Vec::new() }
    }

    /// The code of a glyph that stands for `text`; code 0 is the font's own mark for a missing
    /// glyph. A document that would use up all codes lets glyphs share theirs.
    pub(super) fn code(&mut self, gid: u16, text: &str, width: i32) -> u16 {
        let key = (gid, Box::from(text));
        if let Some(code) = self.codes.get(&key) {
            return *code;
        }
        let taken = if self.several { None } else { self.any_code(gid) };
        let next = u16::try_from(self.glyphs.len() + 1).ok();
        let Some(code) = next.filter(|_| taken.is_none()) else {
            return taken.or_else(|| self.any_code(gid)).unwrap_or_default();
        };
        self.glyphs.push(UsedGlyph { gid, width, text: key.1.clone() });
        self.codes.insert(key, code);
        code
    }

    fn any_code(&self, gid: u16) -> Option<u16> {
        let place = self.glyphs.iter().position(|glyph| glyph.gid == gid)?;
        u16::try_from(place + 1).ok()
    }

    /// Every glyph in the order of the codes, which begin at 1.
    pub(super) fn iter(&self) -> impl Iterator<Item = &UsedGlyph> {
        self.glyphs.iter()
    }

    /// Whether the font is not used.
    pub(super) fn is_empty(&self) -> bool {
        self.glyphs.is_empty()
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn one_glyph_has_a_code_for_every_text_it_stands_for() {
        let mut used = UsedGlyphs::new(Outlines::TrueType);
        let codes =
            [(7, "é"), (7, "e\u{301}"), (7, "é"), (8, "é")].map(|(g, t)| used.code(g, t, 500));
        assert_eq!(codes, [1, 2, 1, 3]);
        let texts: Vec<&str> = used.iter().map(|glyph| &*glyph.text).collect();
        assert_eq!(texts, ["é", "e\u{301}", "é"]);
        let mut used = UsedGlyphs::new(Outlines::Cff);
        assert_eq!([(7, "一"), (7, "⼀")].map(|(gid, text)| used.code(gid, text, 1000)), [1, 1]);
    }
}
