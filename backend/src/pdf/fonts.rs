//! The fonts of every PDF: subsets of Noto that are part of the program, then the operator's.

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
/// The face of labels and headings; it has little more than ASCII.
pub(super) const BOLD: FaceIndex = 1;

macro_rules! own {
    ($name:literal) => {
        ($name, include_bytes!(concat!("../../fonts/", $name, ".subset.ttf")) as &'static [u8])
    };
}

/// See `backend/fonts/README.md`.
const OWN: [(&str, &[u8]); 6] = [
    own!("NotoSans-Regular"),
    own!("NotoSans-Bold"),
    own!("NotoSansHebrew-Regular"),
    own!("NotoSansArabic-Regular"),
    own!("NotoSansMath-Regular"),
    own!("NotoSansSymbols2-Regular"),
];

/// Every font a PDF can use, parsed. Cheap to clone.
#[derive(Clone)]
pub struct PdfFonts(Arc<Loaded>);

struct Loaded {
    faces: Vec<Face>,
    coverage: Coverage,
}

impl PdfFonts {
    /// The fonts that are part of the program, read once.
    pub fn embedded() -> Result<Self, Error> {
        static FONTS: OnceLock<PdfFonts> = OnceLock::new();
        if let Some(fonts) = FONTS.get() {
            return Ok(fonts.clone());
        }
        let fonts = Self::load(Vec::new())?;
        Ok(FONTS.get_or_init(|| fonts).clone())
    }

    /// Those and fonts of the operator's, which are asked for what the ones before them lack.
    pub fn with_files(files: &[impl AsRef<Path>]) -> Result<Self, Error> {
        let mut added = Vec::new();
        for file in files.iter().map(AsRef::as_ref) {
            let wrong = |why: &str| Error::field("pdf_font", format!("{} {why}", file.display()));
            let bytes =
                std::fs::read(file).map_err(|error| wrong(&format!("cannot be read: {error}")))?;
            let name = format!("Added-{}", added.len() + 1);
            added.push(Face::new(name, FontData::Added(Arc::new(bytes))).map_err(wrong)?);
        }
        Self::load(added)
    }

    fn load(added: Vec<Face>) -> Result<Self, Error> {
        let mut faces = Vec::with_capacity(OWN.len() + added.len());
        for (name, bytes) in OWN {
            faces.push(Face::new(name.to_owned(), FontData::Own(bytes)).map_err(Error::internal)?);
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

    /// The first face that has a character.
    pub(super) fn face_of(&self, character: char) -> Option<FaceIndex> {
        self.0.coverage.face(character)
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_fonts_of_the_program_have_the_scripts_that_are_promised() {
        let fonts = PdfFonts::embedded().unwrap();
        assert_eq!(fonts.faces().len(), OWN.len());
        for character in "aéőẵΩжѢ€₴₿“”…–→≤×✓بپ٣שךﬡ\u{fffd}".chars()
        {
            assert!(fonts.face_of(character).is_some(), "{character}");
        }
        assert_eq!(fonts.face_of('漢'), None);
    }

    #[test]
    fn a_file_that_is_no_font_is_refused_by_name() {
        let file = tempfile::NamedTempFile::new().unwrap();
        std::fs::write(file.path(), "not a font").unwrap();
        let Err(error) = PdfFonts::with_files(&[file.path()]) else { panic!("taken") };
        let said = error.problem().detail;
        assert!(said.contains("pdf_font") && said.contains("is not a TrueType"), "{said}");
        assert!(PdfFonts::with_files(&["/nowhere.ttf"]).is_err());
    }
}
