//! Tables of a font file, and the values of them that a PDF repeats.

/// The tables of a font file, or of one font of a collection.
#[derive(Debug, Clone, Copy)]
pub(super) struct Sfnt<'a> {
    data: &'a [u8],
    directory: usize,
}

impl<'a> Sfnt<'a> {
    /// Opens a font file, or the first font of a collection; `None` for any other file.
    pub(super) fn new(data: &'a [u8]) -> Option<Self> {
        let directory = match data.get(..4)? {
            b"ttcf" => usize::try_from(u32_at(data, 12)?).ok()?,
            b"OTTO" | b"true" | [0, 1, 0, 0] => 0,
            _ => return None,
        };
        Some(Self { data, directory })
    }

    /// Returns the bytes of a table.
    pub(super) fn table(&self, tag: [u8; 4]) -> Option<&'a [u8]> {
        let count = usize::from(u16_at(self.data, self.directory + 4)?);
        let records = (0..count).map(|n| self.directory + 12 + 16 * n);
        let record = records.into_iter().find(|at| self.data.get(*at..at + 4) == Some(&tag[..]))?;
        let offset = usize::try_from(u32_at(self.data, record + 8)?).ok()?;
        let length = usize::try_from(u32_at(self.data, record + 12)?).ok()?;
        self.data.get(offset..offset.checked_add(length)?)
    }

    /// Whether the font's licence bits forbid embedding.
    pub(super) fn forbids_embedding(&self) -> bool {
        let kind = self.table(*b"OS/2").and_then(|table| u16_at(table, 8)).unwrap_or_default();
        kind & 0xf == 2
    }

    /// Returns the units per em.
    pub(super) fn units_per_em(&self) -> Option<u16> {
        u16_at(self.table(*b"head")?, 18).filter(|units| *units >= 16)
    }

    /// Returns left, bottom, right and top of all glyphs, in units.
    pub(super) fn bounds(&self) -> Option<[i16; 4]> {
        let head = self.table(*b"head")?;
        Some([i16_at(head, 36)?, i16_at(head, 38)?, i16_at(head, 40)?, i16_at(head, 42)?])
    }

    /// Returns ascent and descent, in units.
    pub(super) fn ascent_and_descent(&self) -> Option<(i16, i16)> {
        let hhea = self.table(*b"hhea")?;
        Some((i16_at(hhea, 4)?, i16_at(hhea, 6)?))
    }
}

fn u16_at(data: &[u8], at: usize) -> Option<u16> {
    Some(u16::from_be_bytes(data.get(at..at.checked_add(2)?)?.try_into().ok()?))
}

fn i16_at(data: &[u8], at: usize) -> Option<i16> {
    u16_at(data, at).map(u16::cast_signed)
}

fn u32_at(data: &[u8], at: usize) -> Option<u32> {
    Some(u32::from_be_bytes(data.get(at..at.checked_add(4)?)?.try_into().ok()?))
}
