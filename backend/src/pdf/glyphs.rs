//! Glyphs of one font that a document uses, each with its text.

use std::collections::HashMap;

use super::face::Outlines;

/// A code of a font in a document.
pub(super) struct UsedGlyph {
    /// Index of the glyph in the full font.
    pub(super) gid: u16,
    /// Its width in thousandths of an em.
    pub(super) width: i32,
    /// Its text: usually one character, several for a ligature, none for a part of a cluster.
    pub(super) text: Box<str>,
}

/// The codes of one font. A glyph has several codes if it stands for several texts, so that copying
/// and searching yield the original text.
pub(crate) struct UsedGlyphs {
    /// Whether one glyph may have several codes, which CFF outlines do not permit.
    several: bool,
    codes: HashMap<(u16, Box<str>), u16>,
    glyphs: Vec<UsedGlyph>,
}

impl UsedGlyphs {
    pub(super) fn new(outlines: Outlines) -> Self {
        let several = outlines == Outlines::TrueType;
        Self { several, codes: HashMap::new(), glyphs: Vec::new() }
    }

    /// Returns the code of a glyph that stands for `text`; code 0 is the font's missing glyph. When all
    /// codes are used, glyphs share theirs.
    pub(super) fn code(&mut self, gid: u16, text: &str, width: i32) -> u16 {
        let key = (gid, Box::from(text));
        if let Some(code) = self.codes.get(&key) {
            return *code;
        }
        let existing = if self.several { None } else { self.any_code(gid) };
        let next = u16::try_from(self.glyphs.len() + 1).ok();
        let Some(code) = next.filter(|_| existing.is_none()) else {
            return existing.or_else(|| self.any_code(gid)).unwrap_or_default();
        };
        self.glyphs.push(UsedGlyph { gid, width, text: key.1.clone() });
        self.codes.insert(key, code);
        code
    }

    fn any_code(&self, gid: u16) -> Option<u16> {
        let place = self.glyphs.iter().position(|glyph| glyph.gid == gid)?;
        u16::try_from(place + 1).ok()
    }

    /// Returns every glyph in the order of the codes, which begin at 1.
    pub(super) fn iter(&self) -> impl Iterator<Item = &UsedGlyph> {
        self.glyphs.iter()
    }

    /// Whether no glyph is used.
    pub(super) fn is_empty(&self) -> bool {
        self.glyphs.is_empty()
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_glyph_has_a_code_for_each_text() {
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
