//! Embedding of a font: its used outlines, their widths and their text.

use pdf_writer::{
    Chunk, Finish, Name, Rect, Ref, Str,
    types::{CidFontType, FontFlags, SystemInfo, UnicodeCmap},
};
use subsetter::{GlyphRemapper, subset};

use super::{
    compressor::Compressor,
    face::{Face, Outlines},
    glyphs::UsedGlyphs,
    objects::Objects,
    sfnt::Sfnt,
};
use crate::Error;

const SYSTEM: SystemInfo<'static> =
    SystemInfo { registry: Str(b"Adobe"), ordering: Str(b"Identity"), supplement: 0 };

/// Writes a font and the objects it refers to.
pub(super) fn font(
    objects: &mut Objects,
    compressor: &mut Compressor,
    [font, descendant, descriptor, file, map, texts]: [Ref; 6],
    face: &Face,
    used: &UsedGlyphs,
) -> Result<Ref, Error> {
    // Six letters identify a subset; they may be equal in all documents, which are never merged.
    let name = format!("EARSHT+{}", face.name);
    let name = Name(name.as_bytes());
    objects.add(font, |chunk| {
        chunk
            .type0_font(font)
            .base_font(name)
            .encoding_predefined(Name(b"Identity-H"))
            .descendant_font(descendant)
            .to_unicode(texts);
    });

    let mut remapper = GlyphRemapper::new();
    let places: Vec<u16> = used.iter().map(|glyph| remapper.remap(glyph.gid)).collect();
    objects.add(descendant, |chunk| {
        let mut cid = chunk.cid_font(descendant);
        cid.base_font(name).system_info(SYSTEM).font_descriptor(descriptor).default_width(0.0);
        cid.widths().consecutive(1, used.iter().map(|glyph| thousandths(glyph.width)));
        match face.outlines {
            Outlines::TrueType => {
                cid.subtype(CidFontType::Type2).cid_to_gid_map_stream(map);
            }
            // The codes are the glyph indices themselves: each glyph has one.
            Outlines::Cff => {
                cid.subtype(CidFontType::Type0);
            }
        }
        cid.finish();
    });
    if face.outlines == Outlines::TrueType {
        let codes = [0].into_iter().chain(places);
        let bytes: Vec<u8> = codes.flat_map(u16::to_be_bytes).collect();
        compressor.stream(objects, map, &bytes, None)?;
    }
    outlines(objects, compressor, file, face, &remapper)?;
    objects.add(descriptor, |chunk| describe(chunk, descriptor, name, face, file));
    compressor.stream(objects, texts, &unicode(used), None)?;
    Ok(font)
}

fn outlines(
    objects: &mut Objects,
    compressor: &mut Compressor,
    file: Ref,
    face: &Face,
    remapper: &GlyphRemapper,
) -> Result<(), Error> {
    let small = subset(face.bytes(), 0, remapper).map_err(Error::internal)?;
    match face.outlines {
        Outlines::TrueType => compressor.stream(objects, file, &small, None),
        Outlines::Cff => {
            let table = Sfnt::new(&small).and_then(|sfnt| sfnt.table(*b"CFF "));
            let table = table.ok_or_else(|| Error::internal("a subset lost its outlines"))?;
            compressor.stream(objects, file, table, Some(Name(b"CIDFontType0C")))
        }
    }
}

fn describe(chunk: &mut Chunk, descriptor: Ref, name: Name<'_>, face: &Face, file: Ref) {
    let scale = |units: i16| thousandths(face.thousandths(units.into()));
    let sfnt = face.sfnt();
    let [left, bottom, right, top] =
        sfnt.and_then(|sfnt| sfnt.bounds()).unwrap_or([0, -250, 1000, 1000]).map(scale);
    let (ascent, descent) = sfnt.and_then(|sfnt| sfnt.ascent_and_descent()).unwrap_or((1000, -250));
    let mut descriptor = chunk.font_descriptor(descriptor);
    descriptor
        .name(name)
        .flags(FontFlags::SYMBOLIC)
        .bbox(Rect::new(left, bottom, right, top))
        .italic_angle(0.0)
        .ascent(scale(ascent))
        .descent(scale(descent))
        .cap_height(scale(ascent))
        .stem_v(80.0);
    match face.outlines {
        Outlines::TrueType => descriptor.font_file2(file),
        Outlines::Cff => descriptor.font_file3(file),
    };
}

/// Returns the mapping of codes to text, by which text can be selected, searched and copied.
fn unicode(used: &UsedGlyphs) -> Vec<u8> {
    let mut map = UnicodeCmap::new(Name(b"Earshot"), SYSTEM);
    for (code, glyph) in (1..=u16::MAX).zip(used.iter()).filter(|(_, glyph)| !glyph.text.is_empty())
    {
        map.pair_with_multiple(code, glyph.text.chars());
    }
    map.finish().into_vec()
}

fn thousandths(width: i32) -> f32 {
    super::canvas::points(width, 1000.0)
}
