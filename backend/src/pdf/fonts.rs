//! Fonts of PDFs: embedded subsets of Noto, then those of the operator.

use std::{
    path::Path,
    sync::{Arc, OnceLock},
};

use super::{
    coverage::{Coverage, FaceIndex},
    face::{Face, FontData},
};
use crate::Error;

/// The face of plain text.
pub(super) const REGULAR: FaceIndex = 0;
/// The face of labels and headings; it covers little more than ASCII.
pub(super) const BOLD: FaceIndex = 1;

macro_rules! embedded {
    ($name:literal) => {
        ($name, include_bytes!(concat!("../../fonts/", $name, ".subset.ttf")) as &'static [u8])
    };
}

/// Embedded fonts; see `backend/fonts/README.md`.
const EMBEDDED: [(&str, &[u8]); 6] = [
    embedded!("NotoSans-Regular"),
    embedded!("NotoSans-Bold"),
    embedded!("NotoSansHebrew-Regular"),
    embedded!("NotoSansArabic-Regular"),
    embedded!("NotoSansMath-Regular"),
    embedded!("NotoSansSymbols2-Regular"),
];

/// Parsed fonts that PDFs can use; cheap to clone.
#[derive(Clone)]
pub struct PdfFonts(Arc<Loaded>);

struct Loaded {
    faces: Vec<Face>,
    coverage: Coverage,
}

impl PdfFonts {
    /// Returns the embedded fonts, parsed once.
    pub fn embedded() -> Result<Self, Error> {
        static FONTS: OnceLock<PdfFonts> = OnceLock::new();
        if let Some(fonts) = FONTS.get() {
            return Ok(fonts.clone());
        }
        let fonts = Self::load(Vec::new())?;
        Ok(FONTS.get_or_init(|| fonts).clone())
    }

    /// Loads the embedded fonts and those of the operator, which provide the characters that earlier
    /// fonts lack.
    pub fn with_files(files: &[impl AsRef<Path>]) -> Result<Self, Error> {
        let mut added = Vec::new();
        for file in files.iter().map(AsRef::as_ref) {
            let invalid = |why: &str| Error::field("pdf_font", format!("{} {why}", file.display()));
            let bytes = std::fs::read(file)
                .map_err(|error| invalid(&format!("cannot be read: {error}")))?;
            let name = format!("Added-{}", added.len() + 1);
            added.push(Face::new(name, FontData::File(Arc::new(bytes))).map_err(invalid)?);
        }
        Self::load(added)
    }

    fn load(added: Vec<Face>) -> Result<Self, Error> {
        let mut faces = Vec::with_capacity(EMBEDDED.len() + added.len());
        for (name, bytes) in EMBEDDED {
            faces.push(
                Face::new(name.to_owned(), FontData::Embedded(bytes)).map_err(Error::internal)?,
            );
        }
        faces.extend(added);
        let mut coverage = Coverage::new();
        for (index, face) in faces.iter().enumerate() {
            let index = FaceIndex::try_from(index)
                .map_err(|_| Error::field("pdf_font", "can be given at most 200 times"))?;
            if index != BOLD {
                coverage.add(index, face.font.charmap().unicodes().map(|(c, _)| c));
            }
        }
        Ok(Self(Arc::new(Loaded { faces, coverage })))
    }

    pub(super) fn faces(&self) -> &[Face] {
        &self.0.faces
    }

    /// Returns the first face that has a character.
    pub(super) fn face_of(&self, character: char) -> Option<FaceIndex> {
        self.0.coverage.face(character)
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_embedded_fonts_cover_the_documented_scripts() {
        let fonts = PdfFonts::embedded().unwrap();
        assert_eq!(fonts.faces().len(), EMBEDDED.len());
        for character in "aéőẵΩжѢ€₴₿“”…–→≤×✓بپ٣שךﬡ\u{fffd}".chars()
        {
            assert!(fonts.face_of(character).is_some(), "{character}");
        }
        assert_eq!(fonts.face_of('漢'), None);
    }

    #[test]
    fn a_file_that_is_not_a_font_is_rejected_by_name() {
        let file = tempfile::NamedTempFile::new().unwrap();
        std::fs::write(file.path(), "not a font").unwrap();
        let Err(error) = PdfFonts::with_files(&[file.path()]) else { panic!("loaded") };
        let detail = error.problem().detail;
        assert!(detail.contains("pdf_font") && detail.contains("is not a TrueType"), "{detail}");
        assert!(PdfFonts::with_files(&["/nowhere.ttf"]).is_err());
    }
}
